using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>
/// A small self-storage site with people in every state, the same at each run: what a manager sees on an ordinary Wednesday.
/// </summary>
internal sealed class Story
{
    public const uint Gate = 12001;
    public const uint HallA = 12002;
    public const string Active = "Ada Hartley";
    public const string Expired = "Ben Okafor";
    public const string Delinquent = "Carla Moreno";
    public const string Vacant = "A-16";

    private const uint FirstUnitDoor = 12011;
    private const long FirstKey = 1001;

    private static readonly (string Name, string Email, string Phone, string Unit, string Hours)[] Tenants =
    [
        (Active, "ada.hartley@example.org", "020 7946 0011", "A-11", "Day"),
        (Expired, "ben@okafor.example", "020 7946 0012", "A-12", "Day"),
        (Delinquent, "carla.moreno@example.net", "020 7946 0013", "A-13", "Day"),
        ("Dmitri Ivanov", "d.ivanov@example.org", "020 7946 0014", "A-14", "Night shift"),
        ("Eleanor Whitfield-Browne", "eleanor@example.com", "020 7946 0015", "A-15", "Always"),
        ("Farid Nazari", "farid@example.org", "020 7946 0016", "", "Day"),
    ];

    private readonly FacilityBench _bench;

    private Story(FacilityBench bench) => _bench = bench;

    /// <summary>The trail of the gate.</summary>
    public SealedTrail GateTrail { get; private set; } = null!;

    /// <summary>Stores the story in a facility.</summary>
    public static async Task<Story> TellAsync(FacilityBench bench)
    {
        Story story = new(bench);
        story.GateTrail = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        await SealedTrail.AddAsync(bench, HallA, "Hall A", EntryKind.BuildingDoor);
        await bench.InDbAsync(story.FillAsync);
        await story.HappenAsync();
        return story;
    }

    /// <summary>The number of a user.</summary>
    public Task<long> UserAsync(string name) =>
        _bench.InDbAsync(db => db.Users.Where(user => user.Name == name).Select(user => user.Id).SingleAsync());

    private static uint KeyOf(long userId, uint entryId) => (uint)(FirstKey + (userId * 100) + entryId - Gate);

    private async Task<int> FillAsync(FacilityDb db)
    {
        SiteRow site = await db.Sites.SingleAsync();
        site.Name = "North Yard Storage";
        site.Zone = "Europe/London";
        site.ZoneRule = Convert.ToHexString(PosixZone.ToBytes("GMT0BST,M3.5.0/1,M10.5.0"));
        site.Holidays = "2026-12-25\n2026-12-28\n2027-01-01";
        Schedule[] schedules =
        [
            await db.Schedules.SingleAsync(),
            new() { Name = "Day", Windows = "Mon-Sat 06:00-22:00\nSun,Holidays 08:00-18:00" },
            new() { Name = "Night shift", Windows = "Mon-Fri 20:00-06:00" },
        ];
        db.Schedules.AddRange(schedules[1..]);
        foreach (Entry entry in await db.Entries.ToListAsync())
            Seen(entry, 90);
        (await db.Entries.SingleAsync(entry => entry.Id == Gate)).IsExit = true;
        (await db.Entries.SingleAsync(entry => entry.Id == HallA)).Building = "A";
        for (uint i = 0; i < 6; i++)
        {
            Entry door = EntryMaker.Make(FirstUnitDoor + i, $"Unit A-{11 + i}", EntryKind.Unit);
            Seen(door, i == 3 ? 9 * LockTime.SecondsPerDay : 120 + (40 * i));
            if (i > 3)
                door.Address = "ble";
            db.Entries.Add(door);
            db.Units.Add(new Unit { Name = $"A-{11 + i}", Building = "A", EntryId = door.Id });
        }
        await db.SaveChangesAsync();
        db.Gateways.Add(new GatewayRow { Name = "pi-hall", SeenAt = _bench.Now - 60 });
        db.Heard.Add(new HeardRow
        {
            Gateway = "pi-hall",
            EntryId = FirstUnitDoor + 4,
            HeardAt = _bench.Now - 60,
            Signal = -88,
            Adapter = "hci0",
            VisitedAt = _bench.Now - 240,
            HeardMs = 700,
            ConnectMs = 400,
            Tries = 1,
            Transactions = 31,
        });
        foreach ((string name, string email, string phone, string unit, string hours) in Tenants)
            await AddTenantAsync(db,
                new User
                {
                    Name = name,
                    Email = email,
                    Phone = phone,
                    ScheduleId = schedules.Single(row => row.Name == hours).Id,
                    CreatedAt = _bench.Now - (90 * LockTime.SecondsPerDay)
                }, unit);
        return await db.SaveChangesAsync();
    }

    private void Seen(Entry entry, long secondsAgo)
    {
        entry.ContactAt = _bench.Now - secondsAgo;
        entry.Trust = ClockTrust.Set;
        entry.Firmware = "0.1.0";
        entry.Address = $"127.0.0.1:{40_000 + (entry.Id % 1000)}";
        entry.NextVisitAt = _bench.Now + 300;
        if (secondsAgo > LockTime.SecondsPerDay)
        {
            entry.FailureCount = 40;
            entry.LastError = "Nobody answers at this address.";
        }
    }

    private async Task AddTenantAsync(FacilityDb db, User user, string unitName)
    {
        user.IsDelinquent = user.Name == Delinquent;
        HashSet<string> words = UserSearchIndex.Of(user.Name, user.Email, user.Phone, unitName.Length > 0 ? [unitName] : []);
        user.Words.AddRange(words.Select(word => new UserWord { Word = word }));
        db.Users.Add(user);
        await db.SaveChangesAsync();
        if (unitName.Length == 0)
            return;
        Unit unit = await db.Units.Include(row => row.Entry).SingleAsync(row => row.Name == unitName);
        Lease lease =
            new() { UnitId = unit.Id, UserId = user.Id, Tenancy = ++unit.Tenancy, StartsAt = _bench.Now - (80 * LockTime.SecondsPerDay) };
        Device phone =
            new() { UserId = user.Id, Name = "Pixel 9", TokenHash = user.Name, CreatedAt = lease.StartsAt, SeenAt = _bench.Now - 7200 };
        db.Leases.Add(lease);
        db.Devices.Add(phone);
        await db.SaveChangesAsync();
        unit.LeaseId = lease.Id;
        if (user.IsDelinquent)
        {
            unit.Overlock = OverlockReason.Payment;
            unit.Entry!.IsOverlocked = true;
        }
        long issuedAt = _bench.Now - (user.Name is Expired or Delinquent ? 12 : 2) * LockTime.SecondsPerDay;
        user.KeyNotAfter = issuedAt + (7 * LockTime.SecondsPerDay);
        foreach (uint entryId in new[] { Gate, HallA, (uint)unit.EntryId! })
            AddKey(db, user, phone, entryId, entryId == unit.EntryId ? lease.Tenancy : 0, issuedAt);
        await db.SaveChangesAsync();
    }

    private void AddKey(FacilityDb db, User user, Device phone, uint entryId, int tenancy, long issuedAt)
    {
        Grant grant = new()
        {
            FacilityId = 1,
            LockId = entryId,
            KeyId = KeyOf(user.Id, entryId),
            HolderId = (uint)user.Id,
            IssuedAt = (uint)issuedAt,
            NotBefore = (uint)issuedAt,
            NotAfter = (uint)user.KeyNotAfter,
            Tenancy = (ushort)tenancy,
            Rights = Rights.Unlock | Rights.Share,
        };
        Assert.IsNull(WindowText.TryRead(["always"], grant.Windows));
        db.Keys.Add(new OfflineKey
        {
            Id = grant.KeyId,
            UserId = user.Id,
            DeviceId = phone.Id,
            EntryId = entryId,
            Grant = grant.ToBytes(),
            Generation = 1,
            IssuedAt = issuedAt,
            NotAfter = grant.NotAfter,
            Rights = grant.Rights,
        });
    }

    /// <summary>The morning at the gate. Three events in the middle have not arrived yet.</summary>
    private async Task HappenAsync()
    {
        uint now = _bench.Now;
        long ada = await UserAsync(Active), ben = await UserAsync(Expired), dmitri = await UserAsync("Dmitri Ivanov"),
            eleanor = await UserAsync("Eleanor Whitfield-Browne");
        GateTrail.Happens(now - 21_600, EventKind.AccessGranted, KeyOf(dmitri, Gate), (byte)Command.Unlock)
            .Happens(now - 21_590, EventKind.Passage, KeyOf(dmitri, Gate), detail: 14)
            .Happens(now - 18_000, EventKind.AccessGranted, KeyOf(eleanor, Gate), (byte)Command.Unlock)
            .Happens(now - 17_000, EventKind.RequestToExit, detail: 1)
            .Happens(now - 16_000, EventKind.RequestToExit, detail: 1)
            .Happens(now - 15_000, EventKind.RequestToExit, detail: 1)
            .Happens(now - 9_000, EventKind.AccessGranted, KeyOf(ada, Gate), (byte)Command.Unlock)
            .Happens(now - 8_990, EventKind.Passage, KeyOf(ada, Gate), detail: 9)
            .Happens(now - 5_400, EventKind.Refused, KeyOf(ben, Gate), (byte)Status.Expired)
            .Happens(now - 3_600, EventKind.Refused, KeyOf(dmitri, Gate), (byte)Status.OutsideHours)
            .Happens(now - 1_800, EventKind.HeldOpen, detail: 75)
            .Happens(now - 900, EventKind.AccessGranted, KeyOf(eleanor, Gate), (byte)Command.Unlock);
        Assert.AreEqual(BatchStatus.Ok, await GateTrail.BringAsync(1, 3));
        Assert.AreEqual(BatchStatus.Gap, await GateTrail.BringAsync(7, 12));
    }
}
