using System.Text.Json;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>
/// The folder of one lock, beside the facility file. It has the files for flashing and the steps that are done. The files contain
/// secrets. They are removed when the lock has them, and can be made again from the facility file.
/// </summary>
internal sealed class LockFolder
{
    private const string SetupFileName = "setup.bin";
    private const string IdentityFileName = "identity.bin";
    private const string DeployFileName = "deploy.json";
    private const string ProgressFileName = "flash.json";
    private const string WorkFolderName = "nanoff";
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

    /// <summary>The path of the file list for nanoff.</summary>
    public string DeployFile => Path.Combine(_folder, DeployFileName);

    /// <summary>Whether the files of the current generation were written to a lock.</summary>
    public bool IsDeployed => StepsDone.Contains(FlashStep.Files);

    /// <summary>Whether a lock said over its radio that it has the identity of the current generation.</summary>
    public bool IsReadBack => StepsDone.Contains(FlashStep.ReadBack);

    /// <summary>The files that nanoff brings into the lock: source and destination of each.</summary>
    public IReadOnlyList<(string Source, string Destination)> Files =>
        [(PathOf(SetupFileName), InternalStorage + SetupFileName), (PathOf(IdentityFileName), InternalStorage + IdentityFileName)];

    /// <summary>Whether the folder has the files of the current generation.</summary>
    public bool HasFiles =>
        IsThere(SetupFileName, Convert.FromHexString(_door.SetupSecret)) && IsThere(IdentityFileName, Identity()) && HasDeployFile();

    /// <summary>The flashing steps that are done for the current generation.</summary>
    public IReadOnlyList<string> StepsDone =>
        ReadProgress() is { } progress && progress.Generation == _door.Generation ? progress.Steps : [];

    /// <summary>The address of the board that gets the current generation; null when it is not known.</summary>
    public string? Mac => ReadProgress() is { } progress && progress.Generation == _door.Generation ? progress.Mac : null;

    /// <summary>Stores which board gets the current generation.</summary>
    public void Bind(string mac) => WriteProgress([.. StepsDone], mac);

    /// <summary>Keeps other lockctl processes away from this lock until the result is disposed.</summary>
    public FileStream Hold()
    {
        CreateFolder();
        return SafeFile.Hold(PathOf("flash"));
    }

    /// <summary>
    /// Makes an empty folder for the temporary files of nanoff, which can hold what it read from a lock. Only the owner can use it.
    /// </summary>
    public string MakeWorkFolder()
    {
        RemoveWorkFolder();
        CreateFolder();
        SafeFile.CreateFolder(PathOf(WorkFolderName));
        return PathOf(WorkFolderName);
    }

    /// <summary>Removes the temporary files of nanoff, also those of a run that was killed.</summary>
    public void RemoveWorkFolder()
    {
        if (Directory.Exists(PathOf(WorkFolderName)))
            Directory.Delete(PathOf(WorkFolderName), true);
    }

    /// <summary>Writes the files for flashing.</summary>
    /// <param name="serialPort">The port in the file list; null for the port of the lock.</param>
    public void WriteFiles(string? serialPort = null)
    {
        CreateFolder();
        SafeFile.Replace(PathOf(SetupFileName), Convert.FromHexString(_door.SetupSecret));
        SafeFile.Replace(PathOf(IdentityFileName), Identity());
        SafeFile.Replace(DeployFile, Deploy(serialPort ?? _door.SerialPort ?? string.Empty));
    }

    /// <summary>Removes the files with secrets, if there are any.</summary>
    public void RemoveFiles()
    {
        if (!Directory.Exists(_folder))
            return;
        foreach (string name in new[] { SetupFileName, IdentityFileName, DeployFileName })
            SafeFile.Remove(PathOf(name));
    }

    /// <summary>Stores that a flashing step is done.</summary>
    public void MarkDone(string step) => WriteProgress([.. StepsDone.Except([step]), step], Mac);

    /// <summary>Stores that no flashing step is done.</summary>
    public void StartOver() => File.Delete(PathOf(ProgressFileName));

    /// <summary>Removes everything about this lock. Nobody may hold the folder.</summary>
    public void Delete()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, true);
    }

    private void CreateFolder()
    {
        SafeFile.CreateFolder(Path.GetDirectoryName(_folder)!);
        SafeFile.CreateFolder(_folder);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private bool IsThere(string name, byte[] content) =>
        File.Exists(PathOf(name)) && File.ReadAllBytes(PathOf(name)).AsSpan().SequenceEqual(content);

    /// <summary>Whether the file list is complete, with any port.</summary>
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
        new Deployment(serialPort, [.. Files.Select(file => new DeployedFile(file.Destination, file.Source))]),
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

    private void WriteProgress(string[] steps, string? mac)
    {
        CreateFolder();
        FlashProgress progress = new(_door.Generation, steps, mac);
        SafeFile.Replace(PathOf(ProgressFileName), JsonSerializer.SerializeToUtf8Bytes(progress, Json));
    }

    private sealed record FlashProgress(ushort Generation, string[] Steps, string? Mac = null);

    private sealed record Deployment([property: System.Text.Json.Serialization.JsonPropertyName("serialport")] string SerialPort,
        [property: System.Text.Json.Serialization.JsonPropertyName("files")] DeployedFile[] Files);

    private sealed record DeployedFile(string DestinationFilePath, string SourceFilePath);
}
