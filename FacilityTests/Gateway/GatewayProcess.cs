using System.Diagnostics;
using LockFirmware.FacilityTests.Bench;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>The program in a process of its own, a gateway on the database of a bench.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private const int EndMsMax = 30_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("facility-gateway-").FullName;
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="bench">Whose key folder it shares.</param>
    /// <param name="postgres">The database.</param>
    public GatewayProcess(FacilityBench bench, string postgres)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(host,
        [
            typeof(Program).Assembly.Location,
            "--urls=http://127.0.0.1:0",
            $"--Facility:DataFolder={_folder}",
            $"--Facility:KeyFolder={Path.Combine(bench.Folder, "keys")}",
            $"--ConnectionStrings:Facility={postgres}",
            "--Facility:GatewayPollSeconds=1",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Kills the process while it works.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        Assert.IsTrue(_process.WaitForExit(EndMsMax));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
