using LockFirmware.Facility.Data;

namespace LockFirmware.FacilityDemo;

/// <summary>The demo's folder. Each start deletes its content. It is never the folder of a real facility.</summary>
internal static class DemoFolder
{
    /// <summary>The name of the file in which the printed commands store the facility's answer to a phone.</summary>
    public const string AnswerName = "phone-keys.json";

    private const string MarkName = "demo";
    private const string DatabaseName = "facility.db";
    private const string IntervalSetting = "Facility:GatewayIntervalSeconds";
    private const string IntervalSeconds = "15";
    private static readonly string[] DatabaseFiles = [DatabaseName, DatabaseName + "-wal", DatabaseName + "-shm"];

    /// <summary>Deletes the files of an earlier demo.</summary>
    /// <param name="configuration">Gets an empty database setting, because the demo has its own database, and a short interval of
    /// visits.</param>
    /// <param name="folder">The folder. It must exist.</param>
    /// <exception cref="InvalidDataException">The folder may belong to a real facility.</exception>
    public static void MakeAnew(IConfiguration configuration, string folder)
    {
        configuration[$"ConnectionStrings:{DatabaseSetup.ConnectionName}"] = "";
        configuration[IntervalSetting] ??= IntervalSeconds;
        string mark = Path.Combine(folder, MarkName);
        if (!File.Exists(mark) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException(
                $"{folder} is not a folder of the demo, and the demo deletes the content of its folder at each start. "
                + "Leave Facility:DataFolder out, or name a new folder.");
        File.WriteAllText(mark, "The demo's folder: made anew at each start.\n");
        foreach (string name in DatabaseFiles)
            File.Delete(Path.Combine(folder, name));
        foreach (string file in Directory.EnumerateFiles(folder, "*.key")
            .Concat([Path.Combine(folder, DemoKeyFiles.FacilityFileName), Path.Combine(folder, AnswerName)]))
            File.Delete(file);
        string keys = Path.Combine(folder, "keys");
        if (Directory.Exists(keys))
            Directory.Delete(keys, recursive: true);
    }
}
