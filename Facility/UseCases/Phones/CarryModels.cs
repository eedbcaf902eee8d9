using System.ComponentModel.DataAnnotations;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>What a phone carries between locks and the facility.</summary>
public sealed class CarryRequest
{
    private const string Complaint = "1 to 16 locks can be carried in one request.";
    private const int LockCountMax = 16;

    /// <summary>1..16 locks.</summary>
    [Length(1, LockCountMax, ErrorMessage = Complaint)]
    [NoNullElements(ErrorMessage = Complaint)]
    public required IReadOnlyList<CarriedLock> Locks { get; init; }
}

/// <summary>What a phone brings from one lock, and what it asks for to take there.</summary>
public sealed class CarriedLock
{
    private const string Complaint = "A batch or a receipt is null.";

    /// <summary>The lock's number, as its Identity says it.</summary>
    public required long LockId { get; init; }

    /// <summary>Sealed batches of its trail (docs/protocol.md, 7), base64, at most 32.</summary>
    [NoNullElements(ErrorMessage = Complaint)]
    public IReadOnlyList<string> Batches { get; init; } = [];

    /// <summary>The proofs that notices were delivered, at most 20.</summary>
    [NoNullElements(ErrorMessage = Complaint)]
    public IReadOnlyList<CarriedReceipt> Receipts { get; init; } = [];

    /// <summary>
    /// The frame of the lock's Challenge, 22 bytes, base64. The answer then has a time stamp under it. Absent for none.
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

/// <summary>The result for each lock, and what to take to the locks.</summary>
public sealed class CarryAnswer
{
    /// <summary>One for each lock of the request, in its order.</summary>
    public required IReadOnlyList<LockAnswer> Locks { get; init; }
}

/// <summary>The result for one lock, and what to take to it.</summary>
public sealed class LockAnswer
{
    /// <summary>The status of a batch or a receipt that does not have its form.</summary>
    internal const string Malformed = "malformed";

    /// <summary>The words of <see cref="Status"/>.</summary>
    internal static class Statuses
    {
        public const string Ok = "ok";
        public const string UnknownLock = "unknown-lock";
        public const string TooMany = "too-many";
    }

    /// <summary>The lock's number.</summary>
    public required long LockId { get; init; }

    /// <summary>
    /// ok, unknown-lock, or too-many: nothing was read, because there are more than 32 batches or 20 receipts.
    /// </summary>
    [OneOf(typeof(Statuses))]
    public required string Status { get; init; }

    /// <summary>One for each batch, in order.</summary>
    public IReadOnlyList<BatchAnswer> Batches { get; init; } = [];

    /// <summary>
    /// One for each receipt, in order: advanced, nothing-new, not-proven, refused, rolled-back, ahead-of-ledger, or malformed.
    /// </summary>
    [OneOf(typeof(DeliveryResult), Malformed)]
    public IReadOnlyList<string> Receipts { get; init; } = [];

    /// <summary>The notices to deliver to the lock, in this order, base64; the body of Deliver, without a key.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>
    /// The body of SetTime under the challenge frame that was sent, base64; null where none was, or it is not of its form.
    /// </summary>
    public string? Time { get; init; }

    /// <summary>The number to send to the lock with ReadEvents: the first event that is not stored.</summary>
    public long ReadFrom { get; init; }
}

/// <summary>The result for a batch.</summary>
public sealed class BatchAnswer
{
    /// <summary>
    /// Taken in: ok, duplicate, gap, rotten-event. Not: too-scattered, generation-unknown, not-authentic, inconsistent, lower-head,
    /// lower-boot-count, lower-generation, malformed.
    /// </summary>
    [OneOf(typeof(BatchStatus), LockAnswer.Malformed)]
    public required string Status { get; init; }

    /// <summary>The number of new events.</summary>
    public int NewCount { get; init; }
}
