namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>The boards that a lock can run on: the folders in boards/ that have flashing data. A test compares them.</summary>
public static class BoardNames
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> All { get; } = ["esp32", "esp32-c3", "esp32-s3", "esp32-s3-octal"];
}
