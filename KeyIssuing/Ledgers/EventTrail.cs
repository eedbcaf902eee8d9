using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// Which events of one lock's audit trail the facility has (docs/protocol.md, 7). Batches can be late, repeated, out of order and
/// overlapping. <see cref="StoredThrough"/> passes only events that are stored and gaps that the lock has explained; it never becomes
/// lower. The caller stores the events.
/// </summary>
/// <remarks>
/// Bytes: version u8 = 1 | firstGeneration u16 | generation u16 | bootCount u32 | head u32 | storedThrough u32 | held | lost (see
/// <see cref="EventRanges"/>). Not thread-safe.
/// </remarks>
public sealed class EventTrail
{
    private const byte Version = 1;

    /// <summary>The stored events above <see cref="StoredThrough"/>.</summary>
    private readonly EventRanges _held = new();

    private readonly EventRanges _lost = new();

    /// <summary>An empty trail.</summary>
    /// <param name="firstGeneration">The generation that the lock was provisioned with, from 1.</param>
    public EventTrail(ushort firstGeneration)
    {
        FirstGeneration = firstGeneration;
        Generation = firstGeneration;
    }

    /// <summary>The generation that this hardware was first provisioned with.</summary>
    public ushort FirstGeneration { get; private set; }

    /// <summary>The highest generation of all batches.</summary>
    public ushort Generation { get; private set; }

    /// <summary>The highest boot count of all batches.</summary>
    public uint BootCount { get; private set; }

    /// <summary>The highest head of all batches: how many events the lock has recorded.</summary>
    public uint Head { get; private set; }

    /// <summary>Every event up to this number is stored, or the lock has said that it was dropped, or a person has given it up.</summary>
    public uint StoredThrough { get; private set; }

    /// <summary>Events that the lock says were dropped, or that were given up, and that came in no batch afterwards.</summary>
    /// <remarks>When there are too many ranges, the lowest is removed: its events would not count as new any more.</remarks>
    public EventRanges Lost => _lost;

    /// <summary>Takes in a batch.</summary>
    /// <param name="batch">Its bytes, from any source.</param>
    /// <param name="secrets">The secrets of its <see cref="SealedBatch.ClaimedGeneration"/>; null when unknown.</param>
    /// <param name="isFresh">
    /// Whether the gateway has just read it from the lock: then no number may be lower than before. A batch that was carried can be
    /// late, but it must not be higher in one number and lower in another.
    /// </param>
    public BatchIntake Take(byte[] batch, LockSecrets? secrets, bool isFresh)
    {
        if (secrets == null)
            return new BatchIntake(BatchStatus.GenerationUnknown, null);
        SealedBatch opened = new();
        if (!opened.TryOpen(secrets, batch))
            return new BatchIntake(BatchStatus.NotAuthentic, null);
        BatchStatus status = Compare(opened, isFresh);
        uint last = opened.First + opened.Count - 1;
        if (opened.Head == uint.MaxValue || (opened.Count > 0 && (opened.First == 0 || last < opened.First || last > opened.Head)))
            status = BatchStatus.Inconsistent;
        BatchIntake intake = new(status, opened);
        if (status != BatchStatus.Ok)
            return intake;
        MarkNew(intake, opened);
        if (opened.Count > 0 && !Hold(opened.First, last))
        {
            intake.Status = BatchStatus.TooScattered;
            return intake;
        }
        RaiseTop(opened);
        ReadEvents(intake, opened);
        Advance();
        Conclude(intake, opened, last);
        return intake;
    }

    /// <summary>The first event above a number that is neither stored nor lost; above <see cref="Head"/> when there is none.</summary>
    /// <remarks>
    /// Read on from the last event that the lock gave, not from the first gap: the event that explains a gap is nearer to the head.
    /// </remarks>
    public uint NextMissing(uint above)
    {
        uint at = Math.Max(above, StoredThrough) + 1;
        for (uint last = LastCovered(at); last != 0; last = LastCovered(at))
            at = last + 1;
        return at;
    }

    /// <summary>The gaps in ascending order: events that are missing although later ones are stored or lost.</summary>
    public IEnumerable<EventRange> Gaps()
    {
        uint first = NextMissing(0);
        for (uint next = NextCovered(first); next != 0; next = NextCovered(first))
        {
            yield return new EventRange(first, next - 1);
            first = NextMissing(next);
        }
    }

    /// <summary>
    /// Counts missing events as lost because a person has decided so: the lock cannot give them and no event explains the gap.
    /// </summary>
    /// <returns>False when it is not a range or goes above <see cref="Head"/>.</returns>
    public bool GiveUp(uint first, uint last)
    {
        if (first == 0 || last < first || last > Head)
            return false;
        Lose(first, last);
        Advance();
        return true;
    }

    /// <summary>The trail's bytes.</summary>
    public byte[] ToBytes()
    {
        FieldWriter target = new();
        target.U8(Version);
        target.U16(FirstGeneration);
        target.U16(Generation);
        target.U32(BootCount);
        target.U32(Head);
        target.U32(StoredThrough);
        _held.WriteTo(target);
        _lost.WriteTo(target);
        return target.ToBytes();
    }

    /// <summary>Reads a trail from its exact bytes.</summary>
    /// <returns>False when the version, a length or the order of the numbers is wrong; the object is then undefined.</returns>
    public bool TryRead(byte[] bytes)
    {
        FieldReader source = new(bytes);
        if (source.ReadU8() != Version)
            return false;
        FirstGeneration = source.ReadU16();
        Generation = source.ReadU16();
        BootCount = source.ReadU32();
        Head = source.ReadU32();
        StoredThrough = source.ReadU32();
        if (source.IsShort || FirstGeneration == 0 || Generation < FirstGeneration || StoredThrough > Head || Head == uint.MaxValue)
            return false;
        // A range directly above StoredThrough would have raised it.
        return _held.TryRead(source, StoredThrough + 1, Head) && _lost.TryRead(source, 0, Head) && source.IsExact
            && AreApart() && LastCovered(StoredThrough + 1) == 0;
    }

    private BatchStatus Compare(SealedBatch batch, bool isFresh)
    {
        BatchStatus lower = batch.Head < Head ? BatchStatus.LowerHead
            : batch.BootCount < BootCount ? BatchStatus.LowerBootCount
            : batch.Generation < Generation ? BatchStatus.LowerGeneration : BatchStatus.Ok;
        bool isHigher = batch.Head > Head || batch.BootCount > BootCount || batch.Generation > Generation;
        return isFresh || isHigher ? lower : BatchStatus.Ok;
    }

    private void MarkNew(BatchIntake intake, SealedBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            uint sequence = batch.First + (uint)i;
            if (sequence <= StoredThrough ? _lost.Contains(sequence) : !_held.Contains(sequence))
                intake.MarkNew(i);
        }
    }

    private bool Hold(uint first, uint last)
    {
        uint from = Math.Max(first, StoredThrough + 1);
        if (from <= last && !_held.Add(from, last))
            return false;
        while (!_lost.Remove(first, last))
            _lost.RemoveLowest();
        return true;
    }

    private void RaiseTop(SealedBatch batch)
    {
        Generation = Math.Max(Generation, batch.Generation);
        BootCount = Math.Max(BootCount, batch.BootCount);
        Head = Math.Max(Head, batch.Head);
    }

    private void ReadEvents(BatchIntake intake, SealedBatch batch)
    {
        AuditEvent audit = new();
        for (int i = 0; i < batch.Count; i++)
        {
            if (!audit.TryRead(batch.Events, i * AuditEvent.Size))
                intake.MarkCorrupt(i);
            else if (audit.Kind == EventKind.NoticeApplied)
                ReadApplied(intake, i, audit.Detail);
            else if (audit.Kind == EventKind.EventsDropped)
                Drop(audit.KeyId, audit.Detail, batch.First + (uint)i);
        }
    }

    private static void ReadApplied(BatchIntake intake, int index, uint number)
    {
        intake.AppliedSeen = Math.Max(intake.AppliedSeen, number);
        if (intake.IsNew(index))
            intake.NewlyApplied.Add(number);
    }

    /// <summary>Uses an event about dropped events only when it can be true: only earlier events can have been dropped.</summary>
    private void Drop(uint first, uint count, uint sequence)
    {
        if (first != 0 && count != 0 && first < sequence && count <= sequence - first)
            Lose(first, first + count - 1);
    }

    private void Lose(uint first, uint last)
    {
        uint at = Math.Max(first, StoredThrough + 1);
        while (at <= last)
        {
            uint heldLast = _held.LastOf(at);
            if (heldLast != 0)
            {
                at = heldLast + 1;
                continue;
            }
            uint next = _held.FirstAbove(at);
            uint end = next != 0 && next <= last ? next - 1 : last;
            AddLost(at, end);
            at = end + 1;
        }
    }

    private void AddLost(uint first, uint last)
    {
        if (_lost.Add(first, last))
            return;
        _lost.RemoveLowest();
        _lost.Add(first, last);
    }

    private void Advance()
    {
        StoredThrough = NextMissing(StoredThrough) - 1;
        _held.Remove(1, StoredThrough);
    }

    private void Conclude(BatchIntake intake, SealedBatch batch, uint last)
    {
        intake.NextFrom = NextMissing(batch.Count > 0 ? last : StoredThrough);
        EventRange gap = Gaps().FirstOrDefault();
        bool hasGap = gap.First != 0 && gap.First < batch.First;
        if (hasGap)
            (intake.GapFirst, intake.GapCount) = (gap.First, gap.Count);
        if (intake.HasCorruptEvent)
            intake.Status = BatchStatus.CorruptEvent;
        else if (batch.Count > 0 && intake.NewCount == 0)
            intake.Status = BatchStatus.Duplicate;
        else if (hasGap)
            intake.Status = BatchStatus.Gap;
    }

    private uint LastCovered(uint sequence)
    {
        uint last = _held.LastOf(sequence);
        return last != 0 ? last : _lost.LastOf(sequence);
    }

    private uint NextCovered(uint sequence)
    {
        uint held = _held.FirstAbove(sequence);
        uint lost = _lost.FirstAbove(sequence);
        return held == 0 || (lost != 0 && lost < held) ? lost : held;
    }

    /// <summary>Whether no event is both held and lost.</summary>
    private bool AreApart() => !_lost.Any(range =>
        _held.Contains(range.First) || (_held.FirstAbove(range.First) is var next && next != 0 && next <= range.Last));
}
