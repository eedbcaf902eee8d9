using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.FacilityDemo;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Bluez;
using LockFirmware.LockLink.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>A virtual lock that is in a facility's database, and the actions of a test at its door.</summary>
internal sealed class BenchLock : IDisposable
{
    private readonly FacilityBench _bench;
    private readonly ProvisionBody _identity;

    private BenchLock(FacilityBench bench, ProvisionBody identity)
    {
        _bench = bench;
        _identity = identity;
        Lock = new VirtualLock(identity, new byte[32]);
    }

    /// <summary>The firmware.</summary>
    public VirtualLock Lock { get; private set; }

    /// <summary>The lockId.</summary>
    public uint Id => _identity.LockId;

    /// <summary>Makes a new entry with its lock, due at once.</summary>
    public static async Task<BenchLock> MakeAsync(FacilityBench bench, uint id = 12012, string name = "Unit 12",
        EntryKind kind = EntryKind.Unit)
    {
        ProvisionBody identity = await bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            Entry entry = EntryMaker.Make(id, name, kind);
            db.Entries.Add(entry);
            await db.SaveChangesAsync();
            return await services.GetRequiredService<EntryMaker>().IdentityOfAsync(await db.Sites.SingleAsync(), entry);
        });
        BenchLock made = new(bench, identity);
        await made.AddressAsync(made.Lock.Address);
        return made;
    }

    /// <summary>Writes the address at which the gateway finds the lock.</summary>
    public Task AddressAsync(string address) => ChangeAsync(entry => entry.Address = address);

    /// <summary>Starts the same identity on hardware with an empty memory.</summary>
    public async Task ForgetEverythingAsync()
    {
        Lock.Dispose();
        Lock = new VirtualLock(_identity, new byte[32]);
        await AddressAsync(Lock.Address);
    }

    /// <summary>The row.</summary>
    public Task<Entry> RowAsync() => _bench.InDbAsync(db => db.Entries.AsNoTracking().SingleAsync(entry => entry.Id == Id));

    /// <summary>The events stored, in order.</summary>
    public Task<List<LockEvent>> EventsAsync() =>
        _bench.InDbAsync(db => db.Events.AsNoTracking().Where(row => row.EntryId == Id).OrderBy(row => row.Hardware)
            .ThenBy(row => row.Sequence).ToListAsync());

    /// <summary>The alerts that it has raised, in order.</summary>
    public Task<List<Alert>> AlertsAsync() =>
        _bench.InDbAsync(db => db.Alerts.AsNoTracking().Where(row => row.EntryId == Id).OrderBy(row => row.Id).ToListAsync());

    /// <summary>Checks that everything up to the head is stored, each event once and in order.</summary>
    public async Task AssertWholeAsync()
    {
        Entry entry = await RowAsync();
        Assert.AreEqual(entry.Head, entry.StoredThrough);
        CollectionAssert.AreEqual(Enumerable.Range(1, (int)entry.Head).Select(number => (long)number).ToList(),
            (await EventsAsync()).Select(row => row.Sequence).ToList());
        await GapCheck.AssertAsync(_bench);
    }

    /// <summary>Cuts the power, changes the flash without power, and restores the power.</summary>
    public void RestartWith(Action<VirtualBoard.Hardware.VirtualFlash> change)
    {
        Lock.Board.CutPower();
        change(Lock.Board.Flash);
        Lock.Board.PowerOn();
    }

    /// <summary>Its secrets of a generation.</summary>
    public LockSecrets Secrets(ushort generation = 1) => _bench.Services.GetRequiredService<SecretVault>().SecretsOf(Id, generation);

    /// <summary>Its ledger, as it is stored.</summary>
    public Task<LockLedger> LedgerAsync() => _bench.LedgerAsync(Id);

    /// <summary>Changes the row, as a page does.</summary>
    public Task ChangeAsync(Action<Entry> change) => ChangeAsync((entry, _) =>
    {
        change(entry);
        return Task.CompletedTask;
    });

    /// <summary>Changes the row and the ledger, as a page does.</summary>
    public Task ChangeAsync(Func<Entry, LedgerStore, Task> change) => _bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        await services.GetRequiredService<ChangeRunner>().StoreAsync(async () =>
        {
            await change(await db.Entries.SingleAsync(entry => entry.Id == Id), services.GetRequiredService<LedgerStore>());
            return true;
        });
    });

    /// <summary>Visits the lock now, whether or not it is due.</summary>
    public async Task<VisitReport> VisitAsync(string gateway = "test")
    {
        await ChangeAsync(entry => entry.NextVisitAt = 0);
        return await _bench.InScopeAsync(services => services.GetRequiredService<LockSync>().VisitAsync(Id, gateway));
    }

    /// <summary>A link to it over Bluetooth.</summary>
    public ILockLink LinkOver(string adapter) => new BluezLink(adapter, null, new SoughtLock(_identity.FacilityId, Id));

    /// <summary>Tries to open with a key that the facility mints.</summary>
    public async Task<PhoneAnswer> OpenAsync(uint keyId, uint holderId, ushort tenancy = 1, ushort generation = 1, ILockLink? link = null)
    {
        LockSecrets secrets = Secrets(generation);
        Grant grant = new()
        {
            FacilityId = _identity.FacilityId,
            LockId = Id,
            KeyId = keyId,
            HolderId = holderId,
            IssuedAt = _bench.Now - 60,
            NotBefore = _bench.Now - 60,
            NotAfter = _bench.Now + LockTime.SecondsPerDay,
            Tenancy = tenancy,
            Rights = Rights.Unlock,
        };
        WindowText.TryRead(["always"], grant.Windows);
        int colon = Lock.Address.LastIndexOf(':');
        await using ILockLink there = link ?? new VirtualRadioLink(Lock.Address[..colon], int.Parse(Lock.Address[(colon + 1)..]));
        await there.ConnectAsync();
        return await new LockClient(there).AskAsync(Command.Unlock, PhoneKey.Issue(secrets, grant));
    }

    /// <inheritdoc/>
    public void Dispose() => Lock.Dispose();
}
