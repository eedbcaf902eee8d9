using LockFirmware.KeyCrypto;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>The colour of an event: admitted, refused, or in need of attention.</summary>
internal static class EventColours
{
    /// <summary>A colour's name for markup.</summary>
    public static string Of(EventKind kind) => kind switch
    {
        EventKind.AccessGranted or EventKind.Passage or EventKind.RequestToExit => "green",
        EventKind.Refused or EventKind.RefusalsSummed or EventKind.FailedProofsSummed => "yellow",
        EventKind.Forced or EventKind.HeldOpen or EventKind.Jammed or EventKind.Tamper or EventKind.FireRelease
            or EventKind.EventsDropped or EventKind.RevocationOverflow or EventKind.ClockDisagreement => "red",
        _ => "blue",
    };
}
