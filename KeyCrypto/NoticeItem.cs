namespace LockFirmware.KeyCrypto;

/// <summary>
/// The value of each kind of notice item (docs/protocol.md, 6.1): how the facility writes it and how the lock checks and reads it. A
/// reading function takes the bytes that hold the value and the offset at which it begins; its form must have been checked before.
/// </summary>
/// <remarks>The layouts stand at <see cref="NoticeItemKind"/>; integers are little-endian.</remarks>
public static class NoticeItem
{
    private const int SwitchSize = 1;
    private const int TenancySize = 2;
    private const int WordSize = 4;
    private const int GenerationSize = 2;

    /// <summary>Refuses a holder's keys issued before a moment.</summary>
    /// <param name="holderId">The holder.</param>
    /// <param name="before">Keys issued before it are refused, seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="until">When the lock may forget the revocation, seconds since 2020-01-01T00:00:00Z.</param>
    public static byte[] RevokeHolder(uint holderId, uint before, uint until) => ThreeWords(holderId, before, until);

    /// <summary>Refuses one key.</summary>
    /// <param name="keyId">The key.</param>
    /// <param name="until">When the lock may forget the revocation, seconds since 2020-01-01T00:00:00Z.</param>
    public static byte[] RevokeKey(uint keyId, uint until)
    {
        byte[] value = new byte[2 * WordSize];
        Bytes.WriteU32(value, Bytes.WriteU32(value, 0, keyId), until);
        return value;
    }

    /// <summary>Refuses one guest of one key.</summary>
    /// <param name="keyId">The holder's key.</param>
    /// <param name="guestId">The guest.</param>
    /// <param name="until">When the lock may forget the revocation, seconds since 2020-01-01T00:00:00Z.</param>
    public static byte[] RevokeGuest(uint keyId, uint guestId, uint until) => ThreeWords(keyId, guestId, until);

    /// <summary>Refuses keys of lower tenancies.</summary>
    /// <param name="number">The tenancy number.</param>
    public static byte[] Tenancy(ushort number)
    {
        byte[] value = new byte[TenancySize];
        Bytes.WriteU16(value, 0, number);
        return value;
    }

    /// <summary>Switches overlock or lockdown.</summary>
    public static byte[] Switch(bool isOn) => new byte[] { isOn ? (byte)1 : (byte)0 };

    /// <summary>Replaces zone rule and configuration.</summary>
    public static byte[] Configuration(LockConfiguration configuration)
    {
        byte[] value = new byte[configuration.Size];
        configuration.WriteTo(value, 0);
        return value;
    }

    /// <summary>Releases all events up to a sequence number for overwriting.</summary>
    public static byte[] EventsStored(uint through)
    {
        byte[] value = new byte[WordSize];
        Bytes.WriteU32(value, 0, through);
        return value;
    }

    /// <summary>Gives the lock a new secret, sealed by AES-CTR under <c>H(noticeSecret, "LF1 rekey" | number)[0..16)</c>.</summary>
    /// <param name="noticeSecret">The old generation's, which also authenticates the notice.</param>
    /// <param name="number">The notice's number.</param>
    /// <param name="generation">Higher than any this lock has had.</param>
    /// <param name="lockSecret">32 bytes.</param>
    public static byte[] Rekey(byte[] noticeSecret, uint number, ushort generation, byte[] lockSecret)
    {
        byte[] value = new byte[GenerationSize + Hmac.HashSize];
        Bytes.Append(value, Bytes.WriteU16(value, 0, generation), lockSecret, 0, Hmac.HashSize);
        AesCtr.Apply(RekeySecret(noticeSecret, number), null, value, GenerationSize, Hmac.HashSize);
        return value;
    }

    /// <summary>Checks the length and the range of a value.</summary>
    /// <param name="kind">What the item says it is.</param>
    /// <param name="source">Holds the value.</param>
    /// <param name="value">Where the value begins.</param>
    /// <param name="length">Bytes of the value.</param>
    /// <returns>Ok; SettingsTooNew for a configuration of a later version; NotApplicable for an unknown kind or a wrong value.</returns>
    public static Status FormOf(NoticeItemKind kind, byte[] source, int value, int length)
    {
        bool isGood;
        switch (kind)
        {
            case NoticeItemKind.RevokeHolder:
            case NoticeItemKind.RevokeGuest:
                isGood = length == 3 * WordSize;
                break;
            case NoticeItemKind.RevokeKey:
                isGood = length == 2 * WordSize;
                break;
            case NoticeItemKind.Tenancy:
                isGood = length == TenancySize;
                break;
            case NoticeItemKind.Overlock:
            case NoticeItemKind.Lockdown:
                isGood = length == SwitchSize && source[value] <= 1;
                break;
            case NoticeItemKind.Configuration:
                return new LockConfiguration().Read(source, value, length);
            case NoticeItemKind.EventsStored:
                isGood = length == WordSize;
                break;
            case NoticeItemKind.Rekey:
                isGood = length == GenerationSize + Hmac.HashSize;
                break;
            default:
                isGood = false;
                break;
        }
        return isGood ? Status.Ok : Status.NotApplicable;
    }

    /// <summary>The holder of RevokeHolder, the key of RevokeKey and RevokeGuest.</summary>
    public static uint Subject(byte[] source, int value) => Bytes.ReadU32(source, value);

    /// <summary>The guest of RevokeGuest.</summary>
    public static uint Guest(byte[] source, int value) => Bytes.ReadU32(source, value + WordSize);

    /// <summary>The moment of RevokeHolder before which a key must be issued to be refused, seconds since 2020-01-01T00:00:00Z.</summary>
    public static uint Before(byte[] source, int value) => Bytes.ReadU32(source, value + WordSize);

    /// <summary>When the lock may forget a revocation, seconds since 2020-01-01T00:00:00Z.</summary>
    /// <param name="kind">RevokeHolder, RevokeKey or RevokeGuest.</param>
    /// <param name="source">Holds the value.</param>
    /// <param name="value">Where the value begins.</param>
    public static uint Until(NoticeItemKind kind, byte[] source, int value) =>
        Bytes.ReadU32(source, value + (kind == NoticeItemKind.RevokeKey ? WordSize : 2 * WordSize));

    /// <summary>The number of Tenancy.</summary>
    public static ushort TenancyNumber(byte[] source, int value) => Bytes.ReadU16(source, value);

    /// <summary>Whether Overlock or Lockdown is on.</summary>
    public static bool IsOn(byte[] source, int value) => source[value] == 1;

    /// <summary>The sequence number of EventsStored.</summary>
    public static uint StoredThrough(byte[] source, int value) => Bytes.ReadU32(source, value);

    /// <summary>The generation of Rekey.</summary>
    public static ushort Generation(byte[] source, int value) => Bytes.ReadU16(source, value);

    /// <summary>Opens the secret of Rekey.</summary>
    /// <param name="noticeSecret">The old generation's.</param>
    /// <param name="number">The notice's number.</param>
    /// <param name="source">Holds the value.</param>
    /// <param name="value">Where the value begins.</param>
    /// <returns>32 bytes for the caller to clear.</returns>
    public static byte[] OpenRekey(byte[] noticeSecret, uint number, byte[] source, int value)
    {
        byte[] lockSecret = Bytes.Copy(source, value + GenerationSize, Hmac.HashSize);
        AesCtr.Apply(RekeySecret(noticeSecret, number), null, lockSecret, 0, Hmac.HashSize);
        return lockSecret;
    }

    private static byte[] ThreeWords(uint first, uint second, uint third)
    {
        byte[] value = new byte[3 * WordSize];
        Bytes.WriteU32(value, Bytes.WriteU32(value, Bytes.WriteU32(value, 0, first), second), third);
        return value;
    }

    private static byte[] RekeySecret(byte[] noticeSecret, uint number)
    {
        byte[] data = new byte[WordSize];
        Bytes.WriteU32(data, 0, number);
        return Hmac.Derive(noticeSecret, Labels.Rekey, data);
    }
}
