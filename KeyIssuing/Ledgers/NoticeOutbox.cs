using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// Makes the notices of one lock (docs/protocol.md, 6). Each notice repeats every item that the lock is not known to have applied
/// since the notice named in its <c>after</c> field. When the items do not fit in one notice, or a Rekey changes the secret, the
/// first items go into a frozen notice. Later notices come after the frozen one, so the lock cannot skip it.
/// </summary>
/// <remarks>
/// Therefore an item that was first in notice n is applied once the lock has applied n or any later notice. Bytes: applied u32 |
/// lastNumber u32 | appliedAtIssue u32 | generation u16 | frozenCount u8 | frozen | hasCurrent u8 | current | items (see
/// <see cref="IssuedNotice"/>, <see cref="OpenItems"/>); where numbers were skipped then skippedAbove u32 | skippedThrough u32.
/// </remarks>
internal sealed class NoticeOutbox(uint lockId, ushort generation)
{
    /// <summary>The largest number of frozen notices.</summary>
    private const int FrozenCountMax = 16;

    private readonly List<IssuedNotice> _frozen = [];
    private IssuedNotice? _current;
    private OpenItems _items = new();
    private uint _appliedAtIssue;

    // A ledger that this one is an older copy of may have used the numbers above the first and up to the second; both 0 for none.
    private uint _skippedAbove;
    private uint _skippedThrough;

    /// <summary>The generation that the lock is known to have.</summary>
    internal ushort Generation { get; private set; } = generation;

    /// <summary>The last notice that the lock is known to have applied; 0 for none.</summary>
    internal uint Applied { get; private set; }

    /// <summary>The number of the last notice that was made; 0 for none.</summary>
    internal uint LastNumber { get; private set; }

    /// <summary>Whether an item has not been in any notice.</summary>
    internal bool HasUnsent => _items.HasUnsent;

    /// <summary>Whether the lock is not known to have applied every item.</summary>
    internal bool HasOpen => _items.All.Count > 0 || _frozen.Count > 0;

    /// <summary>Whether numbers were skipped that the lock may have applied.</summary>
    internal bool HasSkipped => _skippedThrough != 0;

    /// <summary>Adds an item; false when too many items wait.</summary>
    internal bool Queue(NoticeItemKind kind, byte[] value) => _items.Queue(new OpenItem(kind, value, 0), OpenItems.QueueCountMax);

    /// <summary>Adds an item that the lock had and lost. There is always room for it.</summary>
    internal void QueueAgain(NoticeItemKind kind, byte[] value) => _items.Queue(new OpenItem(kind, value, 0), OpenItems.CountMax);

    /// <summary>Whether the lock has had a generation, or an item or notice takes the lock to it.</summary>
    internal bool IsTaken(ushort generation) => generation <= Generation || MayHave(generation)
        || _items.All.Any(item => item.Kind == NoticeItemKind.Rekey && Bytes.ReadU16(item.Value, 0) == generation);

    /// <summary>Whether the lock may have a generation now: its known one, or one of a frozen Rekey.</summary>
    internal bool MayHave(ushort generation) =>
        generation == Generation || _frozen.Exists(notice => notice.RekeysTo != 0 && notice.RekeysTo == generation);

    /// <summary>Makes notices of the items that were in none. Items wait when secrets are missing or too many notices are frozen.</summary>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="source">The lock's secrets.</param>
    internal void Make(uint now, ILockSecretsSource source)
    {
        while (_items.HasUnsent && MakeNext(now, source))
        {
        }
    }

    /// <summary>The notices that carriers must deliver, in this order.</summary>
    internal IssuedNotice[] Outstanding() => _current == null ? [.. _frozen] : [.. _frozen, _current];

    /// <summary>Takes in what the lock says it has applied, from its reply to a notice.</summary>
    internal DeliveryResult Learn(uint number, uint applied)
    {
        // A reply to an earlier notice may be late. The reply to the last notice cannot report less than was known when it was made.
        bool isRolledBack = number == LastNumber && applied < _appliedAtIssue;
        return isRolledBack ? DeliveryResult.RolledBack : LearnApplied(applied);
    }

    /// <summary>Leaves out numbers: the next notice has a number above the given one. Notices that were made keep theirs.</summary>
    internal void SkipNumbers(uint through)
    {
        if (through <= LastNumber)
            return;
        // Several ranges are stored as one. It then also contains numbers of this ledger, and at worst an item is sent twice.
        _skippedAbove = HasSkipped ? _skippedAbove : LastNumber;
        _skippedThrough = through;
        LastNumber = through;
    }

    /// <summary>Gives a Rekey that was in no notice another generation.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool MoveRekey(ushort generation) => _items.MoveRekey(generation);

    /// <summary>Whether a notice has a number that this ledger skipped, so another ledger made it.</summary>
    internal bool IsSkipped(uint number) => number > _skippedAbove && number <= _skippedThrough;

    /// <summary>Ends the search for skipped numbers.</summary>
    internal void ForgetSkipped() => (_skippedAbove, _skippedThrough) = (0, 0);

    /// <summary>Whether a notice is not of this ledger: its number was never used here, or it was skipped.</summary>
    internal bool IsAhead(uint number) => number > LastNumber || IsSkipped(number);

    /// <summary>Whether the lock is not known to have applied an item of a kind.</summary>
    internal bool HasOpenOf(NoticeItemKind kind) =>
        _items.All.Concat(_frozen.SelectMany(notice => ItemsOf(notice.Content))).Any(item => item.Kind == kind);

    /// <summary>Takes in that the lock has applied a notice.</summary>
    internal DeliveryResult LearnApplied(uint applied)
    {
        if (applied <= Applied)
            return DeliveryResult.NothingNew;
        Applied = applied;
        if (IsAhead(applied))
        {
            // The content of those notices is unknown, so every open item is sent again. But they come after the frozen ones.
            if (_frozen.FindLast(notice => notice.RekeysTo != 0 && notice.Number <= applied) is { } rekeyed)
                Generation = rekeyed.RekeysTo;
            LastNumber = Math.Max(LastNumber, applied);
            if (applied < _skippedThrough)
                _skippedAbove = applied;
            else
                ForgetSkipped();
            Dissolve(isReplaced: false);
            return DeliveryResult.AheadOfLedger;
        }
        IssuedNotice[] done = [.. _frozen.TakeWhile(notice => notice.Number <= applied)];
        if (done.LastOrDefault(notice => notice.RekeysTo != 0) is { } rekey)
            Generation = rekey.RekeysTo;
        _frozen.RemoveRange(0, done.Length);
        _items.RemoveApplied(applied);
        if (_current != null && (_current.Number <= applied || _items.All.Count == 0))
            _current = null;
        return DeliveryResult.Advanced;
    }

    /// <summary>Takes in that the lock has a generation, so it has applied the notice with that Rekey.</summary>
    internal DeliveryResult LearnGeneration(ushort generation) =>
        _frozen.Find(notice => notice.RekeysTo != 0 && notice.RekeysTo == generation) is { } rekey
            ? LearnApplied(rekey.Number)
            : DeliveryResult.NothingNew;

    /// <summary>Starts a generation that an installer gave to the lock. Every open item is sent again under its secret.</summary>
    /// <param name="generation">The new generation.</param>
    /// <param name="isReplaced">Whether it is other hardware, which has applied no notice and has other events.</param>
    internal void Restart(ushort generation, bool isReplaced)
    {
        Generation = generation;
        if (isReplaced)
        {
            Applied = 0;
            _appliedAtIssue = 0;
        }
        Dissolve(isReplaced);
    }

    internal void WriteTo(FieldWriter target)
    {
        target.U32(Applied);
        target.U32(LastNumber);
        target.U32(_appliedAtIssue);
        target.U16(Generation);
        target.U8(_frozen.Count);
        foreach (IssuedNotice notice in _frozen)
            notice.WriteTo(target);
        target.U8(_current == null ? 0 : 1);
        _current?.WriteTo(target);
        _items.WriteTo(target);
        if (!HasSkipped)
            return;
        target.U32(_skippedAbove);
        target.U32(_skippedThrough);
    }

    internal bool TryRead(FieldReader source, bool hasSkipped) =>
        TryRead(source) && (!hasSkipped || TryReadSkipped(source));

    private bool TryReadSkipped(FieldReader source)
    {
        _skippedAbove = source.ReadU32();
        _skippedThrough = source.ReadU32();
        return !source.IsShort && _skippedAbove < _skippedThrough && _skippedThrough <= LastNumber;
    }

    private bool TryRead(FieldReader source)
    {
        Applied = source.ReadU32();
        LastNumber = source.ReadU32();
        _appliedAtIssue = source.ReadU32();
        Generation = source.ReadU16();
        _frozen.Clear();
        int count = source.ReadU8();
        if (Applied > LastNumber || _appliedAtIssue > Applied || Generation == 0 || count > FrozenCountMax)
            return false;
        uint above = Applied;
        for (int i = 0; i < count; i++)
        {
            IssuedNotice? notice = ReadNotice(source, above);
            if (notice == null)
                return false;
            _frozen.Add(notice);
            above = notice.Number;
        }
        byte hasCurrent = source.ReadU8();
        _current = hasCurrent == 1 ? ReadNotice(source, above) : null;
        return hasCurrent <= 1 && (hasCurrent == 0) == (_current == null) && _items.TryRead(source, Applied, LastNumber);
    }

    private IssuedNotice? ReadNotice(FieldReader source, uint above)
    {
        IssuedNotice? notice = IssuedNotice.Read(source, lockId);
        return notice != null && notice.Number > above && notice.Number <= LastNumber ? notice : null;
    }

    private bool MakeNext(uint now, ILockSecretsSource source)
    {
        uint after = _frozen.Count == 0 ? Applied : _frozen[^1].Number;
        ushort generation = SealingGeneration();
        LockSecrets? secrets = source.SecretsOf(generation);
        if (secrets == null || _frozen.Count == FrozenCountMax || LastNumber == uint.MaxValue)
            return false;
        uint number = LastNumber + 1;
        NoticeBuilder builder = new(lockId, number, after, now);
        ushort rekeysTo = 0;
        int count = 0;
        while (count < _items.All.Count && rekeysTo == 0 && Add(builder, _items.All[count], secrets.NoticeSecret, source))
        {
            OpenItem item = _items.All[count++];
            if (item.Kind == NoticeItemKind.Rekey)
                rekeysTo = Bytes.ReadU16(item.Value, 0);
        }
        if (count == 0)
            return false;
        IssuedNotice notice = new(generation, rekeysTo, builder.ToBytes(secrets.NoticeSecret));
        LastNumber = number;
        _appliedAtIssue = Applied;
        if (count == _items.All.Count && rekeysTo == 0)
        {
            _current = notice;
            _items.MarkSent(number);
            return true;
        }
        // Items that were sent before are first and fitted in one notice, so all of them are in the frozen notice.
        _frozen.Add(notice);
        _items.RemoveFirst(count);
        _current = null;
        return true;
    }

    private static bool Add(NoticeBuilder builder, OpenItem item, byte[] noticeSecret, ILockSecretsSource source)
    {
        if (item.Kind != NoticeItemKind.Rekey)
            return builder.Add(item.Kind, item.Value);
        ushort generation = Bytes.ReadU16(item.Value, 0);
        LockSecrets? next = source.SecretsOf(generation);
        return next != null && builder.Rekey(noticeSecret, generation, next.LockSecret);
    }

    /// <summary>The generation that the lock has when it gets the next notice.</summary>
    private ushort SealingGeneration() => _frozen.FindLast(notice => notice.RekeysTo != 0)?.RekeysTo ?? Generation;

    /// <summary>Puts the items of all notices back into the queue, without a Rekey to a generation that the lock has had.</summary>
    private void Dissolve(bool isReplaced)
    {
        OpenItems all = new();
        foreach (OpenItem item in _frozen.SelectMany(notice => ItemsOf(notice.Content)).Concat(_items.All))
            all.Queue(item with { FirstNumber = 0 }, OpenItems.CountMax);
        all.RemoveRekeysThrough(Generation);
        if (isReplaced)
            all.RemoveKind(NoticeItemKind.EventsStored);
        _frozen.Clear();
        _current = null;
        _items = all;
    }

    private static IEnumerable<OpenItem> ItemsOf(byte[] content)
    {
        Notice notice = new();
        notice.TryRead(content, 0, content.Length);
        int at = notice.FirstItem;
        for (int i = 0; i < notice.ItemCount; i++, at = notice.NextItem(at))
        {
            int valueAt = at + Notice.ItemHeaderSize;
            // Of a Rekey the generation alone: its secret is sealed under the number of the notice.
            int length = notice.ItemKind(at) == NoticeItemKind.Rekey ? sizeof(ushort) : notice.ItemLength(at);
            yield return new OpenItem(notice.ItemKind(at), content[valueAt..(valueAt + length)], 0);
        }
    }
}
