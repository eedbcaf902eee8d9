using System.Text.Json;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>
/// The folder of one lock, beside the facility file: what goes over the cable, and how far that has come. The files hold
/// secrets; they are removed once they are in the lock, and can be made again from the facility file.
/// </summary>
internal sealed class LockFolder
{
    private const string SetupFileName = "setup.bin";
    private const string IdentityFileName = "identity.bin";
    private const string DeployFileName = "deploy.json";
    private const string ProgressFileName = "flash.json";
    private const string InternalStorage = "I:\\";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly FacilityFileStore _store;
    private readonly FacilityLock _door;
    private readonly string _folder;

    /// <summary>The folder of a lock.</summary>
    public LockFolder(FacilityFileStore store, FacilityLock door)
    {
        _store = store;
        _door = door;
        _folder = Path.Combine(Path.GetDirectoryName(store.FilePath)!, "locks", $"{door.Id}");
    }

    /// <summary>The list of files for nanoff.</summary>
    public string DeployFile => Path.Combine(_folder, DeployFileName);

    /// <summary>Whether the files of this generation have been over the cable.</summary>
    public bool IsDeployed => ReadProgress() is { } progress && progress.Generation == _door.Generation && progress.Steps.Contains("files");

    /// <summary>Whether the files of this generation stand there.</summary>
    public bool HasFiles =>
        IsThere(SetupFileName, Convert.FromHexString(_door.SetupSecret)) && IsThere(IdentityFileName, Identity()) && HasDeployFile();

    /// <summary>The steps of flashing that this generation has behind it.</summary>
    public IReadOnlyList<string> StepsDone =>
        ReadProgress() is { } progress && progress.Generation == _door.Generation ? progress.Steps : [];

    /// <summary>Writes the files for the cable.</summary>
    /// <param name="serialPort">The port in the list of files; null for the lock's own.</param>
    public void WriteFiles(string? serialPort = null)
    {
        SafeFile.CreateFolder(Path.GetDirectoryName(_folder)!);
        SafeFile.CreateFolder(_folder);
        SafeFile.Replace(PathOf(SetupFileName), Convert.FromHexString(_door.SetupSecret));
        SafeFile.Replace(PathOf(IdentityFileName), Identity());
        SafeFile.Replace(DeployFile, Deploy(serialPort ?? _door.SerialPort ?? string.Empty));
    }

    /// <summary>Removes the files with secrets.</summary>
    public void RemoveFiles()
    {
        foreach (string name in new[] { SetupFileName, IdentityFileName, DeployFileName })
            SafeFile.Remove(PathOf(name));
    }

    /// <summary>Remembers a step of flashing.</summary>
    public void MarkDone(string step) => WriteProgress([.. StepsDone, step]);

    /// <summary>Forgets the steps of flashing.</summary>
    public void StartOver() => File.Delete(PathOf(ProgressFileName));

    private string PathOf(string name) => Path.Combine(_folder, name);

    private bool IsThere(string name, byte[] content) =>
        File.Exists(PathOf(name)) && File.ReadAllBytes(PathOf(name)).AsSpan().SequenceEqual(content);

    /// <summary>Whether the list of files is whole, with whatever port.</summary>
    private bool HasDeployFile()
    {
        try
        {
            return File.Exists(DeployFile)
                && JsonSerializer.Deserialize<Deployment>(File.ReadAllBytes(DeployFile), Json) is { SerialPort: not null } there
                && IsThere(DeployFileName, Deploy(there.SerialPort));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private byte[] Deploy(string serialPort) => JsonSerializer.SerializeToUtf8Bytes(
        new Deployment(serialPort,
            [new(InternalStorage + SetupFileName, PathOf(SetupFileName)),
                new(InternalStorage + IdentityFileName, PathOf(IdentityFileName))]),
        Json);

    private byte[] Identity() => IdentityFile.Write(FacilitySecrets.IdentityOf(_store.Facility, _door));

    private FlashProgress? ReadProgress()
    {
        try
        {
            return File.Exists(PathOf(ProgressFileName))
                ? JsonSerializer.Deserialize<FlashProgress>(File.ReadAllBytes(PathOf(ProgressFileName)),
                    Json) is { Steps: not null } progress ? progress : null
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void WriteProgress(string[] steps)
    {
        SafeFile.CreateFolder(_folder);
        SafeFile.Replace(PathOf(ProgressFileName), JsonSerializer.SerializeToUtf8Bytes(new FlashProgress(_door.Generation, steps), Json));
    }

    private sealed record FlashProgress(ushort Generation, string[] Steps);

    private sealed record Deployment([property: System.Text.Json.Serialization.JsonPropertyName("serialport")] string SerialPort,
        [property: System.Text.Json.Serialization.JsonPropertyName("files")] DeployedFile[] Files);

    private sealed record DeployedFile(string DestinationFilePath, string SourceFilePath);
}
