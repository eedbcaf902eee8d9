namespace LockFirmware.KeyCrypto;

/// <summary>
/// Makes a notice item by item (the facility's side; docs/protocol.md, 6). The values are those of <see cref="NoticeItem"/>.
/// </summary>
/// <remarks>Each adding call returns false, and adds nothing, when the item does not fit: start another notice.</remarks>
public sealed class NoticeBuilder
{
    private const int ItemCountAt = Notice.HeaderSize - 1;

    private readonly byte[] _notice = new byte[Notice.SizeMax];
    private readonly uint _number;
    private int _length = Notice.HeaderSize;

    /// <summary>Starts a notice.</summary>
    /// <param name="lockId">The lock it is for.</param>
    /// <param name="number">Higher than that of any notice to this lock before.</param>
    /// <param name="after">The last notice known to be applied; below <paramref name="number"/>.</param>
    /// <param name="issuedAt">Now, seconds since 2020-01-01T00:00:00Z.</param>
    public NoticeBuilder(uint lockId, uint number, uint after, uint issuedAt)
    {
        _number = number;
        int at = Bytes.WriteU32(_notice, 0, lockId);
        at = Bytes.WriteU32(_notice, at, number);
        at = Bytes.WriteU32(_notice, at, after);
        Bytes.WriteU32(_notice, at, issuedAt);
    }

    /// <summary>
    /// Refuses a holder's keys issued before a moment; the lock may forget it once its floor has passed <paramref name="until"/>.
    /// </summary>
    public bool RevokeHolder(uint holderId, uint before, uint until) =>
        Add(NoticeItemKind.RevokeHolder, NoticeItem.RevokeHolder(holderId, before, until));

    /// <summary>Refuses one key.</summary>
    public bool RevokeKey(uint keyId, uint until) => Add(NoticeItemKind.RevokeKey, NoticeItem.RevokeKey(keyId, until));

    /// <summary>Refuses one guest of one key.</summary>
    public bool RevokeGuest(uint keyId, uint guestId, uint until) =>
        Add(NoticeItemKind.RevokeGuest, NoticeItem.RevokeGuest(keyId, guestId, until));

    /// <summary>Refuses keys of lower tenancies from now on.</summary>
    public bool Tenancy(ushort number) => Add(NoticeItemKind.Tenancy, NoticeItem.Tenancy(number));

    /// <summary>Overlocks the unit or lifts it.</summary>
    public bool Overlock(bool on) => Add(NoticeItemKind.Overlock, NoticeItem.Switch(on));

    /// <summary>Puts the lock into lockdown or lifts it.</summary>
    public bool Lockdown(bool on) => Add(NoticeItemKind.Lockdown, NoticeItem.Switch(on));

    /// <summary>Replaces zone rule and configuration.</summary>
    public bool Configuration(LockConfiguration configuration) =>
        Add(NoticeItemKind.Configuration, NoticeItem.Configuration(configuration));

    /// <summary>Releases all events up to a sequence number for overwriting.</summary>
    public bool EventsStored(uint through) => Add(NoticeItemKind.EventsStored, NoticeItem.EventsStored(through));

    /// <summary>Gives the lock a new secret of a higher generation, under the old one.</summary>
    /// <param name="noticeSecret">The old generation's, which also authenticates this notice.</param>
    /// <param name="generation">Higher than any this lock has had.</param>
    /// <param name="lockSecret">32 bytes.</param>
    public bool Rekey(byte[] noticeSecret, ushort generation, byte[] lockSecret) =>
        Add(NoticeItemKind.Rekey, NoticeItem.Rekey(noticeSecret, _number, generation, lockSecret));

    /// <summary>Adds an item.</summary>
    /// <param name="kind">What the item is.</param>
    /// <param name="value">Its value as on the wire, see <see cref="NoticeItem"/>.</param>
    public bool Add(NoticeItemKind kind, byte[] value)
    {
        int end = _length + Notice.ItemHeaderSize + value.Length;
        if (end + Hmac.MacSize > Notice.SizeMax || _notice[ItemCountAt] == 255)
            return false;
        _notice[ItemCountAt]++;
        _notice[_length] = (byte)kind;
        _notice[_length + 1] = (byte)value.Length;
        Bytes.Append(_notice, _length + Notice.ItemHeaderSize, value);
        _length = end;
        return true;
    }

    /// <summary>Finishes the notice.</summary>
    /// <param name="noticeSecret">The lock's <see cref="LockSecrets.NoticeSecret"/>.</param>
    public byte[] ToBytes(byte[] noticeSecret)
    {
        byte[] notice = new byte[_length + Hmac.MacSize];
        Bytes.Append(notice, 0, _notice, 0, _length);
        Bytes.Append(notice, _length, Notice.Mac(noticeSecret, _notice, 0, _length), 0, Hmac.MacSize);
        return notice;
    }
}
