extern alias lockctl;
using System.Text.Json.Nodes;
using lockctl::LockFirmware.InstallerTool;
using lockctl::LockFirmware.InstallerTool.Cli;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Import;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Import;

/// <summary>The commands "facility import" and "facility admin-link".</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ImportTests
{
    [TestMethod]
    public async Task A_facility_file_of_lockctl_is_imported_once()
    {
        using ImportBench bench = new(isEmpty: true);
        await bench.LockctlAsync("facility", "new", "--name", "Silver Creek", "--id", "4711", "--zone", "America/Denver", "--holiday",
            "2026-12-25");
        await bench.ManifestAsync("12001,Exit gate,esp32,entry,yes,", "12012,Unit 12,esp32,unit,no,");
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        StringAssert.Contains(bench.Output, "Unit 12 (12012) is new, generation 1");
        await bench.InDbAsync(async db =>
        {
            SiteRow site = await db.Sites.SingleAsync();
            Assert.AreEqual(4711, site.FacilityId);
            Assert.AreEqual("America/Denver", site.Zone);
            Assert.AreEqual("2026-12-25", site.Holidays);
            Assert.IsTrue((await db.Entries.SingleAsync(entry => entry.Id == 12001)).IsExit);
            Assert.AreEqual(12012, (await db.Units.SingleAsync()).EntryId);
        });
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        StringAssert.Contains(bench.Output, "nothing was left to do");
        await bench.ManifestAsync("12014,Unit 14,esp32,unit,no,");
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        StringAssert.Contains(bench.Output, "Unit 14 (12014) is new");
        Assert.IsFalse(bench.Output.Contains("Unit 12 (", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task A_generation_is_raised_and_never_lowered()
    {
        using ImportBench bench = new();
        await bench.LockctlAsync("facility", "new", "--name", "Silver Creek", "--id", "4711", "--zone", "UTC");
        await bench.ManifestAsync("12012,Unit 12,esp32,unit,no,");
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        string old = File.ReadAllText(bench.File);
        await bench.LockctlAsync("replace", "Unit 12", "--yes");
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        StringAssert.Contains(bench.Output, "generation 2 is issued");
        await bench.InDbAsync(async db => Assert.AreEqual(2, LedgerStore.TryRead(await db.Ledgers.SingleAsync())!.HighestGeneration));
        File.WriteAllText(bench.File, old);
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        await bench.InDbAsync(async db => Assert.AreEqual(2, LedgerStore.TryRead(await db.Ledgers.SingleAsync())!.HighestGeneration));
    }

    [TestMethod]
    public async Task A_key_of_lockctl_never_has_the_number_of_a_key_of_the_portal()
    {
        using ImportBench bench = new();
        await bench.LockctlAsync("facility", "new", "--name", "Silver Creek", "--id", "4711", "--zone", "UTC");
        await bench.ManifestAsync("12012,Unit 12,esp32,unit,no,");
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        long next = 0;
        await bench.InDbAsync(async db => next = (await db.Sites.SingleAsync()).NextKeyId);
        Assert.AreEqual(bench.NextKeyId + FacilityImport.KeysOfLockctl, next);
        await bench.AddKeyAsync(next);
        bench.NextKeyId += 500;
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        Assert.IsFalse(bench.Output.Contains("Warning", StringComparison.Ordinal), bench.Output);

        await bench.AddKeyAsync(bench.NextKeyId - 1);
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        StringAssert.Contains(bench.Output, "lockctl and the portal have both issued keys with numbers below");
    }

    [TestMethod]
    public async Task A_generation_that_a_job_may_use_is_never_given_out_here_and_its_file_is_refused()
    {
        using ImportBench bench = new();
        await bench.LockctlAsync("facility", "new", "--name", "Silver Creek", "--id", "4711", "--zone", "UTC");
        await bench.ManifestAsync("12012,Unit 12,esp32,unit,no,");
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        string job = Path.Combine(Path.GetDirectoryName(bench.File)!, "job.json");
        await bench.LockctlAsync("job", "new", "Unit 12", "--until", "2040-01-01 00:00", "--out", job);
        Assert.AreNotEqual(0, await bench.RunAsync("import", job));
        StringAssert.Contains(bench.Error, "lockctl job import");
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        StringAssert.Contains(bench.Output, "generation 4 is issued");
        await bench.InDbAsync(async db => Assert.AreEqual(4, LedgerStore.TryRead(await db.Ledgers.SingleAsync())!.HighestGeneration));
    }

    [TestMethod]
    public async Task The_ledger_of_lockctl_is_carried_on()
    {
        using ImportBench bench = new();
        await bench.LockctlAsync("facility", "new", "--name", "Silver Creek", "--id", "4711", "--zone", "UTC");
        await bench.ManifestAsync("12012,Unit 12,esp32,unit,no,");
        LockLedger ledger = new(12012, 1);
        ledger.SetTenancy(9);
        bench.Install(ledger);
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        await bench.InDbAsync(async db =>
        {
            Entry entry = await db.Entries.Include(row => row.Ledger).SingleAsync();
            Assert.AreEqual(9, LedgerStore.TryRead(entry.Ledger!)!.Tenancy);
            Assert.IsTrue(entry.HasOpenItems);
            Assert.AreEqual(9, (await db.Units.SingleAsync()).Tenancy);
        });
    }

    [TestMethod]
    public async Task A_lock_that_comes_to_a_unit_of_the_office_is_told_of_its_tenant_and_its_overlock()
    {
        using ImportBench bench = new();
        await bench.LockctlAsync("facility", "new", "--name", "Silver Creek", "--id", "4711", "--zone", "UTC");
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        await bench.InDbAsync(async db =>
        {
            Unit unit = new() { Name = "Unit 12", Tenancy = 3, Overlock = OverlockReason.Payment };
            User user = new() { Name = "Ada Moreno", Schedule = await db.Schedules.FirstAsync(), IsDelinquent = true };
            db.AddRange(unit, user);
            await db.SaveChangesAsync();
            unit.Lease = new Lease { UnitId = unit.Id, UserId = user.Id, Tenancy = 3 };
            await db.SaveChangesAsync();
        });
        await bench.ManifestAsync("12012,Unit 12,esp32,unit,no,");
        LockLedger ledger = new(12012, 1);
        ledger.SetTenancy(9);
        bench.Install(ledger);
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        await bench.InDbAsync(async db =>
        {
            Unit unit = await db.Units.Include(row => row.Entry!.Ledger).Include(row => row.Lease).SingleAsync();
            Assert.AreEqual((12012L, 10, 10), (unit.EntryId!.Value, unit.Tenancy, unit.Lease!.Tenancy));
            LockLedger told = LedgerStore.TryRead(unit.Entry!.Ledger!)!;
            Assert.AreEqual((10, true, true), ((int)told.Tenancy, told.IsOverlocked, told.HasOpenItems));
            Assert.IsTrue(unit.Entry!.IsOverlocked);
        });
    }

    [TestMethod]
    public async Task Hardware_that_lockctl_replaced_begins_anew()
    {
        using ImportBench bench = new();
        await bench.LockctlAsync("facility", "new", "--name", "Silver Creek", "--id", "4711", "--zone", "UTC");
        await bench.ManifestAsync("12012,Unit 12,esp32,unit,no,");
        bench.Install(new LockLedger(12012, 1));
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        bench.Install(new LockLedger(12012, 2));
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        StringAssert.Contains(bench.Output, "has new hardware, generation 2");
        await bench.InDbAsync(async db =>
        {
            Entry entry = await db.Entries.Include(row => row.Ledger).SingleAsync();
            Assert.AreEqual(2, entry.Hardware);
            Assert.AreEqual(2, LedgerStore.TryRead(entry.Ledger!)!.Generation);
        });
    }

    [TestMethod]
    [DataRow(false, DisplayName = "the notice waits")]
    [DataRow(true, DisplayName = "the old hardware has it")]
    public async Task A_generation_that_portal_and_lockctl_have_both_given_is_told_and_changes_nothing(bool isApplied)
    {
        using ImportBench bench = new();
        await bench.LockctlAsync("facility", "new", "--name", "Silver Creek", "--id", "4711", "--zone", "UTC");
        await bench.ManifestAsync("12012,Unit 12,esp32,unit,no,");
        bench.Install(new LockLedger(12012, 1));
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        byte[] bytes = [];
        await bench.InDbAsync(async db =>
        {
            LedgerRow row = await db.Ledgers.SingleAsync();
            LockLedger ledger = LedgerStore.TryRead(row)!;
            Assert.IsTrue(ledger.Rekey(ledger.NextGeneration()));
            if (isApplied)
                Assert.IsTrue(ledger.Provisioned(2));
            row.Bytes = bytes = ledger.ToBytes();
            await db.SaveChangesAsync();
        });
        bench.Install(new LockLedger(12012, 2));
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        StringAssert.Contains(bench.Output, "Run \"lockctl replace\" for it once more");
        await bench.InDbAsync(async db => CollectionAssert.AreEqual(bytes, (await db.Ledgers.SingleAsync()).Bytes));
        bench.Install(new LockLedger(12012, 3));
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        StringAssert.Contains(bench.Output, "has new hardware, generation 3");
    }

    [TestMethod]
    public async Task Another_facility_s_locks_are_refused()
    {
        using ImportBench bench = new();
        await bench.LockctlAsync("facility", "new", "--name", "Silver Creek", "--id", "4711", "--zone", "UTC");
        await bench.ManifestAsync("12012,Unit 12,esp32,unit,no,");
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        File.Delete(bench.File);
        await bench.LockctlAsync("facility", "new", "--name", "Elsewhere", "--id", "4712", "--zone", "UTC");
        Assert.AreEqual(2, await bench.RunAsync("import", bench.File));
        StringAssert.Contains(bench.Error, "of facility 4711");
        await bench.InDbAsync(async db => Assert.AreEqual(4711, (await db.Sites.SingleAsync()).FacilityId));
        File.Delete(bench.File);
        await bench.LockctlAsync("facility", "new", "--name", "Silver Creek", "--id", "4711", "--zone", "UTC");
        Assert.AreEqual(2, await bench.RunAsync("import", bench.File));
        StringAssert.Contains(bench.Error, "with a different secret");
    }

    [TestMethod]
    public async Task A_file_that_is_no_facility_file_is_refused_with_the_reason()
    {
        using ImportBench bench = new();
        Assert.AreEqual(2, await bench.RunAsync("import", bench.File));
        StringAssert.Contains(bench.Error, "does not exist");
        File.WriteAllText(bench.File, "{}");
        Assert.AreEqual(2, await bench.RunAsync("import", bench.File));
        StringAssert.Contains(bench.Error, "cannot be used as a facility file");
        Assert.AreEqual(2, await bench.RunAsync("import"));
    }

    [TestMethod]
    public async Task An_administrator_gets_a_new_link_on_the_console()
    {
        using ImportBench bench = new();
        await bench.LockctlAsync("facility", "new", "--name", "Silver Creek", "--zone", "America/Denver");
        Assert.AreEqual(0, await bench.RunAsync("import", bench.File), bench.Error);
        Assert.AreEqual(0, await bench.RunAsync("admin-link"), bench.Error);
        StringAssert.Contains(bench.Output, "http://localhost:5080/account/invitation?code=");
        Assert.AreEqual(2, await bench.RunAsync("admin-link", "--login", "nobody"));
        StringAssert.Contains(bench.Error, "These are: admin");
    }

    private sealed class ImportBench : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("facility-import-").FullName;

        /// <summary>Makes the folder of a facility.</summary>
        /// <param name="isEmpty">Whether the import is the first command of all and makes the tables.</param>
        public ImportBench(bool isEmpty = false)
        {
            if (!isEmpty)
                MigratedDatabase.CopyTo(Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName);
        }

        public string File => Path.Combine(_folder, "facility.json");

        public string Output { get; private set; } = "";

        public string Error { get; private set; } = "";

        public async Task<int> RunAsync(params string[] args)
        {
            StringWriter output = new();
            StringWriter error = new();
            int code = await CommandLine.RunAsync([.. args, $"--Facility:DataFolder={Path.Combine(_folder, "data")}"], output, error);
            Output = output.ToString();
            Error = error.ToString();
            return code;
        }

        public async Task LockctlAsync(params string[] args)
        {
            StringWriter output = new();
            Assert.AreEqual(0,
                await Lockctl.RunAsync([.. args, "--facility", File], new Terminal(output, output, TextReader.Null, false, false), default),
                output.ToString());
        }

        public async Task ManifestAsync(params string[] lines)
        {
            string list = Path.Combine(_folder, "locks.csv");
            System.IO.File.WriteAllLines(list, ["id,name,board,kind,exit,serialPort", .. lines]);
            await LockctlAsync("manifest", list);
        }

        /// <summary>Writes what lockctl writes when the only lock of the file has shown its identity.</summary>
        public void Install(LockLedger ledger)
        {
            JsonNode file = JsonNode.Parse(System.IO.File.ReadAllText(File))!;
            JsonNode door = file["locks"]![0]!;
            door["generation"] = (int)ledger.Generation;
            door["installedGeneration"] = (int)ledger.Generation;
            door["ledger"] = Convert.ToBase64String(ledger.ToBytes());
            System.IO.File.WriteAllText(File, file.ToJsonString());
        }

        /// <summary>The number of lockctl's next key.</summary>
        public long NextKeyId
        {
            get => (long)JsonNode.Parse(System.IO.File.ReadAllText(File))!["nextKeyId"]!;
            set
            {
                JsonNode file = JsonNode.Parse(System.IO.File.ReadAllText(File))!;
                file["nextKeyId"] = value;
                System.IO.File.WriteAllText(File, file.ToJsonString());
            }
        }

        /// <summary>A key that the portal has issued.</summary>
        public Task AddKeyAsync(long id) => InDbAsync(async db =>
        {
            User user = new() { Name = "Ada", Schedule = await db.Schedules.FirstAsync() };
            db.Keys.Add(new OfflineKey { Id = id, User = user, EntryId = 12012, Grant = [], Generation = 1 });
            await db.SaveChangesAsync();
        });

        public async Task InDbAsync(Func<FacilityDb, Task> work)
        {
            DbContextOptionsBuilder<FacilityDb> options = new();
            DatabaseSetup.Use(options, null, Path.Combine(_folder, "data"));
            await using FacilityDb db = new(options.Options);
            await work(db);
        }

        public void Dispose()
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
