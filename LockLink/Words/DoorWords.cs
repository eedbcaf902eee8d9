using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink.Words;

/// <summary>The answer to Status in the words of an installer (docs/protocol.md, 4.2).</summary>
public static class DoorWords
{
    private static readonly (DoorFlags Flag, string Word)[] Remarks =
    [
        (DoorFlags.Jammed, "LATCH JAMMED"),
        (DoorFlags.HeldOpen, "HELD OPEN TOO LONG"),
        (DoorFlags.HousingOpen, "HOUSING OPEN"),
        (DoorFlags.FireRelease, "fire release"),
        (DoorFlags.FailSafe, "fail-safe: power keeps it locked"),
    ];

    /// <summary>Latch, door, and what is wrong with them.</summary>
    public static string Door(LockStatus status)
    {
        List<string> words = [Door(status.Door)];
        if (status.IsHeldOpen)
            words.Add("held open");
        if (status.IsOverlocked)
            words.Add("overlocked");
        if (status.IsLockdown)
            words.Add("lockdown");
        return string.Join(", ", words);
    }

    /// <summary>Latch and door by the door byte alone, and what is wrong with them.</summary>
    /// <param name="door">See <see cref="LockStatus.Door"/>.</param>
    public static string Door(DoorFlags door)
    {
        List<string> words =
        [
            door.HasFlag(DoorFlags.Released) ? "latch released" : "latch secured",
            door.HasFlag(DoorFlags.Open) ? "door open" : "door closed",
        ];
        words.AddRange(Remarks.Where(remark => door.HasFlag(remark.Flag)).Select(remark => remark.Word));
        return string.Join(", ", words);
    }

    /// <summary>How far the lock trusts its clock.</summary>
    public static string Clock(ClockTrust trust) => trust switch
    {
        ClockTrust.Set => "set",
        ClockTrust.Floor => "lost: only a lower bound is known",
        _ => "lost: nothing is known",
    };

    /// <summary>Whether the key would open the door now, and until when or from when.</summary>
    public static string Opens(LockStatus status, LocalTime time) => status.Opens switch
    {
        Status.Ok when status.Until != 0 => $"yes, until {time.Short(status.Until)}",
        Status.Ok => status.Trust == ClockTrust.Set ? "yes, for the next 14 days at least" : "yes, by the right to open without a clock",
        Status.OutsideHours => status.Until == 0 ? "no, not within 14 days" : $"no, opens {time.Short(status.Until)}",
        Status.Overlocked => "no, the unit is overlocked",
        Status.Lockdown => "no, the site is in lockdown",
        Status.NotPermitted => "no, the key has no right to",
        _ => $"no ({status.Opens})",
    };
}
