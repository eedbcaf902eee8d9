namespace LockFirmware.KeyCrypto;

/// <summary>
/// Why a key was refused, for the audit trail: the <see cref="Status"/> it was told, or one of these where the trail says more.
/// </summary>
public static class RefusalReason
{
    /// <summary>A key of an earlier tenancy; its holder was told Expired.</summary>
    public const byte Superseded = 64;

    /// <summary>The guest was revoked; told Revoked.</summary>
    public const byte GuestRevoked = 65;

    /// <summary>The key fell under a general revocation after an overflow; told Revoked.</summary>
    public const byte GeneralRevocation = 66;

    /// <summary>A share under a grant that must not be shared; told NotPermitted.</summary>
    public const byte ShareNotPermitted = 67;

    /// <summary>The guest's own share had expired; told Expired.</summary>
    public const byte ShareExpired = 68;
}
