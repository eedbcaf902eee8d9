using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Site;

/// <summary>What the facility file gives out: identities and keys.</summary>
internal static class Issuer
{
    /// <summary>The number of the tool's own key to every lock; those of people begin above <see cref="FirstKeyId"/>.</summary>
    public const uint ServiceKeyId = 1;

    /// <summary>The number of the first key that is issued.</summary>
    public const uint FirstKeyId = 1001;

    private const uint ServiceHolderId = 0;

    /// <summary>A lock's secrets of a generation.</summary>
    public static LockSecrets SecretsOf(SiteFile site, SiteLock door, ushort generation) =>
        new(LockSecrets.DeriveLockSecret(Convert.FromHexString(site.FacilitySecret), site.FacilityId, door.Id, generation));

    /// <summary>The secrets of all generations of a lock.</summary>
    public static ILockSecretsSource SourceOf(SiteFile site, SiteLock door) =>
        new DerivedLockSecrets(Convert.FromHexString(site.FacilitySecret), site.FacilityId, door.Id);

    /// <summary>The identity of a lock in its generation.</summary>
    public static ProvisionBody IdentityOf(SiteFile site, SiteLock door)
    {
        ProvisionBody identity = new()
        {
            FacilityId = site.FacilityId,
            LockId = door.Id,
            Generation = door.Generation,
            LockSecret = SecretsOf(site, door, door.Generation).LockSecret,
        };
        LockConfiguration configuration = identity.Configuration;
        configuration.IsExit = door.IsExit;
        configuration.Calendar.Zone.TryRead(Convert.FromHexString(site.ZoneRule), 0);
        byte[] holidays = Holidays.Read(site.Holidays);
        configuration.Calendar.TryReadHolidays(holidays, 0, holidays.Length / AccessCalendar.HolidaySize);
        return identity;
    }

    /// <summary>The tool's own key to a lock. Made when it is needed and never stored.</summary>
    /// <remarks>
    /// Issued at the making of the facility: this computer's clock, which may be wrong, must not move the lock's. Without a beginning
    /// and an end: it is never stored, and whoever can make it has the facility's secret.
    /// </remarks>
    public static PhoneKey ServiceKey(SiteFile site, SiteLock door, ushort generation, Rights rights)
    {
        Grant grant = new()
        {
            FacilityId = site.FacilityId,
            LockId = door.Id,
            KeyId = ServiceKeyId,
            HolderId = ServiceHolderId,
            IssuedAt = site.CreatedAt,
            NotBefore = 0,
            NotAfter = uint.MaxValue,
            Rights = rights | Rights.OpenWithoutClock,
        };
        LockLink.Words.WindowText.TryRead(["always"], grant.Windows);
        return PhoneKey.Issue(SecretsOf(site, door, generation), grant);
    }
}
