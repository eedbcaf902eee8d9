using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>What the facility learns from a batch of events (docs/protocol.md, 7).</summary>
public sealed class BatchIntake
{
    private readonly bool[] _isNew;
    private readonly bool[] _isCorrupt;

    internal BatchIntake(BatchStatus status, SealedBatch? batch)
    {
        Status = status;
        Batch = batch;
        _isNew = new bool[batch?.Count ?? 0];
        _isCorrupt = new bool[_isNew.Length];
    }

    /// <summary>The result.</summary>
    public BatchStatus Status { get; internal set; }

    /// <summary>The opened batch, also when it was refused; null when it is not authentic or its generation is unknown.</summary>
    public SealedBatch? Batch { get; }

    /// <summary>Whether its events count as stored. Store the new ones in the same transaction as the ledger.</summary>
    public bool IsTaken => Status <= BatchStatus.CorruptEvent;

    /// <summary>Whether the facility must raise an alert: the batch or the lock is not as it should be.</summary>
    public bool IsAlert => Status >= BatchStatus.NotAuthentic || IsAheadOfLedger;

    /// <summary>How many of its events were not stored before.</summary>
    public int NewCount => _isNew.Count(isNew => isNew);

    /// <summary>The first event that is missing before this batch; 0 when none is missing.</summary>
    public uint GapFirst { get; internal set; }

    /// <summary>How many events are missing from <see cref="GapFirst"/> on.</summary>
    public uint GapCount { get; internal set; }

    /// <summary>The event to read next from the lock; above <see cref="EventTrail.Head"/> when there is none.</summary>
    public uint NextFrom { get; internal set; }

    /// <summary>Whether an event says that the lock applied a notice which this ledger did not make.</summary>
    public bool IsAheadOfLedger { get; internal set; }

    /// <summary>The highest notice that an event says was applied; 0 for none.</summary>
    internal uint AppliedSeen { get; set; }

    /// <summary>The notices that its new events say were applied.</summary>
    internal List<uint> NewlyApplied { get; } = [];

    internal bool HasCorruptEvent => _isCorrupt.Contains(true);

    /// <summary>Whether an event was not stored before.</summary>
    /// <param name="index">The place in the batch; 0 is the event <see cref="SealedBatch.First"/>.</param>
    public bool IsNew(int index) => _isNew[index];

    /// <summary>Whether the check value of an event is wrong. Its 16 bytes are stored unchanged.</summary>
    /// <param name="index">The place in the batch; 0 is the event <see cref="SealedBatch.First"/>.</param>
    public bool IsCorrupt(int index) => _isCorrupt[index];

    internal void MarkNew(int index) => _isNew[index] = true;

    internal void MarkCorrupt(int index) => _isCorrupt[index] = true;
}
