namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>A facility file or key file cannot be used. The message says why and what to do.</summary>
public sealed class FacilityFileException(string message) : Exception(message)
{
    /// <summary>Whether another process has the file open, so that a later try can succeed.</summary>
    public bool IsInUse { get; init; }
}
