using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.KeyIssuing.Visits;

/// <summary>Makes the keys with which lockctl and the gateway ask a lock. They are made for each use and never stored.</summary>
public static class ServiceKey
{
    /// <summary>The key number of these keys in the events of a lock. Keys of people have higher numbers.</summary>
    public const uint KeyId = 1;

    private const uint HolderId = 0;
    private const int AllDays = 0xFF;

    /// <summary>Makes a service key for a lock. It works at every hour.</summary>
    /// <param name="secrets">The lock's secrets of its current generation.</param>
    /// <param name="facilityId">The facility.</param>
    /// <param name="lockId">The lock.</param>
    /// <param name="rights">What the key permits.</param>
    /// <param name="validity">When the key is issued, and from when to when it is valid.</param>
    /// <param name="keyId">Another key number than <see cref="KeyId"/>.</param>
    public static PhoneKey Issue(LockSecrets secrets, uint facilityId, uint lockId, Rights rights, Validity validity, uint keyId = KeyId)
    {
        Grant grant = new()
        {
            FacilityId = facilityId,
            LockId = lockId,
            KeyId = keyId,
            HolderId = HolderId,
            IssuedAt = validity.IssuedAt,
            NotBefore = validity.NotBefore,
            NotAfter = validity.NotAfter,
            Rights = rights,
        };
        byte[] always = new byte[AccessWindows.EntrySize];
        AccessWindows.WriteWindow(always, 0, AllDays, 0, AccessWindows.EndMax);
        grant.Windows.TryRead(always, 0, 1);
        return PhoneKey.Issue(secrets, grant);
    }
}

/// <summary>The three times of a key, seconds since 2020-01-01T00:00:00Z.</summary>
/// <param name="IssuedAt">When the key is issued.</param>
/// <param name="NotBefore">The key is valid from this second on.</param>
/// <param name="NotAfter">The key is valid before this second.</param>
public readonly record struct Validity(uint IssuedAt, uint NotBefore, uint NotAfter);
