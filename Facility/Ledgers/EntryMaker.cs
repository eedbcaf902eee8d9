using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.Ledgers;

/// <summary>Creates the rows of new locks, and the identities that locks get.</summary>
public sealed class EntryMaker(SecretVault vault, LedgerStore ledgers)
{
    /// <summary>Creates the row of a lock that is provisioned for the first time.</summary>
    /// <param name="lockId">The lock's number, from 1, unique in the facility.</param>
    /// <param name="name">The name, for people.</param>
    /// <param name="kind">Who may pass.</param>
    public static Entry Make(uint lockId, string name, EntryKind kind) => new()
    {
        Id = lockId,
        Name = name,
        Kind = kind,
        Ledger = new LedgerRow { EntryId = lockId, Bytes = new LockLedger(lockId, 1).ToBytes() },
    };

    /// <summary>
    /// The identity of a lock with its latest generation, which the lock gets by cable or over the air (docs/protocol.md, 8).
    /// </summary>
    public async Task<ProvisionBody> IdentityOfAsync(SiteRow site, Entry entry)
    {
        ushort generation = (await ledgers.ReadAsync(entry)).HighestGeneration;
        ProvisionBody identity = new()
        {
            FacilityId = vault.FacilityId,
            LockId = (uint)entry.Id,
            Generation = generation,
            LockSecret = vault.SecretsOf(entry.Id, generation).LockSecret,
        };
        Fill(identity.Configuration, site, entry);
        return identity;
    }

    /// <summary>Fills a configuration with the office's settings for the lock, and the facility's time zone and holidays.</summary>
    public static void Fill(LockConfiguration configuration, SiteRow site, Entry entry)
    {
        if (entry.Configuration is { } set && !configuration.TryRead(set, 0, set.Length))
            throw new InvalidDataException($"The configuration of lock {entry.Id} cannot be read; restore the database from a backup.");
        configuration.IsExit = entry.IsExit;
        configuration.Calendar.Zone.TryRead(Convert.FromHexString(site.ZoneRule), 0);
        byte[] holidays = Holidays.Read(site.Holidays.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        configuration.Calendar.TryReadHolidays(holidays, 0, holidays.Length / AccessCalendar.HolidaySize);
    }
}
