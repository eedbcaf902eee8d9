using System.Data.Common;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.Ledgers;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Data;

/// <summary>The gaps of the trails as rows: they say what the ledgers say, and lists read no ledger.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class GapRowTests
{
    private const uint Gate = 7;

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite, 1)]
    [DataRow(DatabaseKind.Sqlite, 2)]
    [DataRow(DatabaseKind.Sqlite, 3)]
    [DataRow(DatabaseKind.Postgres, 4)]
    public async Task After_each_step_of_a_random_story_the_rows_say_what_the_ledger_says(DatabaseKind kind, int seed)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        Random random = new(seed);
        List<SealedTrail> hardware = [await SealedTrail.AddAsync(bench, Gate, "Exit gate")];
        for (int step = 0; step < 60; step++)
        {
            SealedTrail trail = hardware[random.Next(10) < 7 ? ^1 : random.Next(hardware.Count)];
            int action = random.Next(20);
            if (action == 0 && hardware.Count < 4)
                hardware.Add(await hardware[^1].ReplaceAsync());
            else if (action < 3)
                await GiveUpAsync(bench, random);
            else if (action < 5)
                await StoreSeveralAsync(bench, trail, random);
            else
                await BringAsync(trail, bench, random);
            await GapCheck.AssertAsync(bench);
        }
        Assert.AreNotEqual(0, await bench.InDbAsync(db => db.Gaps.CountAsync()));
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task A_database_from_before_is_filled_at_the_start_and_a_start_that_was_interrupted_does_no_harm(DatabaseKind kind)
    {
        using TestDatabase database = new(kind, isEmpty: true);
        string folder = Directory.CreateTempSubdirectory("facility-gaps-").FullName;
        LockLedger ledger = await MakeOldAsync(database, folder);
        using FacilityBench bench = new(database.Postgres, folder: folder);
        CollectionAssert.AreEqual(ledger.ToBytes(), await bench.LedgerBytesAsync(Gate));
        string[] filled = await RowsAsync(bench);
        CollectionAssert.AreEqual(
            new[] { "7/1 1-3 Left", "7/1 9-9 Left", "7/2 5-5 Missing", "7/2 8-8 Missing", "7/2 10-12 Waiting", "8/1 0-0 Unreadable" },
            filled);
        int version = await bench.InDbAsync(db => db.Entries.Where(entry => entry.Id == Gate).Select(entry => entry.Version).SingleAsync());
        await StartAsync(bench);
        Assert.AreEqual(version,
            await bench.InDbAsync(db => db.Entries.Where(entry => entry.Id == Gate).Select(entry => entry.Version).SingleAsync()));
        await bench.InDbAsync(db => db.Gaps.Where(row => row.First % 2 == 0).ExecuteDeleteAsync());
        await bench.InDbAsync(db => db.Gaps.ExecuteUpdateAsync(set => set.SetProperty(row => row.Last, row => row.Last + 1)));
        await StartAsync(bench);
        CollectionAssert.AreEqual(filled, await RowsAsync(bench));
    }

    [TestMethod]
    public async Task A_ledger_that_is_repaired_is_shown_again_after_a_start_or_a_visit()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        byte[] whole = await bench.LedgerBytesAsync(door.Id);
        await bench.SetLedgerBytesAsync(door.Id, [1, 2, 3]);
        await door.VisitAsync();
        CollectionAssert.AreEqual(new[] { $"{door.Id}/1 0-0 Unreadable" }, await RowsAsync(bench));
        await bench.SetLedgerBytesAsync(door.Id, whole);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        await GapCheck.AssertAsync(bench);
        await bench.SetLedgerBytesAsync(door.Id, []);
        await StartAsync(bench);
        Assert.AreEqual(1, (await RowsAsync(bench)).Length);
        await bench.SetLedgerBytesAsync(door.Id, whole);
        await StartAsync(bench);
        await GapCheck.AssertAsync(bench);
    }

    [TestMethod]
    public async Task Pages_that_list_entries_read_no_ledger_and_the_page_of_one_lock_reads_one()
    {
        ReadCommands commands = new();
        using FacilityBench bench = new(services: commands.AddTo);
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        await SealedTrail.AddAsync(bench, Gate + 1, "Unit 12", EntryKind.Unit);
        long anna = await People.AddAsync(bench, "Anna Berg", 1001, Gate);
        long unit = await bench.InDbAsync(async db =>
        {
            Unit made = new() { Name = "Unit 12", EntryId = Gate + 1 };
            db.Units.Add(made);
            await db.SaveChangesAsync();
            return made.Id;
        });
        for (uint i = 0; i < 9; i++)
            gate.Happens(bench.Now - 900 + i, EventKind.RequestToExit, detail: 1);
        await gate.BringAsync(3, 4);
        await (await gate.ReplaceAsync()).ReplaceAsync();
        Browser browser = await bench.SignInAsync(Permissions.All);
        foreach (string page in new[]
        {
            "/Activity", $"/Activity?entry={Gate}", "/Activity?handler=Csv", "/Activity/Office", "/Users", $"/Users/Details?id={anna}",
            "/Units", $"/Units/Details?id={unit}", $"/Units/Edit?id={unit}", "/Entries", "/Entries?trouble=true", "/Entries/Alerts",
            "/Entries/Lockdown",
        })
        {
            commands.Clear();
            using HttpResponseMessage answer = await browser.Client.GetAsync(page);
            Assert.IsTrue(answer.IsSuccessStatusCode, page);
            Assert.AreNotEqual(0, commands.Texts.Count, page);
            Assert.AreEqual(0, Opened(commands).Length, $"{page}: {string.Join('\n', Opened(commands))}");
        }
        commands.Clear();
        await browser.OpenAsync($"/Entries/Details/{Gate}");
        Assert.AreEqual(1, Opened(commands).Length);
    }

    /// <summary>The queries that read a ledger or a trail.</summary>
    private static string[] Opened(ReadCommands commands) =>
        [.. commands.Texts.Where(text => text.Contains("\"Ledgers\"", StringComparison.Ordinal)
            || text.Contains("\"PastTrails\"", StringComparison.Ordinal))];

    private static async Task BringAsync(SealedTrail trail, FacilityBench bench, Random random)
    {
        Happen(trail, bench, random);
        (uint first, uint last) = Range(random, trail.Head);
        await trail.BringAsync(first, last);
    }

    /// <summary>Several batches are stored together, as a phone brings them.</summary>
    private static Task StoreSeveralAsync(FacilityBench bench, SealedTrail trail, Random random) => bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        EventBatchStore store = services.GetRequiredService<EventBatchStore>();
        Entry entry = await db.Entries.SingleAsync();
        for (int i = 0; i < 3; i++)
        {
            Happen(trail, bench, random);
            (uint first, uint last) = Range(random, trail.Head);
            await store.TakeAsync(entry, trail.Seal(first, last), isFresh: false);
        }
        await db.SaveChangesAsync();
    });

    private static Task GiveUpAsync(FacilityBench bench, Random random) => bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        await services.GetRequiredService<LedgerStore>().ChangeAsync(await db.Entries.SingleAsync(), (ledger, _) =>
        {
            (uint first, uint last) = ledger.Trail.Head == 0 ? (1, 1) : Range(random, ledger.Trail.Head);
            return ledger.Trail.GiveUp(first, last);
        });
        await db.SaveChangesAsync();
    });

    private static void Happen(SealedTrail trail, FacilityBench bench, Random random)
    {
        for (int i = random.Next(6) + (trail.Head == 0 ? 1 : 0); i > 0; i--)
        {
            if (trail.Head > 3 && random.Next(8) == 0)
                trail.Happens(bench.Now, EventKind.EventsDropped, keyId: (uint)random.Next(1, (int)trail.Head), detail: 1);
            else
                trail.Happens(bench.Now, EventKind.RequestToExit, detail: 1);
        }
    }

    private static (uint First, uint Last) Range(Random random, uint head)
    {
        uint first = (uint)random.Next(1, (int)head + 1);
        return (first, Math.Min(head, first + (uint)random.Next(4)));
    }

    /// <summary>A database of the version before, with a lock whose hardware was replaced, and one with a damaged ledger.</summary>
    /// <returns>The ledger of the first.</returns>
    private static async Task<LockLedger> MakeOldAsync(TestDatabase database, string folder)
    {
        DbContextOptionsBuilder<FacilityDb> options = new();
        DatabaseSetup.Use(options, database.Postgres, folder);
        await using FacilityDb db = new(options.Options);
        if (database.Postgres == null)
            await File.WriteAllBytesAsync(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource, []);
        await db.Database.GetService<IMigrator>().MigrateAsync("First");
        LockLedger ledger = new(Gate, 1);
        Bring(ledger.Trail, 1, 10, (4, 8), (10, 10));
        ledger.NextGeneration();
        EventTrail past = ledger.Replaced(2)!;
        Bring(ledger.Trail, 2, 12, (1, 4), (6, 7), (9, 9));
        await InsertAsync(db, Gate, 2, ledger.ToBytes());
        await InsertAsync(db, Gate + 1, 1, [1, 2, 3]);
        db.PastTrails.Add(new PastTrail { EntryId = Gate, Hardware = 1, Trail = past.ToBytes() });
        await db.SaveChangesAsync();
        return ledger;
    }

    private static void Bring(EventTrail trail, ushort generation, uint head, params (uint First, uint Last)[] runs)
    {
        LockSecrets secrets = new DerivedLockSecrets(new byte[Hmac.HashSize], 4711, Gate).SecretsOf(generation)!;
        foreach ((uint first, uint last) in runs)
        {
            ushort count = (ushort)(last - first + 1);
            byte[] batch = new byte[SealedBatch.HeaderSize + (count * AuditEvent.Size)];
            for (int i = 0; i < count; i++)
                new AuditEvent { Time = 1, Kind = EventKind.Boot }.WriteTo(batch, SealedBatch.HeaderSize + (i * AuditEvent.Size));
            SealedBatch.Seal(batch, 0, secrets, first, count, head, 1, generation);
            Assert.IsTrue(trail.Take(batch, secrets, isFresh: false).IsTaken);
        }
    }

    /// <summary>Adds a lock to a database of the version before: every column that is not named is a number, a flag or a text.</summary>
    private static async Task InsertAsync(FacilityDb db, long id, int hardware, byte[] ledger)
    {
        await db.Database.OpenConnectionAsync();
        await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
        string no = db.Database.IsSqlite() ? "0" : "false";
        command.CommandText = $"""
            INSERT INTO "Entries" ("Id", "Name", "Kind", "Building", "IsExit", "Ledger", "Version", "Hardware", "Address", "Trust",
            "ClockStep", "Door", "Firmware", "Head", "StoredThrough", "Applied", "LastNotice", "HasOpenItems", "IsOverlocked",
            "IsLockdown", "LeaseOwner", "LeaseUntil", "NextVisitAt", "FailureCount", "LastError")
            VALUES ({id}, 'Lock {id}', 0, '', {no}, @ledger, 3, {hardware}, '', 0, 0, 0, '', 0, 0, 0, 0, {no}, {no}, {no}, '', 0, 0, 0, '')
            """;
        DbParameter bytes = command.CreateParameter();
        (bytes.ParameterName, bytes.Value) = ("@ledger", ledger);
        command.Parameters.Add(bytes);
        await command.ExecuteNonQueryAsync();
    }

    private static Task StartAsync(FacilityBench bench) =>
        bench.InScopeAsync(services => services.GetRequiredService<FirstStart>().PrepareAsync());

    private static async Task<string[]> RowsAsync(FacilityBench bench) =>
        [.. (await bench.InDbAsync(db => db.Gaps.AsNoTracking().OrderBy(row => row.EntryId).ThenBy(row => row.Hardware)
            .ThenBy(row => row.First).ToListAsync())).Select(row => $"{row.EntryId}/{row.Hardware} {row.First}-{row.Last} {row.Kind}")];
}
