using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.KeyIssuing.Visits;
using LockFirmware.LockLink;

namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>Derives a lock's secrets, its identity and lockctl's own keys from the facility file.</summary>
public static class FacilitySecrets
{
    /// <summary>Derives a lock's secrets of one generation.</summary>
    /// <param name="facility">The facility.</param>
    /// <param name="target">The lock.</param>
    /// <param name="generation">From 1.</param>
    /// <exception cref="FacilityFileException">It is a job file that does not have this secret.</exception>
    public static LockSecrets SecretsOf(FacilityData facility, FacilityLock target, ushort generation) =>
        SourceOf(facility, target).SecretsOf(generation)
            ?? throw new FacilityFileException($"This job file does not have the secret of {target.Name} in generation {generation}. Ask " +
                $"the office for another job file.");

    /// <summary>Derives a lock's secrets of any generation.</summary>
    public static ILockSecretsSource SourceOf(FacilityData facility, FacilityLock target) => facility.Job != null
        ? new JobLockSecrets(target)
        : new DerivedLockSecrets(Convert.FromHexString(facility.FacilitySecret), facility.FacilityId, target.Id);

    /// <summary>Makes the identity of a lock in its current generation (docs/protocol.md, 8).</summary>
    public static ProvisionBody IdentityOf(FacilityData facility, FacilityLock target)
    {
        ProvisionBody identity = new()
        {
            FacilityId = facility.FacilityId,
            LockId = target.Id,
            Generation = target.Generation,
            LockSecret = SecretsOf(facility, target, target.Generation).LockSecret,
        };
        LockConfiguration configuration = identity.Configuration;
        configuration.IsExit = target.IsExit;
        configuration.Calendar.Zone.TryRead(Convert.FromHexString(facility.ZoneRule), 0);
        byte[] holidays = Holidays.Read(facility.Holidays);
        configuration.Calendar.TryReadHolidays(holidays, 0, holidays.Length / AccessCalendar.HolidaySize);
        return identity;
    }

    /// <summary>Makes lockctl's own key for a lock. It is made for each use and never stored.</summary>
    /// <remarks>
    /// Its issue time is the creation time of the facility, because the clock of this computer may be wrong and must not move the
    /// lock's clock. It has no start and no end: whoever can make it has the facility's secret anyway. That of a job ends with the job.
    /// </remarks>
    public static PhoneKey ServiceKeyOf(FacilityData facility, FacilityLock target, ushort generation, Rights rights) => ServiceKey.Issue(
        SecretsOf(facility, target, generation),
        facility.FacilityId,
        target.Id,
        rights | Rights.OpenWithoutClock,
        new Validity(facility.CreatedAt, 0, facility.Job?.NotAfter ?? uint.MaxValue));
}
