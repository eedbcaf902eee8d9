using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>What a phone holds to open one lock: the grant and its secret, for a guest also the share.</summary>
/// <param name="Grant">The grant's bytes.</param>
/// <param name="Share">The share's bytes; null for the holder.</param>
/// <param name="Secret">The holder's or guest's secret, 32 bytes.</param>
public sealed record PhoneKey(byte[] Grant, byte[]? Share, byte[] Secret)
{
    /// <summary>Issues a key (the facility's side).</summary>
    public static PhoneKey Issue(LockSecrets secrets, Grant grant)
    {
        byte[] bytes = grant.ToBytes();
        return new PhoneKey(bytes, null, KeyCrypto.Grant.HolderSecret(secrets.KeyMinter, bytes));
    }

    /// <summary>Hands a part of this key to a guest, without a server.</summary>
    public PhoneKey ShareWith(Share share)
    {
        byte[] bytes = share.ToBytes();
        return new PhoneKey(Grant, bytes, KeyCrypto.Share.GuestSecret(Secret, bytes));
    }
}
