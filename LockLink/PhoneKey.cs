using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>A key for one lock: the grant and its secret, for a guest also the share.</summary>
/// <param name="Grant">The grant's bytes.</param>
/// <param name="Share">The share's bytes; null for the holder's key.</param>
/// <param name="Secret">The holder's or guest's secret, 32 bytes.</param>
public sealed record PhoneKey(byte[] Grant, byte[]? Share, byte[] Secret)
{
    /// <summary>Issues a key, as the facility does.</summary>
    public static PhoneKey Issue(LockSecrets secrets, Grant grant)
    {
        byte[] bytes = grant.ToBytes();
        return new PhoneKey(bytes, null, KeyCrypto.Grant.HolderSecret(secrets.KeyMinter, bytes));
    }

    /// <summary>Makes a guest's key from this key, without a server.</summary>
    public PhoneKey ShareWith(Share share)
    {
        byte[] bytes = share.ToBytes();
        return new PhoneKey(Grant, bytes, KeyCrypto.Share.GuestSecret(Secret, bytes));
    }
}
