using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.FacilityDemo;

/// <summary>
/// Writes the files with which lockctl can use the demo's doors: a facility file, and keys of phones. The demo's secrets are public.
/// </summary>
internal static class DemoKeyFiles
{
    /// <summary>The name of the facility file in the demo's folder.</summary>
    public const string FacilityFileName = "facility.json";

    /// <summary>Writes the facility file.</summary>
    /// <param name="folder">The demo's folder.</param>
    /// <param name="site">The facility.</param>
    /// <param name="secret">Its secret, which is public.</param>
    /// <param name="entries">Its locks, with their ledgers.</param>
    public static string WriteFacility(string folder, SiteRow site, byte[] secret, IEnumerable<Entry> entries)
    {
        string path = Path.Combine(folder, FacilityFileName);
        FacilityFileStore.Create(path, new FacilityData
        {
            Format = FacilityData.FormatName,
            Name = site.Name,
            FacilityId = (uint)site.FacilityId,
            FacilitySecret = Convert.ToHexStringLower(secret),
            CreatedAt = (uint)site.CreatedAt,
            Zone = site.Zone,
            ZoneRule = site.ZoneRule,
            Holidays = [.. site.Holidays.Split('\n')],
            NextKeyId = (uint)site.NextKeyId,
            Locks = [.. entries.Select(Door)],
        });
        return path;
    }

    /// <summary>Writes a key file.</summary>
    public static string WriteKey(string folder, string name, DemoKey key)
    {
        string path = Path.Combine(folder, name + ".key");
        KeyFile.Write(path, key.Key);
        return path;
    }

    private static FacilityLock Door(Entry entry)
    {
        LockLedger ledger = LedgerStore.TryRead(entry.Ledger!)!;
        return new FacilityLock
        {
            Id = (uint)entry.Id,
            Name = entry.Name,
            Board = "virtual",
            Kind = entry.Kind == EntryKind.Unit ? DoorKind.Unit : DoorKind.Entry,
            IsExit = entry.IsExit,
            SetupSecret = new string('0', 2 * KeyCrypto.Hmac.HashSize),
            Generation = ledger.Generation,
            InstalledGeneration = ledger.Generation,
        };
    }
}
