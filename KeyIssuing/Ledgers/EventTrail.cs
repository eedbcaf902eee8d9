using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// What the facility has of one lock's audit trail (docs/protocol.md, 7). Batches come late, twice, out of order and
/// overlapping; the cursor passes only events that are stored and gaps that the lock itself has explained, and nothing
/// ever goes back. The events themselves are the caller's to store.
/// </summary>
/// <remarks>
/// Bytes: version u8 = 1 | firstGeneration u16 | generation u16 | bootCount u32 | head u32 | storedThrough u32 | held |
/// lost (see <see cref="EventRanges"/>). Not thread-safe.
/// </remarks>
public sealed class EventTrail
{
    private const byte Version = 1;
    private const int HeaderSize = 17;

    private readonly EventRanges _held = new EventRanges();
    private readonly EventRanges _lost = new EventRanges();

    /// <summary>An empty trail of a lock that was provisioned in a generation.</summary>
    public EventTrail(ushort firstGeneration)
    {
        FirstGeneration = firstGeneration;
        Generation = firstGeneration;
    }

    /// <summary>The generation that this piece of hardware was first provisioned with.</summary>
    public ushort FirstGeneration { get; private set; }

    /// <summary>The highest generation of a batch.</summary>
    public ushort Generation { get; private set; }

    /// <summary>The highest boot count of a batch.</summary>
    public uint BootCount { get; private set; }

    /// <summary>The highest head of a batch: the lock has had so many events.</summary>
    public uint Head { get; private set; }

    /// <summary>Every event up to here is stored, or the lock has said that it was dropped.</summary>
    public uint StoredThrough { get; private set; }

    /// <summary>Whether nothing is missing up to <see cref="Head"/>.</summary>
    public bool IsUpToHead => StoredThrough == Head;

    /// <summary>Events that the lock says were dropped, or that were given up, and that no batch has brought since.</summary>
    /// <remarks>When they are too scattered, the oldest range is forgotten: its events would no longer count as new.</remarks>
    public EventRanges Lost => _lost;

    /// <summary>Takes in a batch.</summary>
    /// <param name="batch">Its bytes, from whoever brings them.</param>
    /// <param name="secrets">Those of its <see cref="SealedBatch.ClaimedGeneration"/>; null when unknown.</param>
    /// <param name="isFresh">
    /// Whether the gateway read it from the lock itself just now: then nothing in it may be lower than before. One that was
    /// carried may be late, but not higher in one number and lower in another.
    /// </param>
    public BatchIntake Take(byte[] batch, LockSecrets? secrets, bool isFresh)
    {
        if (secrets == null)
            return new BatchIntake(BatchStatus.GenerationUnknown, null);
        SealedBatch opened = new SealedBatch();
        if (!opened.TryOpen(secrets, batch))
            return new BatchIntake(BatchStatus.NotAuthentic, null);
        BatchStatus status = Compare(opened, isFresh);
        uint last = opened.First + opened.Count - 1;
        if (opened.Head == uint.MaxValue || (opened.Count > 0 && (opened.First == 0 || last < opened.First || last > opened.Head)))
            status = BatchStatus.Inconsistent;
        BatchIntake intake = new BatchIntake(status, opened);
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

    /// <summary>The first event behind a number that is neither stored nor lost; above <see cref="Head"/> when there is none.</summary>
    /// <remarks>
    /// A reader goes on from the last event that the lock gave it, not from the first gap: the record that explains a gap is
    /// nearer to the head.
    /// </remarks>
    public uint NextMissing(uint behind)
    {
        uint at = behind < StoredThrough ? StoredThrough + 1 : behind + 1;
        for (uint last = LastCovered(at); last != 0; last = LastCovered(at))
            at = last + 1;
        return at;
    }

    /// <summary>Names the gaps one by one: events that are missing although later ones are there.</summary>
    /// <param name="behind">0 for the first gap, else the last event of the gap before.</param>
    /// <param name="first">The first event missing; 0 when there is no gap.</param>
    /// <param name="count">How many are missing.</param>
    public bool TryNextGap(uint behind, out uint first, out uint count)
    {
        first = NextMissing(behind);
        uint next = NextCovered(first);
        count = next == 0 ? 0 : next - first;
        if (next == 0)
            first = 0;
        return next != 0;
    }

    /// <summary>Counts missing events as lost, because somebody has decided so: the lock cannot give them and no record explains it.</summary>
    /// <returns>False when the range is none or reaches beyond <see cref="Head"/>.</returns>
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
        byte[] bytes = new byte[HeaderSize + _held.Size + _lost.Size];
        bytes[0] = Version;
        int at = Bytes.WriteU16(bytes, 1, FirstGeneration);
        at = Bytes.WriteU16(bytes, at, Generation);
        at = Bytes.WriteU32(bytes, at, BootCount);
        at = Bytes.WriteU32(bytes, at, Head);
        at = Bytes.WriteU32(bytes, at, StoredThrough);
        _lost.WriteTo(bytes, _held.WriteTo(bytes, at));
        return bytes;
    }

    /// <summary>Reads a trail from its exact bytes.</summary>
    /// <returns>False when the version, a length or the order of the numbers is wrong; the object is then undefined.</returns>
    public bool TryRead(byte[] bytes)
    {
        FieldReader source = new FieldReader(bytes);
        if (source.ReadU8() != Version)
            return false;
        FirstGeneration = source.ReadU16();
        Generation = source.ReadU16();
        BootCount = source.ReadU32();
        Head = source.ReadU32();
        StoredThrough = source.ReadU32();
        if (source.IsShort || FirstGeneration == 0 || Generation < FirstGeneration || StoredThrough > Head || Head == uint.MaxValue)
            return false;
        // A range that touched the cursor would have moved it.
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
        uint from = first > StoredThrough ? first : StoredThrough + 1;
        if (from <= last && !_held.Add(from, last))
            return false;
        while (!_lost.Remove(first, last))
            _lost.RemoveFirst();
        return true;
    }

    private void RaiseTop(SealedBatch batch)
    {
        if (batch.Generation > Generation)
            Generation = batch.Generation;
        if (batch.BootCount > BootCount)
            BootCount = batch.BootCount;
        if (batch.Head > Head)
            Head = batch.Head;
    }

    private void ReadEvents(BatchIntake intake, SealedBatch batch)
    {
        AuditEvent audit = new AuditEvent();
        for (int i = 0; i < batch.Count; i++)
        {
            if (!audit.TryRead(batch.Events, i * AuditEvent.Size))
                intake.MarkRotten(i);
            else if (audit.Kind == EventKind.NoticeApplied && audit.Detail > intake.AppliedSeen)
                intake.AppliedSeen = audit.Detail;
            else if (audit.Kind == EventKind.EventsDropped)
                Drop(audit.KeyId, audit.Detail, batch.First + (uint)i);
        }
    }

    /// <summary>Believes a record of dropped events as far as it can be true: only what came before it can have been dropped.</summary>
    private void Drop(uint first, uint count, uint sequence)
    {
        if (first != 0 && count != 0 && first < sequence && count <= sequence - first)
            Lose(first, first + count - 1);
    }

    private void Lose(uint first, uint last)
    {
        uint at = first > StoredThrough ? first : StoredThrough + 1;
        while (at <= last)
        {
            uint heldLast = _held.LastOf(at);
            if (heldLast != 0)
            {
                at = heldLast + 1;
                continue;
            }
            uint next = _held.FirstBehind(at);
            uint end = next != 0 && next <= last ? next - 1 : last;
            AddLost(at, end);
            at = end + 1;
        }
    }

    private void AddLost(uint first, uint last)
    {
        if (_lost.Add(first, last))
            return;
        _lost.RemoveFirst();
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
        bool hasGap = TryNextGap(0, out uint gapFirst, out uint gapCount) && gapFirst < batch.First;
        if (hasGap)
        {
            intake.GapFirst = gapFirst;
            intake.GapCount = gapCount;
        }
        if (intake.RottenCount > 0)
            intake.Status = BatchStatus.RottenEvent;
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
        uint held = _held.FirstBehind(sequence);
        uint lost = _lost.FirstBehind(sequence);
        return held == 0 || (lost != 0 && lost < held) ? lost : held;
    }

    private bool AreApart()
    {
        for (int i = 0; i < _lost.Count; i++)
        {
            uint behind = _held.FirstBehind(_lost.First(i));
            if (_held.Contains(_lost.First(i)) || (behind != 0 && behind <= _lost.Last(i)))
                return false;
        }
        return true;
    }
}
