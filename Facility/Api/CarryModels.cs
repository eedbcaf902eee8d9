namespace LockFirmware.Facility.Api;

/// <summary>What a phone carries between locks and the facility.</summary>
public sealed class CarryRequest
{
    /// <summary>1..16 locks.</summary>
    public required IReadOnlyList<CarriedLock> Locks { get; init; }
}

/// <summary>What a phone brings from one lock, and what it asks for to take there.</summary>
public sealed class CarriedLock
{
    /// <summary>The lock's number, as its Identity says it.</summary>
    public required long LockId { get; init; }

    /// <summary>Sealed batches of its trail (docs/protocol.md, 7), base64, at most 32.</summary>
    public IReadOnlyList<string> Batches { get; init; } = [];

    /// <summary>What shows that notices were delivered, at most 20.</summary>
    public IReadOnlyList<CarriedReceipt> Receipts { get; init; } = [];

    /// <summary>
    /// What the lock's Challenge gave a moment ago, 22 bytes, base64: a time stamp under it is asked for. Absent for none.
    /// </summary>
    public string? ChallengeFrame { get; init; }
}

/// <summary>A Deliver without a key, and the lock's reply to it.</summary>
public sealed class CarriedReceipt
{
    /// <summary>The challenge frame of the exchange, base64.</summary>
    public required string ChallengeFrame { get; init; }

    /// <summary>The request, base64.</summary>
    public required string Request { get; init; }

    /// <summary>The reply, base64.</summary>
    public required string Reply { get; init; }
}

/// <summary>What became of it, and what is to be taken to the locks.</summary>
public sealed class CarryAnswer
{
    /// <summary>One for each lock of the request, in its order.</summary>
    public required IReadOnlyList<LockAnswer> Locks { get; init; }
}

/// <summary>What became of what was brought from one lock, and what is to be taken there.</summary>
public sealed class LockAnswer
{
    /// <summary>The lock's number.</summary>
    public required long LockId { get; init; }

    /// <summary>
    /// ok, unknown-lock, or too-many: nothing of it was looked at, because it has more batches or receipts than is taken at once.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>One for each batch, in order.</summary>
    public IReadOnlyList<BatchAnswer> Batches { get; init; } = [];

    /// <summary>
    /// One for each receipt, in order: advanced, nothing-new, not-proven, refused, rolled-back, ahead-of-ledger, or malformed.
    /// </summary>
    public IReadOnlyList<string> Receipts { get; init; } = [];

    /// <summary>The notices to deliver to the lock, in this order, base64; the body of Deliver, without a key.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>
    /// The body of SetTime under the challenge frame that was sent, base64; null where none was, or it is not of its form.
    /// </summary>
    public string? Time { get; init; }

    /// <summary>What to ask the lock for with ReadEvents: the first event that is not stored.</summary>
    public long ReadFrom { get; init; }
}

/// <summary>What became of a batch.</summary>
public sealed class BatchAnswer
{
    /// <summary>
    /// Taken in: ok, duplicate, gap, rotten-event. Not: too-scattered, generation-unknown, not-authentic, inconsistent, lower-head,
    /// lower-boot-count, lower-generation, malformed.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>How many events were not stored before.</summary>
    public int NewCount { get; init; }
}
