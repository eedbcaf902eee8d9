using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Facility.Gateway;

/// <summary>Why a visit ended early, for the office.</summary>
internal static class VisitWords
{
    /// <summary>Why a batch ended the reading.</summary>
    public static string NotTaken(BatchStatus status) => status switch
    {
        BatchStatus.TooScattered =>
            "The events of the lock are too full of gaps to go on. Count missing ones as lost below, and visit again.",
        BatchStatus.GenerationUnknown =>
            "The events of the lock are sealed under a secret that this facility does not know. Import the facility file of lockctl again.",
        _ => "The events that the lock gave are not what they should be; see the alert. They were kept as they came, and no more were read.",
    };
}
