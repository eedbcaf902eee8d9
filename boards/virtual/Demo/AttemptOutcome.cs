using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Hardware;

namespace LockFirmware.VirtualBoard.Demo;

/// <summary>The outcome of one exchange with a lock.</summary>
/// <param name="Command">What was asked.</param>
/// <param name="Answer">The lock's answer; null if there was none.</param>
/// <param name="Transactions">ATT transactions, from the challenge to the reply.</param>
/// <param name="BytesSent">Bytes of ATT packets to the lock.</param>
/// <param name="BytesReceived">Bytes of ATT packets from the lock.</param>
internal sealed record ExchangeReport(Command Command, PhoneAnswer? Answer, int Transactions, int BytesSent, int BytesReceived);

/// <summary>A notice that was delivered.</summary>
internal sealed record Delivery(Carried Carried, ExchangeReport Exchange);

/// <summary>When the latch moved.</summary>
/// <param name="Ms">Milliseconds since the phone began to read the challenge.</param>
/// <param name="Transactions">ATT transactions until then, including the one that moved it.</param>
internal sealed record LatchMove(long Ms, int Transactions);

/// <summary>The outcome of one step of the script.</summary>
internal sealed record AttemptOutcome
{
    /// <summary>The step.</summary>
    public required Attempt Attempt { get; init; }

    /// <summary>When the step happened, seconds since 2020-01-01T00:00:00Z.</summary>
    public required uint At { get; init; }

    /// <summary>The notices that were delivered before the request.</summary>
    public IReadOnlyList<Delivery> Deliveries { get; init; } = [];

    /// <summary>The request and its answer; null if nothing was asked.</summary>
    public ExchangeReport? Exchange { get; init; }

    /// <summary>When the latch was released; null if it was not.</summary>
    public LatchMove? Released { get; init; }

    /// <summary>The state of the latch after the answer.</summary>
    public LatchState Latch { get; init; }

    /// <summary>Whether the door was pushed and opened.</summary>
    public bool DoorOpened { get; init; }

    /// <summary>
    /// Milliseconds from the release until the latch was secured again; null if it is still released or was never released.
    /// </summary>
    public long? RelockedMs { get; init; }

    /// <summary>Light and sound from the beginning of the step to its end.</summary>
    public IReadOnlyList<SeenSignal> Signals { get; init; } = [];

    /// <summary>Milliseconds until the lock warned that the door is open; null if it did not.</summary>
    public long? WarnedMs { get; init; }

    /// <summary>Milliseconds until the lock alarmed; null if it did not.</summary>
    public long? AlarmedMs { get; init; }

    /// <summary>Whether the latch stayed released as long as the door was open, or after a fire alarm.</summary>
    public bool StayedReleased { get; init; }

    /// <summary>Whether the latch was told to release while something wedged the bolt.</summary>
    public bool HitWedge { get; init; }

    /// <summary>The differences from what the script expects; empty if there are none.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>The lock's answer; null if nothing was asked or answered.</summary>
    public Status? Status => Exchange?.Answer?.Status;

    /// <summary>Whether the lock admitted a key.</summary>
    public bool IsAdmission => Status is (KeyCrypto.Status.Ok or KeyCrypto.Status.Jammed) && Attempt.Does is (Deed.Unlock or Deed.HoldOpen);
}
