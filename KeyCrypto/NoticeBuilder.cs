namespace LockFirmware.KeyCrypto;

/// <summary>Makes a notice item by item (the facility's side; docs/protocol.md, 6).</summary>
/// <remarks>Each adding call returns false, and adds nothing, when the item does not fit: start another notice.</remarks>
public sealed class NoticeBuilder
{
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

    /// <summary>Refuses a holder's keys issued before a moment; the lock may forget it once its floor has passed <paramref name="until"/>.</summary>
    public bool RevokeHolder(uint holderId, uint before, uint until)
    {
        int at = Begin(NoticeItemKind.RevokeHolder, 12);
        if (at < 0)
            return false;
        at = Bytes.WriteU32(_notice, at, holderId);
        at = Bytes.WriteU32(_notice, at, before);
        Bytes.WriteU32(_notice, at, until);
        return true;
    }

    /// <summary>Refuses one key.</summary>
    public bool RevokeKey(uint keyId, uint until)
    {
        int at = Begin(NoticeItemKind.RevokeKey, 8);
        if (at < 0)
            return false;
        Bytes.WriteU32(_notice, Bytes.WriteU32(_notice, at, keyId), until);
        return true;
    }

    /// <summary>Refuses one guest of one key.</summary>
    public bool RevokeGuest(uint keyId, uint guestId, uint until)
    {
        int at = Begin(NoticeItemKind.RevokeGuest, 12);
        if (at < 0)
            return false;
        at = Bytes.WriteU32(_notice, at, keyId);
        at = Bytes.WriteU32(_notice, at, guestId);
        Bytes.WriteU32(_notice, at, until);
        return true;
    }

    /// <summary>Refuses keys of lower tenancies from now on.</summary>
    public bool Tenancy(ushort number)
    {
        int at = Begin(NoticeItemKind.Tenancy, 2);
        if (at < 0)
            return false;
        Bytes.WriteU16(_notice, at, number);
        return true;
    }

    /// <summary>Overlocks the unit or lifts it.</summary>
    public bool Overlock(bool on) => Switch(NoticeItemKind.Overlock, on);

    /// <summary>Puts the lock into lockdown or lifts it.</summary>
    public bool Lockdown(bool on) => Switch(NoticeItemKind.Lockdown, on);

    /// <summary>Replaces zone rule and configuration.</summary>
    public bool Configuration(LockConfiguration configuration)
    {
        int at = Begin(NoticeItemKind.Configuration, configuration.Size);
        if (at < 0)
            return false;
        configuration.WriteTo(_notice, at);
        return true;
    }

    /// <summary>Releases all events up to a sequence number for overwriting.</summary>
    public bool EventsStored(uint through)
    {
        int at = Begin(NoticeItemKind.EventsStored, 4);
        if (at < 0)
            return false;
        Bytes.WriteU32(_notice, at, through);
        return true;
    }

    /// <summary>Gives the lock a new secret of a higher generation, under the old one.</summary>
    /// <param name="noticeSecret">The old generation's, which also seals this notice.</param>
    /// <param name="generation">Higher than any this lock has had.</param>
    /// <param name="lockSecret">32 bytes.</param>
    public bool Rekey(byte[] noticeSecret, ushort generation, byte[] lockSecret)
    {
        int at = Begin(NoticeItemKind.Rekey, 2 + Hmac.HashSize);
        if (at < 0)
            return false;
        at = Bytes.WriteU16(_notice, at, generation);
        Bytes.Append(_notice, at, lockSecret, 0, Hmac.HashSize);
        AesCtr.Apply(RekeySecret(noticeSecret, _number), null, _notice, at, Hmac.HashSize);
        return true;
    }

    /// <summary>Adds an item whose value has its wire format already.</summary>
    /// <param name="kind">The kind of the item.</param>
    /// <param name="value">The item's value; the caller has checked its form.</param>
    /// <returns>False when the item does not fit in this notice; nothing is then added.</returns>
    public bool Add(NoticeItemKind kind, byte[] value)
    {
        int at = Begin(kind, value.Length);
        if (at < 0)
            return false;
        Bytes.Append(_notice, at, value);
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

    /// <summary>Opens the secret of a Rekey item (the lock's side): AES-CTR under <c>H(noticeSecret, "LF1 rekey" | number)[0..16)</c>.</summary>
    /// <param name="noticeSecret">The old generation's.</param>
    /// <param name="number">The notice's number.</param>
    /// <param name="source">Holds the sealed secret.</param>
    /// <param name="offset">Where it starts; 32 bytes.</param>
    public static byte[] OpenRekey(byte[] noticeSecret, uint number, byte[] source, int offset)
    {
        byte[] lockSecret = Bytes.Copy(source, offset, Hmac.HashSize);
        AesCtr.Apply(RekeySecret(noticeSecret, number), null, lockSecret, 0, Hmac.HashSize);
        return lockSecret;
    }

    private static byte[] RekeySecret(byte[] noticeSecret, uint number)
    {
        byte[] data = new byte[4];
        Bytes.WriteU32(data, 0, number);
        return Hmac.Derive(noticeSecret, Labels.Rekey, data);
    }

    private bool Switch(NoticeItemKind kind, bool on)
    {
        int at = Begin(kind, 1);
        if (at < 0)
            return false;
        _notice[at] = on ? (byte)1 : (byte)0;
        return true;
    }

    private int Begin(NoticeItemKind kind, int valueLength)
    {
        int end = _length + Notice.ItemHeaderSize + valueLength;
        if (end + Hmac.MacSize > Notice.SizeMax || _notice[Notice.HeaderSize - 1] == 255)
            return -1;
        _notice[Notice.HeaderSize - 1]++;
        _notice[_length] = (byte)kind;
        _notice[_length + 1] = (byte)valueLength;
        int value = _length + Notice.ItemHeaderSize;
        _length = end;
        return value;
    }
}
