using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Visits;
using LockFirmware.LockLink;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>The part of the facility that derives the secrets of a lock and issues keys for it.</summary>
internal static class Issuer
{
    private const uint TenYears = 10u * 365 * LockTime.SecondsPerDay;

    /// <summary>The secrets of a lock.</summary>
    public static LockSecrets SecretsOf(FacilityFile facility, LockEntry door) => SecretsOf(facility.Id, facility.Secret, door);

    /// <summary>The secrets of a lock.</summary>
    public static LockSecrets SecretsOf(uint facilityId, byte[] facilitySecret, LockEntry door) =>
        new(LockSecrets.DeriveLockSecret(facilitySecret, facilityId, door.Id, door.Generation));

    /// <summary>The key that a tenant's phone holds.</summary>
    public static PhoneKey KeyOf(FacilityFile facility, KeyEntry key) => PhoneKey.Issue(SecretsOf(facility, key.Lock), key.Grant);

    /// <summary>The share that a guest's phone holds.</summary>
    public static PhoneKey ShareOf(FacilityFile facility, ShareEntry share) => KeyOf(facility, share.Key).ShareWith(share.Share);

    /// <summary>The gateway's own key to a lock. With it the gateway commits the identity and reads the trail.</summary>
    /// <param name="facility">The facility.</param>
    /// <param name="door">The lock.</param>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    public static PhoneKey ServiceKey(FacilityFile facility, LockEntry door, uint now) => KeyIssuing.Visits.ServiceKey.Issue(
        SecretsOf(facility, door),
        facility.Id,
        door.Id,
        Rights.Manage | Rights.ReadEvents,
        new Validity(now, now, now + TenYears),
        door.ServiceKeyId);

    /// <summary>The identity of a lock.</summary>
    public static ProvisionBody IdentityOf(FacilityFile facility, LockEntry door)
    {
        ProvisionBody body = new()
        {
            FacilityId = facility.Id,
            LockId = door.Id,
            Generation = door.Generation,
            LockSecret = SecretsOf(facility, door).LockSecret,
        };
        byte[] configuration = new byte[door.Configuration.Size];
        door.Configuration.WriteTo(configuration, 0);
        body.Configuration.TryRead(configuration, 0, configuration.Length);
        return body;
    }
}
