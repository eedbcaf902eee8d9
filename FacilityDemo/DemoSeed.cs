using System.Security.Cryptography;
using System.Text.Json;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.VirtualBoard.Facility;

namespace LockFirmware.FacilityDemo;

/// <summary>A staff member of the demo.</summary>
/// <param name="Login">The login.</param>
/// <param name="Password">The password. Each start makes a new one.</param>
/// <param name="About">What the member may do.</param>
internal sealed record DemoLogin(string Login, string Password, string About);

/// <summary>
/// Writes the made-up facility into an empty database, with the names, numbers, zone and hours of the virtual board's demo.
/// </summary>
internal sealed class DemoSeed(FacilityDb db, SecretVault vault, LedgerStore ledgers, StaffAccounts accounts, UserSearchIndex words,
    FacilityClock clock)
{
    /// <summary>The gate of the demo.</summary>
    public const uint Gate = 12001;

    /// <summary>Unit 12.</summary>
    public const uint Unit12 = 12012;

    /// <summary>Unit 14.</summary>
    public const uint Unit14 = 12014;

    /// <summary>Unit 21. Its lock is not connected.</summary>
    public const uint Unit21 = 12021;

    private const string Usual = "Usual hours";
    private const string Nights = "Nights";
    private const string Office = "Office hours";
    private const int PasswordSize = 8;

    private static readonly (long UserId, string Schedule, string? Unit)[] Tenants =
    [
        (101, FirstStart.AlwaysName, "Unit 12"),
        (102, FirstStart.AlwaysName, "Unit 8"),
        (103, Usual, "Unit 9"),
        (104, Nights, "Unit 10"),
        (105, Office, "Unit 11"),
        (106, Usual, "Unit 21"),
        (107, FirstStart.AlwaysName, null),
        (108, FirstStart.AlwaysName, "Unit 14"),
        (109, Usual, "Unit 15"),
        (116, Usual, "Unit 33"),
    ];

    // The tenancies that the unit locks know, as in the virtual board's demo.
    private static readonly Dictionary<string, int> Tenancies =
        new() { ["Unit 12"] = 3, ["Unit 14"] = 5, ["Unit 21"] = 7, ["Unit 33"] = 2 };

    private readonly Dictionary<string, Schedule> _schedules = [];
    private readonly Dictionary<string, Entry> _entries = [];

    /// <summary>Writes the facility.</summary>
    /// <param name="json">The demo's facility file.</param>
    public async Task MakeAsync(byte[] json)
    {
        FacilityFile file = FacilityParser.Parse(json);
        await DatabaseSetup.MigrateAsync(db);
        SiteRow site = AddSite(file, json);
        vault.Open(site);
        AddSchedules();
        foreach (LockEntry door in file.Locks.Where(door => door.Id is Gate or Unit12 or Unit14 or Unit21))
            await AddEntryAsync(door);
        await db.SaveChangesAsync();
        foreach ((long userId, string schedule, string? unit) in Tenants)
            await AddTenantAsync(file.People.Single(person => person.Id == userId), schedule, unit);
        db.Units.Add(new Unit { Name = "Unit 20" });
        await db.SaveChangesAsync();
        // A unit and its lease refer to each other, so the lease is saved first.
        foreach (Unit unit in db.Units.Local)
            unit.Lease = db.Leases.Local.SingleOrDefault(lease => lease.UnitId == unit.Id);
        await db.SaveChangesAsync();
        foreach (User user in db.Users.Local)
            await words.RefreshAsync(user);
        await db.SaveChangesAsync();
    }

    /// <summary>Makes the staff, each with a new password.</summary>
    public async Task<IReadOnlyList<DemoLogin>> AddStaffAsync() =>
    [
        await AddStaffAsync("Kay Morgan", "kay", Permissions.All, "manager: may everything"),
        await AddStaffAsync("Robin Fields", "robin", Permissions.All & ~(Permissions.ManageUsers | Permissions.Administer),
            "without Manage Users: has no Users tab"),
    ];

    private async Task<DemoLogin> AddStaffAsync(string name, string login, Permissions permissions, string about)
    {
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordSize));
        StaffMember member = new() { Name = name, Login = login, Permissions = permissions, Stamp = StaffAccounts.NewCode() };
        db.Staff.Add(member);
        accounts.SetPassword(member, password);
        await db.SaveChangesAsync();
        return new DemoLogin(login, password, about);
    }

    private SiteRow AddSite(FacilityFile file, byte[] json)
    {
        byte[] zone = new byte[ZoneRule.Size];
        file.Zone.Rule.WriteTo(zone, 0);
        using JsonDocument document = JsonDocument.Parse(json);
        SiteRow site = new()
        {
            Name = file.Name,
            FacilityId = file.Id,
            ProtectedSecret = vault.Protect(file.Secret),
            Zone = file.Zone.Name,
            ZoneRule = Convert.ToHexString(zone),
            Holidays = string.Join('\n', document.RootElement.GetProperty("holidays").EnumerateArray().Select(day => day.GetString())),
            // With this rule a key can be fetched by hand, without an app at a lock.
            HereRule = HereRule.OnceADayWithout,
            SignalPlace = "at the exit gate, beside the office",
            CreatedAt = clock.Now,
        };
        db.Sites.Add(site);
        return site;
    }

    private void AddSchedules()
    {
        foreach ((string name, string windows) in new[] { (FirstStart.AlwaysName, "always"), (Usual, "Mon-Sun,Holidays 06:00-22:00"),
            (Nights, "Mon-Fri 22:00-06:00"), (Office, "Mon-Fri 08:00-18:00") })
        {
            Schedule schedule = new() { Name = name, Windows = windows };
            _schedules[name] = schedule;
            db.Schedules.Add(schedule);
        }
    }

    private async Task AddEntryAsync(LockEntry door)
    {
        Entry entry = EntryMaker.Make(door.Id, door.Name, door.Id == Gate ? EntryKind.Gate : EntryKind.Unit);
        entry.IsExit = door.Configuration.IsExit;
        entry.Configuration = new byte[door.Configuration.Size];
        door.Configuration.WriteTo(entry.Configuration, 0);
        LockLedger ledger = new(door.Id, door.Generation);
        if (Tenancies.TryGetValue(door.Name, out int tenancy))
            ledger.SetTenancy((ushort)tenancy);
        await ledgers.AdoptAsync(entry, ledger);
        _entries[door.Name] = entry;
        db.Entries.Add(entry);
    }

    private async Task AddTenantAsync(Person person, string schedule, string? unitName)
    {
        User user = new()
        {
            Id = person.Id,
            Name = person.Name,
            Email = $"{person.Name.Split(' ')[0].ToLowerInvariant()}@example.com",
            Schedule = _schedules[schedule],
            CreatedAt = clock.Now,
        };
        db.Users.Add(user);
        if (unitName == null)
            return;
        Unit unit = new()
        {
            Name = unitName,
            Entry = _entries.GetValueOrDefault(unitName),
            Tenancy = Tenancies.GetValueOrDefault(unitName, 1)
        };
        db.Units.Add(unit);
        db.Leases.Add(new Lease { Unit = unit, User = user, Tenancy = unit.Tenancy, StartsAt = clock.Now });
        if (person.Id != DemoKeys.Delinquent)
            return;
        user.IsDelinquent = true;
        unit.Overlock = OverlockReason.Payment;
        await ledgers.QueueAsync(unit.Entry!, ledger => ledger.Overlock(true));
    }
}
