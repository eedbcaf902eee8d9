using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Facility.Gateway;

/// <summary>Texts for the office: why a visit ended early.</summary>
internal static class VisitWords
{
    /// <summary>The lock sent earlier events again instead of the events that were asked for.</summary>
    public const string Stuck =
        "The lock was asked for newer events and sent earlier ones again, so reading stopped. If this continues, replace the hardware.";

    /// <summary>Why a batch ended the reading.</summary>
    public static string NotTaken(BatchStatus status) => status switch
    {
        BatchStatus.TooScattered =>
            "The lock's trail has too many gaps to continue. Mark missing events as lost below, then visit again.",
        BatchStatus.GenerationUnknown =>
            "The lock's events are sealed with a secret that this facility does not have. Import lockctl's facility file again.",
        _ => "The lock sent events that failed verification; see the alert. They were kept unchanged, and no further events were read.",
    };
}
