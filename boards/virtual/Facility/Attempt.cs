using LockFirmware.KeyCrypto;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>What happens at a door.</summary>
public enum Deed
{
    /// <summary>Asks the lock to open.</summary>
    Unlock,

    /// <summary>Asks to keep the latch released for a while.</summary>
    HoldOpen,

    /// <summary>Secures the latch.</summary>
    Relock,

    /// <summary>Sends a recorded request again.</summary>
    Replay,

    /// <summary>Delivers the notices that the phone carries.</summary>
    Visit,

    /// <summary>The gateway sets the lock's clock.</summary>
    BringTime,

    /// <summary>The power fails and comes back.</summary>
    CutPower,

    /// <summary>Presses the button inside.</summary>
    RequestToExit,

    /// <summary>Breaks the door open.</summary>
    Force,

    /// <summary>Something wedges the bolt, until it is freed.</summary>
    Jam,

    /// <summary>The bolt is freed.</summary>
    Free,

    /// <summary>Opens the housing of the lock for a while.</summary>
    Tamper,

    /// <summary>The fire alarm of the site sounds for a while.</summary>
    FireAlarm,
}

/// <summary>The state of a latch.</summary>
public enum LatchState
{
    /// <summary>The door cannot be opened.</summary>
    Secured,

    /// <summary>The door can be opened.</summary>
    Released,
}

/// <summary>A notice that a phone carries on a visit.</summary>
public sealed record Carried(NoticeEntry Notice, Status Expect);

/// <summary>One step of a facility's script.</summary>
public sealed record Attempt
{
    /// <summary>Its place in the file.</summary>
    public required JsonPlace Place { get; init; }

    /// <summary>From 1, in the order of the script.</summary>
    public required int Number { get; init; }

    /// <summary>When, seconds since 2020-01-01T00:00:00Z.</summary>
    public required uint At { get; init; }

    /// <summary>The person; null if no person takes part.</summary>
    public Person? Who { get; init; }

    /// <summary>The lock.</summary>
    public required LockEntry Lock { get; init; }

    /// <summary>What happens.</summary>
    public required Deed Does { get; init; }

    /// <summary>A remark for the reader of the demo.</summary>
    public string? About { get; init; }

    /// <summary>The key used; null if none is.</summary>
    public KeyEntry? Key { get; init; }

    /// <summary>The share used; null for the key's holder.</summary>
    public ShareEntry? Share { get; init; }

    /// <summary>The notices that the phone carries.</summary>
    public IReadOnlyList<Carried> Carries { get; init; } = [];

    /// <summary>The step whose request is sent again.</summary>
    public Attempt? Of { get; init; }

    /// <summary>The end of the requested passage mode.</summary>
    public uint Until { get; init; }

    /// <summary>Whether the person pushes the door.</summary>
    public bool Walks { get; init; }

    /// <summary>How long the door or the housing is open, the power is off or the fire alarm lasts, seconds.</summary>
    public int Seconds { get; init; }

    /// <summary>The expected answer; null if nothing is asked.</summary>
    public Status? Expect { get; init; }

    /// <summary>The expected state of the latch after the answer; null if it does not matter.</summary>
    public LatchState? Latch { get; init; }
}
