using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// Makes one lock's notices (docs/protocol.md, 6): each repeats every item not known applied since its <c>after</c>. Where
/// they do not fit, or a Rekey changes the secret, what comes first is frozen in a notice of its own, which the later ones
/// come after; a lock can then not reach a later number without it.
/// </summary>
/// <remarks>
/// So an item first sent in notice n is applied once the lock has applied n or any later one: there is no way round it.
/// Bytes: applied u32 | lastNumber u32 | appliedAtIssue u32 | generation u16 | frozenCount u8 | frozen | hasCurrent u8 |
/// current | items (see <see cref="IssuedNotice"/>, <see cref="OpenItems"/>).
/// </remarks>
internal sealed class NoticeOutbox
{
    /// <summary>How many frozen notices may be under way.</summary>
    internal const int FrozenCountMax = 16;

    private const int HeaderSize = 16;

    private readonly uint _lockId;
    private readonly IssuedNotice[] _frozen = new IssuedNotice[FrozenCountMax];
    private int _frozenCount;
    private IssuedNotice? _current;
    private OpenItems _items = new OpenItems();
    private uint _appliedAtIssue;

    internal NoticeOutbox(uint lockId, ushort generation)
    {
        _lockId = lockId;
        Generation = generation;
    }

    internal ushort Generation { get; private set; }

    internal uint Applied { get; private set; }

    internal uint LastNumber { get; private set; }

    internal bool HasUnsent => _items.HasUnsent;

    internal bool HasOpen => _items.Count > 0 || _frozenCount > 0;

    internal int Size
    {
        get
        {
            int size = HeaderSize + _items.Size;
            for (int i = 0; i < _frozenCount; i++)
                size += IssuedNotice.HeaderSize + _frozen[i].Content.Length;
            return _current == null ? size : size + IssuedNotice.HeaderSize + _current.Content.Length;
        }
    }

    internal bool Queue(NoticeItemKind kind, byte[] value) => _items.Queue(new OpenItem(kind, value, 0), OpenItems.QueueCountMax);

    /// <summary>Queues what the lock was told before and has forgotten; there is always room for it.</summary>
    internal void QueueAgain(NoticeItemKind kind, byte[] value) => _items.Queue(new OpenItem(kind, value, 0), OpenItems.CountMax);

    /// <summary>Whether the lock has had a generation, or is being taken to it.</summary>
    internal bool IsTaken(ushort generation)
    {
        bool isTaken = generation <= Generation || MayHave(generation);
        for (int i = 0; i < _items.Count; i++)
            isTaken |= _items.At(i).Kind == NoticeItemKind.Rekey && Bytes.ReadU16(_items.At(i).Value, 0) == generation;
        return isTaken;
    }

    /// <summary>Whether the lock may have a generation already: its own, or one that a frozen Rekey takes it to.</summary>
    internal bool MayHave(ushort generation)
    {
        bool may = generation == Generation;
        for (int i = 0; i < _frozenCount; i++)
            may |= _frozen[i].RekeysTo != 0 && _frozen[i].RekeysTo == generation;
        return may;
    }

    /// <summary>Makes notices of the items that none holds yet.</summary>
    /// <returns>False when secrets are missing or too many notices are under way; the rest then waits.</returns>
    internal bool Make(uint now, ILockSecretsSource source)
    {
        while (_items.HasUnsent)
        {
            if (!MakeNext(now, source))
                return false;
        }
        return true;
    }

    /// <summary>What carriers are to deliver, in this order.</summary>
    internal IssuedNotice[] Outstanding()
    {
        IssuedNotice[] notices = new IssuedNotice[_frozenCount + (_current == null ? 0 : 1)];
        for (int i = 0; i < _frozenCount; i++)
            notices[i] = _frozen[i];
        if (_current != null)
            notices[_frozenCount] = _current;
        return notices;
    }

    /// <summary>Learns what a lock says that it has applied, in answer to a notice.</summary>
    internal DeliveryResult Learn(uint number, uint applied)
    {
        // An earlier notice's reply may be late; the last one's was given after all that was known when it was made.
        if (number == LastNumber && applied < _appliedAtIssue)
            return DeliveryResult.RolledBack;
        return LearnApplied(applied);
    }

    /// <summary>Learns that a lock has applied a notice.</summary>
    internal DeliveryResult LearnApplied(uint applied)
    {
        if (applied <= Applied)
            return DeliveryResult.NothingNew;
        Applied = applied;
        if (applied > LastNumber)
        {
            // Nobody knows what those notices held: everything open is told again.
            LastNumber = applied;
            Dissolve(false);
            return DeliveryResult.AheadOfLedger;
        }
        int done = 0;
        while (done < _frozenCount && _frozen[done].Number <= applied)
        {
            if (_frozen[done].RekeysTo != 0)
                Generation = _frozen[done].RekeysTo;
            done++;
        }
        RemoveFrozen(done);
        _items.RemoveApplied(applied);
        if (_current != null && (_current.Number <= applied || _items.Count == 0))
            _current = null;
        return DeliveryResult.Advanced;
    }

    /// <summary>Learns that the lock has a generation; so it has applied the notice that took it there.</summary>
    internal void LearnGeneration(ushort generation)
    {
        for (int i = 0; i < _frozenCount; i++)
        {
            if (_frozen[i].RekeysTo == generation)
            {
                LearnApplied(_frozen[i].Number);
                return;
            }
        }
    }

    /// <summary>Starts over in a generation that an installer brought: what is open is told again, under its secret.</summary>
    /// <param name="generation">The new one.</param>
    /// <param name="isReplaced">Whether it is another piece of hardware, which has applied nothing and has other events.</param>
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

    internal int WriteTo(byte[] target, int offset)
    {
        offset = Bytes.WriteU32(target, offset, Applied);
        offset = Bytes.WriteU32(target, offset, LastNumber);
        offset = Bytes.WriteU32(target, offset, _appliedAtIssue);
        offset = Bytes.WriteU16(target, offset, Generation);
        target[offset++] = (byte)_frozenCount;
        for (int i = 0; i < _frozenCount; i++)
            offset = _frozen[i].WriteTo(target, offset);
        target[offset++] = _current == null ? (byte)0 : (byte)1;
        if (_current != null)
            offset = _current.WriteTo(target, offset);
        return _items.WriteTo(target, offset);
    }

    internal bool TryRead(FieldReader source)
    {
        Applied = source.ReadU32();
        LastNumber = source.ReadU32();
        _appliedAtIssue = source.ReadU32();
        Generation = source.ReadU16();
        _frozenCount = 0;
        int count = source.ReadU8();
        if (Applied > LastNumber || _appliedAtIssue > Applied || Generation == 0 || count > FrozenCountMax)
            return false;
        uint behind = Applied;
        for (; _frozenCount < count; _frozenCount++)
        {
            IssuedNotice? notice = ReadNotice(source, behind);
            if (notice == null)
                return false;
            _frozen[_frozenCount] = notice;
            behind = notice.Number;
        }
        byte hasCurrent = source.ReadU8();
        _current = hasCurrent == 1 ? ReadNotice(source, behind) : null;
        return hasCurrent <= 1 && (hasCurrent == 0) == (_current == null) && _items.TryRead(source, Applied, LastNumber);
    }

    private IssuedNotice? ReadNotice(FieldReader source, uint behind)
    {
        IssuedNotice? notice = IssuedNotice.Read(source, _lockId);
        return notice != null && notice.Number > behind && notice.Number <= LastNumber ? notice : null;
    }

    private bool MakeNext(uint now, ILockSecretsSource source)
    {
        uint after = _frozenCount == 0 ? Applied : _frozen[_frozenCount - 1].Number;
        ushort generation = SealingGeneration();
        LockSecrets? secrets = source.SecretsOf(generation);
        if (secrets == null || _frozenCount == FrozenCountMax || LastNumber == uint.MaxValue)
            return false;
        uint number = LastNumber + 1;
        NoticeBuilder builder = new NoticeBuilder(_lockId, number, after, now);
        ushort rekeysTo = 0;
        int count = 0;
        while (count < _items.Count && rekeysTo == 0 && Add(builder, _items.At(count), secrets.NoticeSecret, source))
        {
            OpenItem item = _items.At(count++);
            if (item.Kind == NoticeItemKind.Rekey)
                rekeysTo = Bytes.ReadU16(item.Value, 0);
        }
        if (count == 0)
            return false;
        IssuedNotice notice = new IssuedNotice(generation, rekeysTo, builder.ToBytes(secrets.NoticeSecret));
        LastNumber = number;
        _appliedAtIssue = Applied;
        if (count == _items.Count && rekeysTo == 0)
        {
            _current = notice;
            _items.MarkSent(number);
            return true;
        }
        // What was sent before stands first and fitted one notice, so none of it is left behind the frozen one.
        _frozen[_frozenCount++] = notice;
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

    private ushort SealingGeneration()
    {
        for (int i = _frozenCount - 1; i >= 0; i--)
        {
            if (_frozen[i].RekeysTo != 0)
                return _frozen[i].RekeysTo;
        }
        return Generation;
    }

    private void RemoveFrozen(int count)
    {
        for (int i = count; i < _frozenCount; i++)
            _frozen[i - count] = _frozen[i];
        _frozenCount -= count;
    }

    private void Dissolve(bool isReplaced)
    {
        OpenItems all = new OpenItems();
        for (int i = 0; i < _frozenCount; i++)
            Collect(all, _frozen[i].Content);
        for (int i = 0; i < _items.Count; i++)
            all.Queue(new OpenItem(_items.At(i).Kind, _items.At(i).Value, 0), OpenItems.CountMax);
        all.RemoveKind(NoticeItemKind.Rekey);
        if (isReplaced)
            all.RemoveKind(NoticeItemKind.EventsStored);
        _frozenCount = 0;
        _current = null;
        _items = all;
    }

    private static void Collect(OpenItems items, byte[] content)
    {
        Notice notice = new Notice();
        notice.TryRead(content, 0, content.Length);
        int item = notice.FirstItem;
        for (int i = 0; i < notice.ItemCount; i++, item = notice.NextItem(item))
        {
            byte[] value = Bytes.Copy(content, item + Notice.ItemHeaderSize, notice.ItemLength(item));
            items.Queue(new OpenItem(notice.ItemKind(item), value, 0), OpenItems.CountMax);
        }
    }
}
