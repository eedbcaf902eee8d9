using LockFirmware.Facility.Data;

namespace LockFirmware.FacilityDemo;

/// <summary>The demo's folder: emptied at each start, and never one with the data of a real facility.</summary>
internal static class DemoFolder
{
    /// <summary>The file that the printed commands keep the facility's answer to a phone in.</summary>
    public const string AnswerName = "phone-keys.json";

    private const string MarkName = "demo";
    private const string DatabaseName = "facility.db";
    private const string IntervalSetting = "Facility:GatewayIntervalSeconds";
    private const string IntervalSeconds = "15";
    private static readonly string[] DatabaseFiles = [DatabaseName, DatabaseName + "-wal", DatabaseName + "-shm"];

    /// <summary>Removes what an earlier demo left.</summary>
    /// <param name="configuration">Loses the setting of a database, because the demo has its own; locks are visited often, for
    /// those who try.</param>
    /// <param name="folder">The folder, which exists.</param>
    /// <exception cref="InvalidDataException">The folder is a real facility's.</exception>
    public static void MakeAnew(IConfiguration configuration, string folder)
    {
        configuration[$"ConnectionStrings:{DatabaseSetup.ConnectionName}"] = "";
        configuration[IntervalSetting] ??= IntervalSeconds;
        string mark = Path.Combine(folder, MarkName);
        if (!File.Exists(mark) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException(
                $"{folder} is not a folder of the demo, and the demo empties its folder at each start. Leave Facility:DataFolder out, or "
                + "name a new folder.");
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
