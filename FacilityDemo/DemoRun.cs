using System.Globalization;
using System.Net.Sockets;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.VirtualBoard.Facility;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityDemo;

/// <summary>
/// The demo: a made-up facility, three virtual locks in this process, and events at their doors. The events come from real attempts
/// over the radio, and the gateway pulls them.
/// </summary>
internal sealed class DemoRun(IServiceScopeFactory scopes, IConfiguration configuration, Announcer announcer, PortalAddress portal)
    : IDemoDoors, IDisposable
{
    private const int TriesMax = 10;
    private const string Gateway = "demo";

    private static readonly uint[] LockIds = [DemoSeed.Gate, DemoSeed.Unit12, DemoSeed.Unit14];

    private readonly Dictionary<uint, VirtualLock> _locks = [];
    private List<DemoDoor> _doors = [];

    /// <inheritdoc/>
    public IReadOnlyList<DemoDoor> Doors => _doors;

    /// <summary>The lock of an entry.</summary>
    public VirtualLock Lock(uint entryId) => _locks[entryId];

    /// <summary>Makes everything, and prints what to try.</summary>
    /// <exception cref="InvalidDataException">A port is taken; the message says what to do.</exception>
    public async Task MakeAsync()
    {
        byte[] json = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "demo-facility.json"));
        await InScopeAsync(services => services.GetRequiredService<DemoSeed>().MakeAsync(json));
        await InScopeAsync(services => StartLocksAsync(services, FacilityParser.Parse(json)));
        IReadOnlyList<DemoKey> keys = await InScopeAsync(services => services.GetRequiredService<DemoKeys>().IssueAsync());
        (PhoneKey Guest, PhoneKey Visitor) shared = await InScopeAsync(services =>
            services.GetRequiredService<DemoKeys>().ShareAsync(Find(keys, "Ada", DemoSeed.Unit12)));
        await VisitAllAsync();
        await HappenAsync(keys, shared.Guest);
        await VisitAllAsync();
        IReadOnlyList<DemoLogin> staff = await InScopeAsync(services => services.GetRequiredService<DemoSeed>().AddStaffAsync());
        string code = await InScopeAsync(services => services.GetRequiredService<DemoKeys>().SignInCodeAsync(DemoKeys.Expired));
        string tenantCode = await InScopeAsync(services => services.GetRequiredService<DemoKeys>().SignInCodeAsync(DemoKeys.Active));
        await InScopeAsync(services => TellAsync(services, staff, (code, tenantCode), shared, keys));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (VirtualLock virtualLock in _locks.Values)
            virtualLock.Dispose();
        _locks.Clear();
    }

    private async Task StartLocksAsync(IServiceProvider services, FacilityFile file)
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        SiteRow site = await db.Sites.SingleAsync();
        int port = DemoPorts.FirstOfLocks(configuration);
        foreach (uint id in LockIds)
        {
            Entry entry = await db.Entries.SingleAsync(row => row.Id == id);
            ProvisionBody identity = await services.GetRequiredService<EntryMaker>().IdentityOfAsync(site, entry);
            _locks[id] = Start(identity, file.Locks.Single(door => door.Id == id).SetupSecret, port);
            _doors = [.. _doors, new DemoDoor(id, entry.Name, _locks[id])];
            entry.Address = _locks[id].Address;
            port += port == 0 ? 0 : 1;
        }
        await db.SaveChangesAsync();
    }

    private static VirtualLock Start(ProvisionBody identity, byte[] setupSecret, int port)
    {
        try
        {
            return new VirtualLock(identity, setupSecret, port);
        }
        catch (SocketException exception)
        {
            throw DemoPorts.LockPortTaken(port, exception);
        }
    }

    private async Task VisitAllAsync()
    {
        foreach (uint id in LockIds)
        {
            VisitReport report = await InScopeAsync(async services =>
            {
                await services.GetRequiredService<FacilityDb>().Entries.Where(row => row.Id == id)
                    .ExecuteUpdateAsync(row => row.SetProperty(entry => entry.NextVisitAt, 0L));
                return await services.GetRequiredService<LockSync>().VisitAsync(id, Gateway);
            });
            if (report.Error.Length > 0)
                throw new InvalidDataException($"The demo's lock {id} cannot be visited: {report.Error}");
        }
    }

    /// <summary>Makes the attempts at the doors.</summary>
    private async Task HappenAsync(IReadOnlyList<DemoKey> keys, PhoneKey guest)
    {
        await UnlockAsync(Find(keys, "Ada", DemoSeed.Gate).Key, DemoSeed.Gate, walks: true);
        await UnlockAsync(Find(keys, "Ada", DemoSeed.Unit12).Key, DemoSeed.Unit12, walks: true);
        await UnlockAsync(Find(keys, "Ben", DemoSeed.Gate).Key, DemoSeed.Gate, walks: false);
        await UnlockAsync(Find(keys, "Finn", DemoSeed.Gate).Key, DemoSeed.Gate, walks: false);
        await UnlockAsync(Find(keys, "Ada", DemoSeed.Unit12).Key, DemoSeed.Unit14, walks: false);
        await UnlockAsync(Find(keys, "Hugo", DemoSeed.Unit14).Key, DemoSeed.Unit14, walks: true);
        await UnlockAsync(Find(keys, "Greta", DemoSeed.Unit14).Key, DemoSeed.Unit14, walks: false);
        await UnlockAsync(guest, DemoSeed.Unit12, walks: true);
    }

    private static DemoKey Find(IReadOnlyList<DemoKey> keys, string firstName, uint entryId) =>
        keys.Single(key => key.EntryId == entryId && key.Who.StartsWith(firstName, StringComparison.Ordinal));

    private async Task UnlockAsync(PhoneKey key, uint entryId, bool walks)
    {
        VirtualLock door = _locks[entryId];
        RadioAddress radio = RadioAddress.TryRead(door.Address)!;
        await using VirtualRadioLink link = new(radio.Host, radio.Port);
        await link.ConnectAsync();
        LockClient client = new(link);
        PhoneAnswer answer = await client.AskAsync(Command.Unlock, key);
        for (int tries = 1; tries < TriesMax && answer.Status == Status.TooSoon; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            answer = await client.AskAsync(Command.Unlock, key);
        }
        if (!walks || answer.Status != Status.Ok)
            return;
        for (int tries = 0; tries < TriesMax && !door.Board.Door.TryOpen(); tries++)
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        // As long as a person needs, and longer than the contact bounces.
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        door.Board.Door.Close();
        await Task.Delay(TimeSpan.FromMilliseconds(500));
    }

    private async Task TellAsync(IServiceProvider services, IReadOnlyList<DemoLogin> staff,
        (string Code, string TenantCode) codes, (PhoneKey Guest, PhoneKey Visitor) shared, IReadOnlyList<DemoKey> keys)
    {
        string folder = configuration[StorageSettings.DataFolderSetting]!;
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        SiteRow site = await db.Sites.AsNoTracking().SingleAsync();
        List<Entry> entries = await db.Entries.AsNoTracking().Include(entry => entry.Ledger).OrderBy(entry => entry.Id).ToListAsync();
        string file = DemoKeyFiles.WriteFacility(folder, site, services.GetRequiredService<SecretVault>().CopySecret(), entries);
        AppLinks links = new(portal.Base, site.Name, site.Zone);
        string gate = entries.Single(entry => entry.Id == DemoSeed.Gate).Name;
        string unit = entries.Single(entry => entry.Id == DemoSeed.Unit12).Name;
        announcer.Say(new DemoGuide
        {
            Site = site.Name,
            Portal = portal.Base,
            Staff = staff,
            Entries = [.. entries.Where(entry => entry.Address.Length > 0)],
            Gate = _locks[DemoSeed.Gate].Address,
            GateId = DemoSeed.Gate,
            FacilityFile = file,
            ActiveKey = DemoKeyFiles.WriteKey(folder, "ada-exit-gate", Find(keys, "Ada", DemoSeed.Gate)),
            ExpiredKey = DemoKeyFiles.WriteKey(folder, "ben-exit-gate", Find(keys, "Ben", DemoSeed.Gate)),
            AnswerFile = Path.Combine(folder, DemoFolder.AnswerName),
            Code = codes.Code,
            TenantLink = links.SignIn(codes.TenantCode),
            GuestLink = links.Give(shared.Guest, unit, Find(keys, "Ada", DemoSeed.Gate).Who),
            VisitorLink = links.Give(shared.Visitor, unit, Find(keys, "Ada", DemoSeed.Gate).Who),
            ExpiredLink = links.GiveAndSignIn(Find(keys, "Ben", DemoSeed.Gate).Key, gate, codes.Code),
        }.Text);
    }

    private async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    private Task InScopeAsync(Func<IServiceProvider, Task> work) => InScopeAsync(async services =>
    {
        await work(services);
        return true;
    });
}
