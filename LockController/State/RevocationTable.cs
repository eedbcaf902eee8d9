using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.State;

/// <summary>
/// The keys that are refused although they have not expired (docs/protocol.md, 6.2). When the table is full, the entry with the
/// oldest <c>before</c> becomes a general one, which refuses every key issued before it: an overflow refuses more keys, never fewer.
/// The table is stored in pages, so that each record stays small. Record of the first page: version u8 = 1 | generalBefore u32 |
/// generalUntil u32 | entries (kind u8 | id u32 | guest u32 | before u32 | until u32); of the others: version u8 = 1 | entries.
/// </summary>
public sealed class RevocationTable
{
    /// <summary>The highest number of entries.</summary>
    public const int CountMax = PageCount * EntriesAPage;

    /// <summary>The number of pages.</summary>
    public const int PageCount = 4;

    /// <summary>Entries of a full page: with the state's record it makes a journal of less than 480 bytes.</summary>
    public const int EntriesAPage = 24;

    /// <summary>The version of the records.</summary>
    public const byte Version = 1;

    private const int HeaderSize = 9;
    private const int NextHeaderSize = 1;
    private const int EntrySize = 17;

    private readonly byte[] _kinds = new byte[CountMax];
    private readonly uint[] _ids = new uint[CountMax];
    private readonly uint[] _guests = new uint[CountMax];
    private readonly uint[] _befores = new uint[CountMax];
    private readonly uint[] _untils = new uint[CountMax];
    private uint _generalUntil;

    /// <summary>The number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>Every key issued before this time is refused; 0 for none.</summary>
    public uint GeneralBefore { get; private set; }

    /// <summary>Why a key is refused; 0 when it is not.</summary>
    /// <param name="grant">An authentic grant.</param>
    /// <param name="share">An authentic share; null for the holder.</param>
    /// <param name="now">The time of a set clock; 0 without one. A general entry ends when all of its keys have expired.</param>
    /// <returns>The <see cref="RefusalReason"/> or the value of <see cref="Status.Revoked"/>.</returns>
    public byte ReasonToRefuse(Grant grant, Share? share, uint now)
    {
        if (grant.IssuedAt < GeneralBefore && now <= _generalUntil)
            return RefusalReason.GeneralRevocation;
        uint holderId = grant.HolderId;
        uint keyId = grant.KeyId;
        uint[] ids = _ids;
        int count = Count;
        for (int i = 0; i < count; i++)
        {
            // Nearly all entries are of others.
            uint id = ids[i];
            if (id != keyId && id != holderId)
                continue;
            switch ((NoticeItemKind)_kinds[i])
            {
                case NoticeItemKind.RevokeHolder:
                    if (id == holderId && grant.IssuedAt < _befores[i])
                        return (byte)Status.Revoked;
                    break;
                case NoticeItemKind.RevokeKey:
                    if (id == keyId)
                        return (byte)Status.Revoked;
                    break;
                case NoticeItemKind.RevokeGuest:
                    if (share != null && id == keyId && _guests[i] == share.GuestId)
                        return RefusalReason.GuestRevoked;
                    break;
            }
        }
        return 0;
    }

    /// <summary>Adds an entry, or extends the one for the same holder, key or guest.</summary>
    /// <param name="kind">RevokeHolder, RevokeKey or RevokeGuest.</param>
    /// <param name="id">The holder or the key.</param>
    /// <param name="guest">The guest; 0 for the other kinds.</param>
    /// <param name="before">
    /// RevokeHolder: keys issued before it are revoked. RevokeKey, RevokeGuest: when the facility revoked them.
    /// </param>
    /// <param name="until">When the last of the revoked keys has expired.</param>
    /// <param name="floor">The lock's floor: entries that ended before it are removed when the table is full.</param>
    /// <returns>False when an entry became a general one.</returns>
    public bool Add(NoticeItemKind kind, uint id, uint guest, uint before, uint until, uint floor)
    {
        int at = Find(kind, id, guest);
        if (at >= 0)
        {
            _befores[at] = Larger(_befores[at], before);
            _untils[at] = Larger(_untils[at], until);
            return true;
        }
        if (Count == CountMax)
            DropPassed(floor);
        bool fits = Count < CountMax;
        if (!fits)
        {
            int oldest = OldestBefore();
            if (before <= _befores[oldest])
            {
                Generalise(before, until);
                return false;
            }
            Generalise(_befores[oldest], _untils[oldest]);
            Remove(oldest);
        }
        Set(Count++, kind, id, guest, before, until);
        return fits;
    }

    /// <summary>Removes all entries.</summary>
    public void Clear()
    {
        Count = 0;
        GeneralBefore = 0;
        _generalUntil = 0;
    }

    /// <summary>Adds a page from its record to an empty table. The first page must come first.</summary>
    /// <param name="page">0 to <see cref="PageCount"/> - 1.</param>
    /// <param name="record">What <see cref="ToRecord"/> made.</param>
    /// <returns>False when the record has another format; the table is then unchanged.</returns>
    public bool TryRead(int page, byte[] record)
    {
        int headerSize = page == 0 ? HeaderSize : NextHeaderSize;
        if (record.Length < headerSize || record[0] != Version || (record.Length - headerSize) % EntrySize != 0
            || record.Length > headerSize + (EntriesAPage * EntrySize))
            return false;
        if (page == 0)
        {
            GeneralBefore = Bytes.ReadU32(record, 1);
            _generalUntil = Bytes.ReadU32(record, 5);
        }
        for (int at = headerSize; at < record.Length; at += EntrySize)
        {
            Set(Count++, (NoticeItemKind)record[at], Bytes.ReadU32(record, at + 1), Bytes.ReadU32(record, at + 5),
                Bytes.ReadU32(record, at + 9), Bytes.ReadU32(record, at + 13));
        }
        return true;
    }

    /// <summary>The record of a page.</summary>
    /// <param name="page">0 to <see cref="PageCount"/> - 1.</param>
    public byte[] ToRecord(int page)
    {
        int first = page * EntriesAPage;
        int count = Count - first < EntriesAPage ? Count - first : EntriesAPage;
        if (count < 0)
            count = 0;
        int headerSize = page == 0 ? HeaderSize : NextHeaderSize;
        byte[] record = new byte[headerSize + (count * EntrySize)];
        record[0] = Version;
        if (page == 0)
            Bytes.WriteU32(record, Bytes.WriteU32(record, 1, GeneralBefore), _generalUntil);
        int at = headerSize;
        for (int i = first; i < first + count; i++)
        {
            record[at++] = _kinds[i];
            at = Bytes.WriteU32(record, at, _ids[i]);
            at = Bytes.WriteU32(record, at, _guests[i]);
            at = Bytes.WriteU32(record, at, _befores[i]);
            at = Bytes.WriteU32(record, at, _untils[i]);
        }
        return record;
    }

    private static uint Larger(uint a, uint b) => a > b ? a : b;

    private void DropPassed(uint floor)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            if (_untils[i] < floor)
                Remove(i);
        }
        if (_generalUntil < floor)
            GeneralBefore = 0;
    }

    private void Generalise(uint before, uint until)
    {
        GeneralBefore = Larger(GeneralBefore, before);
        _generalUntil = Larger(_generalUntil, until);
    }

    private int Find(NoticeItemKind kind, uint id, uint guest)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_kinds[i] == (byte)kind && _ids[i] == id && _guests[i] == guest)
                return i;
        }
        return -1;
    }

    private int OldestBefore()
    {
        int oldest = 0;
        for (int i = 1; i < Count; i++)
        {
            if (_befores[i] < _befores[oldest])
                oldest = i;
        }
        return oldest;
    }

    private void Remove(int at)
    {
        Count--;
        Set(at, (NoticeItemKind)_kinds[Count], _ids[Count], _guests[Count], _befores[Count], _untils[Count]);
    }

    private void Set(int at, NoticeItemKind kind, uint id, uint guest, uint before, uint until)
    {
        _kinds[at] = (byte)kind;
        _ids[at] = id;
        _guests[at] = guest;
        _befores[at] = before;
        _untils[at] = until;
    }
}
