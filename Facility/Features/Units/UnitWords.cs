using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.Features.Units;

/// <summary>Texts about the state of a unit.</summary>
public static class UnitWords
{
    /// <summary>Rented, vacant or overlocked, and why.</summary>
    public static string State(Unit unit) => (unit.LeaseId, unit.Overlock) switch
    {
        (null, OverlockReason.None) => "vacant",
        (null, OverlockReason.Payment) => "vacant, overlocked: rent was owed",
        (null, _) => "vacant, overlocked by the office",
        (_, OverlockReason.None) => "rented",
        (_, OverlockReason.Payment) => "overlocked: rent is owed",
        _ => "overlocked by the office",
    };

    /// <summary>The class of site.css for the state.</summary>
    public static string Style(Unit unit) => unit.Overlock != OverlockReason.None ? "bad" : unit.LeaseId != null ? "good" : "quiet-text";
}
