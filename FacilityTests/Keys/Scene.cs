using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Keys;

/// <summary>A small site to change: a gate, the doors of two buildings and three units with locks; each test adds its users.</summary>
internal sealed class Scene : IDisposable
{
    public const long Gate = 1;
    public const long DoorA = 2;
    public const long DoorB = 3;
    public const long LockA1 = 11;
    public const long LockA2 = 12;
    public const long LockB1 = 13;

    private Scene(string? postgres, Action<IServiceCollection>? services) => Bench = new FacilityBench(postgres, services);

    public FacilityBench Bench { get; }

    /// <summary>Units by name.</summary>
    public Dictionary<string, long> Units { get; } = [];

    /// <summary>Makes the site. Its local time is UTC.</summary>
    /// <param name="postgres">Connects to an empty PostgreSQL database; null takes SQLite.</param>
    /// <param name="services">Replaces services of the program.</param>
    public static async Task<Scene> BeginAsync(string? postgres = null, Action<IServiceCollection>? services = null)
    {
        Scene scene = new(postgres, services);
        await scene.Bench.InDbAsync(async db =>
        {
            (await db.Sites.SingleAsync()).ZoneRule = Convert.ToHexString(PosixZone.ToBytes("UTC0"));
            db.Entries.Add(EntryMaker.Make((uint)Gate, "Gate", EntryKind.Gate));
            foreach ((long id, string building) in new[] { (DoorA, "A"), (DoorB, "B") })
            {
                Entry door = EntryMaker.Make((uint)id, $"Door {building}", EntryKind.BuildingDoor);
                door.Building = building;
                db.Entries.Add(door);
            }
            foreach ((long id, string name) in new[] { (LockA1, "A-1"), (LockA2, "A-2"), (LockB1, "B-1") })
            {
                db.Entries.Add(EntryMaker.Make((uint)id, $"Unit {name}", EntryKind.Unit));
                db.Units.Add(new Unit { Name = name, Building = name[..1], EntryId = id });
            }
            await db.SaveChangesAsync();
            foreach (Unit unit in db.Units.Local)
                scene.Units[unit.Name] = unit.Id;
            return true;
        });
        return scene;
    }

    /// <summary>Makes a user, with a lease for each unit that is named.</summary>
    public async Task<long> UserAsync(string name, params string[] units)
    {
        long userId = await DoAsync<UserRecords, long>(async records => (await records.AddAsync(new UserIdentity(name, "", ""), 1)).UserId);
        foreach (string unit in units)
            Assert.IsTrue((await DoAsync<LeaseService, ChangeAnswer>(letting => letting.LetAsync(Units[unit], userId))).IsDone);
        return userId;
    }

    /// <summary>Does something with one of the program's services, as a request would.</summary>
    public Task<TResult> DoAsync<TService, TResult>(Func<TService, Task<TResult>> work)
        where TService : notnull => Bench.InScopeAsync(services => work(services.GetRequiredService<TService>()));

    /// <summary>Does something with one of the program's services, as a request would.</summary>
    public Task<ChangeAnswer> DoAsync<TService>(Func<TService, Task<ChangeAnswer>> work)
        where TService : notnull => DoAsync<TService, ChangeAnswer>(work);

    /// <summary>Issues a key for an entry, as the API does, for a week; the clock then moves on by a second.</summary>
    public async Task<PhoneKey> IssueAsync(long userId, long entryId, string windows = "always", long deviceId = 1)
    {
        PhoneKey made = await Bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            SecretVault vault = services.GetRequiredService<SecretVault>();
            SiteRow site = await db.Sites.SingleAsync();
            Entry entry = await db.Entries.SingleAsync(row => row.Id == entryId);
            int tenancy = await db.Units.Where(row => row.EntryId == entryId && row.Lease!.UserId == userId)
                .Select(row => row.Lease!.Tenancy).SingleOrDefaultAsync();
            LockLedger ledger = await services.GetRequiredService<LedgerStore>().ReadAsync(entry);
            Grant grant = new()
            {
                FacilityId = vault.FacilityId,
                LockId = (uint)entryId,
                KeyId = (uint)site.NextKeyId++,
                HolderId = (uint)userId,
                IssuedAt = Bench.Now,
                NotBefore = Bench.Now,
                NotAfter = Bench.Now + (7 * LockTime.SecondsPerDay),
                Tenancy = (ushort)tenancy,
                Rights = Rights.Unlock | Rights.Share,
            };
            Assert.IsNull(WindowText.TryRead(WeekHours.Lines(windows), grant.Windows));
            PhoneKey key = PhoneKey.Issue(vault.SecretsOf(entryId, ledger.Generation), grant);
            db.Keys.Add(
                new OfflineKey
                {
                    Id = grant.KeyId,
                    UserId = userId,
                    DeviceId = deviceId,
                    EntryId = entryId,
                    Grant = key.Grant,
                    Generation = ledger.Generation,
                    IssuedAt = grant.IssuedAt,
                    NotAfter = grant.NotAfter,
                    Rights = grant.Rights
                });
            await services.GetRequiredService<FacilityDb>().RefreshExpirationAsync(userId);
            await db.SaveChangesAsync();
            return key;
        });
        Bench.Time.Advance(TimeSpan.FromSeconds(1));
        return made;
    }

    /// <summary>The items of the notices that wait for a lock, in the order in which it applies them.</summary>
    public async Task<string[]> NoticesAsync(long entryId)
    {
        IssuedNotice[] notices = await MakeNoticesAsync(entryId);
        List<string> items = [];
        foreach (IssuedNotice issued in notices)
        {
            Notice notice = new();
            Assert.IsTrue(notice.TryRead(issued.Content, 0, issued.Content.Length));
            items.AddRange(NoticeReading.Items(notice));
        }
        return [.. items];
    }

    /// <summary>Makes the notices that wait for a lock.</summary>
    public Task<IssuedNotice[]> MakeNoticesAsync(long entryId) => Bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        IssuedNotice[] notices = await services.GetRequiredService<LedgerStore>()
            .MakeNoticesAsync(await db.Entries.SingleAsync(row => row.Id == entryId));
        await db.SaveChangesAsync();
        return notices;
    });

    /// <summary>Queues as many items as may wait for a lock, so that nothing more can be queued.</summary>
    public Task FillAsync(long entryId) => Bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        Entry entry = await db.Entries.SingleAsync(row => row.Id == entryId);
        await services.GetRequiredService<LedgerStore>().ChangeAsync(entry, (ledger, _) =>
        {
            uint keyId = 1;
            while (ledger.RevokeKey(keyId, uint.MaxValue))
                keyId++;
            return true;
        });
        await db.SaveChangesAsync();
    });

    /// <summary>A user's row.</summary>
    public Task<User> RowAsync(long userId) => Bench.InDbAsync(db => db.Users.SingleAsync(row => row.Id == userId));

    /// <summary>A unit's row, with its lease.</summary>
    public Task<Unit> UnitAsync(string name) =>
        Bench.InDbAsync(db => db.Units.Include(row => row.Lease).SingleAsync(row => row.Name == name));

    /// <summary>The fixed words of the office's trail about a user, in their order.</summary>
    public Task<string[]> TrailAsync(long userId) =>
        Bench.InDbAsync(db => db.OfficeRecords.Where(row => row.UserId == userId).OrderBy(row => row.Id).Select(row => row.What)
            .ToArrayAsync());

    public void Dispose() => Bench.Dispose();
}
