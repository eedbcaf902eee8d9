using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityDemo;
using LockFirmware.Phone;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>
/// A facility with users, units and locks, for tests of phones. The locks are the firmware itself, each with its radio.
/// </summary>
internal sealed class PhoneStage : IDisposable
{
    /// <summary>The gate of every stage.</summary>
    public const long Gate = 1;

    private const string DemoRadio = "demo";

    // Compressed once for all stages.
    private static readonly AppFiles DemoFiles = new(DemoRadio);

    private readonly Dictionary<long, VirtualLock> _locks = [];
    private readonly List<PhoneSim> _phones = [];

    private PhoneStage(FacilityBench bench) => Bench = bench;

    /// <summary>The program.</summary>
    public FacilityBench Bench { get; }

    /// <summary>The files of the app that the facility serves to browsers.</summary>
    public AppFiles Files { get; set; } = DemoFiles;

    /// <summary>The locks that run, for browsers.</summary>
    public IReadOnlyList<DemoDoor> Doors { get; private set; } = [];

    /// <summary>Makes a facility with a gate. Its lock starts when a test first uses it.</summary>
    /// <param name="services">Replaces services of the program.</param>
    /// <param name="hereRule">Whether a phone must show that it is on the site.</param>
    /// <param name="postgres">A connection string; SQLite when left out.</param>
    /// <param name="settings">More settings of the program.</param>
    public static Task<PhoneStage> StartAsync(Action<IServiceCollection>? services = null, HereRule hereRule = HereRule.Off,
        string? postgres = null, params (string Name, string Value)[] settings) =>
        StartAsync(new PhoneStage(new FacilityBench(postgres, services, settings: settings)), hereRule);

    /// <summary>Makes a facility that listens on a port, with the radio of the demo for browsers.</summary>
    /// <param name="settings">More settings of the program.</param>
    public static Task<PhoneStage> StartForBrowsersAsync(params (string Name, string Value)[] settings) =>
        StartForBrowsersAsync(DemoRadio, settings);

    /// <summary>Makes a facility that listens on a port.</summary>
    /// <param name="radio">How its app reaches locks: "demo" or "bluetooth".</param>
    /// <param name="settings">More settings of the program.</param>
    public static Task<PhoneStage> StartForBrowsersAsync(string radio, params (string Name, string Value)[] settings)
    {
        PhoneStage? stage = null;
        Doorway doorway = new(() => stage?.Doors ?? []);
        stage = new PhoneStage(new FacilityBench(isReal: true, settings: settings, services: services =>
        {
            services.AddSingleton<IStartupFilter>(new BrowserRadio(doorway));
            services.AddTransient(_ => stage!.Files);
        }))
        { Files = radio == DemoRadio ? DemoFiles : new AppFiles(radio) };
        return StartAsync(stage, HereRule.Required);
    }

    private static async Task<PhoneStage> StartAsync(PhoneStage stage, HereRule hereRule)
    {
        await stage.ChangeAsync(async db =>
        {
            (await db.Sites.SingleAsync()).HereRule = hereRule;
            db.Entries.Add(EntryMaker.Make((uint)Gate, "Gate", EntryKind.Gate));
        });
        return stage;
    }

    /// <summary>Changes rows.</summary>
    public Task ChangeAsync(Func<FacilityDb, Task> change) => Bench.InDbAsync(async db =>
    {
        await change(db);
        return await db.SaveChangesAsync();
    });

    /// <summary>A user with access hours of its own.</summary>
    public async Task<long> AddUserAsync(string name, string hours = "always") => await Bench.InDbAsync(async db =>
    {
        User user = new()
        {
            Name = name,
            Schedule = new Schedule { Name = $"{name} {Guid.NewGuid():N}", Windows = hours },
            CreatedAt = Bench.Now
        };
        db.Users.Add(user);
        await db.SaveChangesAsync();
        return user.Id;
    });

    /// <summary>A unit whose door has a lock, not let.</summary>
    public async Task<long> AddUnitAsync(string name, uint lockId) => await Bench.InDbAsync(async db =>
    {
        Unit unit = new() { Name = name, Entry = EntryMaker.Make(lockId, name, EntryKind.Unit) };
        db.Units.Add(unit);
        await db.SaveChangesAsync();
        return unit.Id;
    });

    /// <summary>Lets a unit, as the office does.</summary>
    public Task LetAsync(long unitId, long userId) => DoAsync<LeaseService>(letting => letting.LetAsync(unitId, userId));

    /// <summary>Takes an action of the staff and expects it to succeed.</summary>
    public Task DoAsync<TService>(Func<TService, Task<ChangeAnswer>> change) where TService : notnull =>
        Bench.InScopeAsync(async services =>
    {
        ChangeAnswer answer = await change(services.GetRequiredService<TService>());
        Assert.IsTrue(answer.IsDone, answer.Words);
    });

    /// <summary>A user with a unit, and a phone that has signed in.</summary>
    /// <param name="name">The user's name.</param>
    /// <param name="lockId">The lock of the unit's door.</param>
    /// <param name="hours">The access hours.</param>
    public async Task<(long UserId, PhoneSim Phone)> AddTenantAsync(string name, uint lockId, string hours = "always")
    {
        long userId = await AddUserAsync(name, hours);
        await LetAsync(await AddUnitAsync($"Unit {lockId}", lockId), userId);
        return (userId, await SignInAsync(userId));
    }

    /// <summary>A code of the office for a user's phone.</summary>
    public Task<string> CodeAsync(long userId) => Bench.InScopeAsync(async services =>
        (await services.GetRequiredService<PhoneChanges>().NewCodeAsync(userId)).Code ?? throw new AssertFailedException("no code"));

    /// <summary>One more phone of a user.</summary>
    public async Task<PhoneSim> SignInAsync(long userId)
    {
        PhoneSim phone = new(this);
        _phones.Add(phone);
        await phone.SignInAsync(await CodeAsync(userId));
        return phone;
    }

    /// <summary>A running lock. It gets its identity at the first call.</summary>
    public async Task<VirtualLock> LockAsync(long entryId)
    {
        if (_locks.TryGetValue(entryId, out VirtualLock? running))
            return running;
        VirtualLock started = await Bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            EntryMaker maker = services.GetRequiredService<EntryMaker>();
            Entry entry = await db.Entries.SingleAsync(row => row.Id == entryId);
            return new VirtualLock(await maker.IdentityOfAsync(await db.Sites.SingleAsync(), entry), new byte[32]);
        });
        _locks.Add(entryId, started);
        string name = (await EntryAsync(entryId)).Name;
        Doors = [.. Doors, new DemoDoor((uint)entryId, name, started)];
        return started;
    }

    /// <summary>Takes in a lock that somebody else has put into service, in the place of the one before.</summary>
    public void Adopt(long entryId, VirtualLock running)
    {
        if (_locks.Remove(entryId, out VirtualLock? before))
            before.Dispose();
        _locks.Add(entryId, running);
    }

    /// <summary>Has the gateway visit a lock now.</summary>
    public async Task<VisitReport> VisitAsync(long entryId)
    {
        string address = (await LockAsync(entryId)).Address;
        await ChangeAsync(db => db.Entries.Where(entry => entry.Id == entryId)
            .ExecuteUpdateAsync(row => row.SetProperty(entry => entry.NextVisitAt, 0L).SetProperty(entry => entry.Address, address)));
        return await Bench.InScopeAsync(services => services.GetRequiredService<LockSync>().VisitAsync(entryId, "test"));
    }

    /// <summary>A row of a lock.</summary>
    public Task<Entry> EntryAsync(long entryId) =>
        Bench.InDbAsync(db => db.Entries.AsNoTracking().SingleAsync(entry => entry.Id == entryId));

    /// <summary>The facility's own records of a kind, oldest first.</summary>
    public Task<List<OfficeRecord>> RecordsAsync(string what) =>
        Bench.InDbAsync(db => db.OfficeRecords.AsNoTracking().Where(record => record.What == what).OrderBy(record => record.Id)
            .ToListAsync());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PhoneSim phone in _phones)
            phone.Dispose();
        foreach (VirtualLock running in _locks.Values)
            running.Dispose();
        Bench.Dispose();
    }

    private sealed class Doorway(Func<IReadOnlyList<DemoDoor>> doors) : IDemoDoors
    {
        public IReadOnlyList<DemoDoor> Doors => doors();
    }
}
