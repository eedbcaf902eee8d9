using LockFirmware.KeyCrypto;

namespace LockFirmware.InstallerTool.Acceptance;

/// <summary>One thing that must be right before a door is handed over (docs/install.md, chapter 11).</summary>
/// <param name="Id">Its name on the command line and in files. It never changes.</param>
/// <param name="Text">What was tested.</param>
/// <param name="Evidence">The event that the test leaves in the trail; null where the lock cannot know of it.</param>
/// <param name="MayBeAbsent">Whether a door may do without it.</param>
internal sealed record AcceptanceItem(string Id, string Text, EventKind? Evidence = null, bool MayBeAbsent = false)
{
    /// <summary>lockctl looks at the lock's time by itself.</summary>
    public const string Time = "time";

    /// <summary>lockctl reads the trail by itself.</summary>
    public const string Trail = "trail";

    /// <summary>All of them, in the order of the page.</summary>
    public static readonly IReadOnlyList<AcceptanceItem> All =
    [
        new("handle", "Way out: opens from inside by the handle, supply off"),
        new("exit", "Way out: exit button, and its second pole with the chip in reset", EventKind.RequestToExit, true),
        new("fuse", "Fuse out, controller out: a magnet lets go, a handle opens"),
        new("k2", "K2 keeps the magnet free for 30 s", null, true),
        new("fire", "Fire release tested at both contacts of the alarm, free and locked", EventKind.FireRelease, true),
        new("latch", "Latch: fail-secure or fail-safe, as the fire authority asked for"),
        new("housing", "Housing closed, on the safe side, plastic; no latch wire outside"),
        new("protection", "Diode at the latch, fuses F1 and F2, TVS at 12 V and outside wires fitted, cables labelled"),
        new("lights", "Lights and buzzer work"),
        new(Time, "Local time, next change of the clock and hours confirmed in the status"),
        new("opens", "Opens, locks again, refuses a key of another lock", EventKind.AccessGranted),
        new("forced", "A door that is opened without a key is reported as forced", EventKind.Forced, true),
        new(Trail, "Trail read: no gap, nothing altered"),
        new("key", "Mechanical key handed over", null, true),
        new("secrets", "Label, setup secret and identity file destroyed; no backup of an update on the PC"),
    ];
}

/// <summary>How a test ended.</summary>
internal enum AcceptanceResult
{
    /// <summary>It was not done yet.</summary>
    Open,

    /// <summary>It was done, and all was right.</summary>
    Passed,

    /// <summary>It was done, and something was wrong.</summary>
    Failed,

    /// <summary>This door does not have it.</summary>
    Absent,
}
