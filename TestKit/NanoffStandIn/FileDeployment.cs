using System.Text.Json;

namespace LockFirmware.NanoffStandIn;

/// <summary>Content files: Library/FileDeployment/FileDeploymentManager.cs, Library/DeploymentHelpers/DeviceHelper.cs.</summary>
internal sealed class FileDeployment
{
    private const int Normal = 2;

    private readonly JsonElement _list;
    private readonly int _verbosity;
    private readonly Computer _computer;

    /// <summary>Reads the list of files.</summary>
    public FileDeployment(string path, int verbosity, Computer computer)
    {
        _computer = computer;
        _list = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        _verbosity = verbosity;
    }

    /// <summary>Writes the files. A file that does not arrive is told in words only: the exit code stays 0.</summary>
    public ExitCodes Deploy()
    {
        string port = _list.GetProperty("serialport").GetString()!;
        if (Device.At(port, _computer) is not { } device)
        {
            _computer.Output.WriteLine($"Error connecting to nanoDevice on {port} for deployment.");
            return ExitCodes.E2000;
        }
        if (_verbosity >= Normal)
        {
            _computer.Output.WriteLine("Debug engine created.");
            _computer.Output.WriteLine("Device connected and ready for deployment.");
        }
        if (device.Has("does not start"))
        {
            if (_verbosity >= Normal)
                _computer.Output.WriteLine(
                    "Device status verified as being in initialized state. Requesting to resume execution. Attempt 0/5.");
            return ExitCodes.E2002;
        }
        foreach (JsonElement file in _list.GetProperty("files").EnumerateArray())
        {
            string source = file.GetProperty("SourceFilePath").GetString()!;
            string destination = file.GetProperty("DestinationFilePath").GetString()!;
            string name = destination[(destination.LastIndexOf('\\') + 1)..];
            try
            {
                _computer.Output.Write($"Deploying file {source} to {destination}...");
                byte[] content = File.ReadAllBytes(source);
                if (device.Has($"loses the connection at {name}"))
                    throw new IOException("The connection was lost.");
                if (device.Has($"refuses {name}"))
                {
                    _computer.Output.WriteLine();
                    _computer.Output.WriteLine($"Error deploying content file {source} to {destination}");
                    continue;
                }
                Directory.CreateDirectory(device.Config);
                File.WriteAllBytes(Path.Combine(device.Config, name), content);
                _computer.Output.WriteLine("OK");
            }
            catch (Exception)
            {
                if (_verbosity >= Normal)
                {
                    _computer.Output.WriteLine();
                    _computer.Output.WriteLine($"Exception deploying content file {source} to {destination}");
                }
            }
        }
        return ExitCodes.OK;
    }
}
