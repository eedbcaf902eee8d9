using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>What the gateway learns from a batch that was handed in (docs/protocol.md, 7).</summary>
public sealed class BatchIntake
{
    private readonly bool[] _isNew;
    private readonly bool[] _isRotten;

    internal BatchIntake(BatchStatus status, SealedBatch? batch)
    {
        Status = status;
        Batch = batch;
        int count = batch == null ? 0 : batch.Count;
        _isNew = new bool[count];
        _isRotten = new bool[count];
    }

    /// <summary>What became of it.</summary>
    public BatchStatus Status { get; internal set; }

    /// <summary>The opened batch, also where it was refused; null when it was not authentic or its generation is unknown.</summary>
    public SealedBatch? Batch { get; }

    /// <summary>Whether its events count as stored: store the new ones in the same transaction as the ledger.</summary>
    public bool IsTaken => Status <= BatchStatus.RottenEvent;

    /// <summary>Whether the facility must be alarmed: the batch, or the lock, is not what it should be.</summary>
    public bool IsAlert => Status >= BatchStatus.NotAuthentic || IsAheadOfLedger;

    /// <summary>How many of its events were not there before.</summary>
    public int NewCount { get; private set; }

    /// <summary>How many of its events have a check value that does not fit.</summary>
    public int RottenCount { get; private set; }

    /// <summary>The first event missing before this batch; 0 when none is.</summary>
    public uint GapFirst { get; internal set; }

    /// <summary>How many are missing from <see cref="GapFirst"/> on.</summary>
    public uint GapCount { get; internal set; }

    /// <summary>What to ask the lock for next with ReadEvents; above <see cref="EventTrail.Head"/> when up to it.</summary>
    public uint NextFrom { get; internal set; }

    /// <summary>Whether an event in it says that a notice was applied which this ledger has not issued.</summary>
    public bool IsAheadOfLedger { get; internal set; }

    /// <summary>The highest notice that an event in it says was applied; 0 for none.</summary>
    internal uint AppliedSeen { get; set; }

    /// <summary>Whether an event was not there before.</summary>
    /// <param name="index">0 is the event <see cref="SealedBatch.First"/>.</param>
    public bool IsNew(int index) => _isNew[index];

    /// <summary>Whether an event's check value does not fit; its 16 bytes are kept as they are.</summary>
    /// <param name="index">0 is the event <see cref="SealedBatch.First"/>.</param>
    public bool IsRotten(int index) => _isRotten[index];

    internal void MarkNew(int index)
    {
        _isNew[index] = true;
        NewCount++;
    }

    internal void MarkRotten(int index)
    {
        _isRotten[index] = true;
        RottenCount++;
    }
}
