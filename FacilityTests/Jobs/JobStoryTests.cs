using System.Text.Json.Nodes;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Jobs;

/// <summary>A job from the portal to the building site and back.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class JobStoryTests
{
    [TestMethod]
    public async Task With_the_portal_s_job_file_a_lock_is_put_into_service_and_then_opens_for_a_key_of_the_portal()
    {
        using JobBench bench = await JobBench.StartAsync();
        PhoneStage stage = bench.Stage;
        long ada = await stage.AddUserAsync("Ada Moreno");
        long unit = await stage.Bench.InDbAsync(async db =>
        {
            Unit row = new() { Name = "Unit 12" };
            db.Units.Add(row);
            await db.SaveChangesAsync();
            return row.Id;
        });
        await stage.LetAsync(unit, ada);

        // An entry that the portal has, and a new lock whose name is that of the unit.
        JsonNode job = await bench.MakeAsync(("Form.Locks", "1"), ("Form.Names", "Unit 12\r\n"));
        JsonArray locks = job["locks"]!.AsArray();
        CollectionAssert.AreEqual(new[] { "Gate", "Unit 12" }, locks.Select(door => (string)door!["name"]!).ToArray());
        await bench.Office.OpenAsync("/Jobs");
        StringAssert.Contains(bench.Office.Text, "Job 1 LocksGate, Unit 12");
        StringAssert.Contains(bench.Office.Text, "Kay Morgan EndsThu 3 Sep 2026 18:00");

        // On the building site.
        VirtualLock gate = await ProvisionAsync(bench, locks[0]!);
        VirtualLock door = await ProvisionAsync(bench, locks[1]!);
        (int code, string said) = await bench.LockctlAsync("open", "Unit 12", "--virtual", door.Address);
        Assert.AreEqual(0, code, said);

        string page = await bench.TakeBackAsync();
        StringAssert.Contains(page, "Gate is in service, generation 2.");
        StringAssert.Contains(page, "Unit 12 (2) is new, generation 1");
        StringAssert.Contains(page, "No job is open.");
        stage.Adopt(1, gate);
        stage.Adopt(2, door);
        Assert.AreEqual("", (await stage.VisitAsync(1)).Error);
        Assert.AreEqual("", (await stage.VisitAsync(2)).Error);
        Entry entry = await stage.EntryAsync(1);
        Assert.AreEqual((1, 2L, true), (entry.Hardware, (await stage.Bench.LedgerAsync(1)).Generation, entry.StoredThrough == entry.Head));
        Assert.AreEqual(2, (await stage.Bench.InDbAsync(db => db.Units.SingleAsync())).EntryId);

        // The tenant comes in with keys that the portal issues.
        PhoneSim phone = await stage.SignInAsync(ada);
        Assert.IsNotNull(await phone.FetchAsync(), phone.Refusal?.Reason);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(1));
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(2));

        // The job can be taken back again; it changes nothing any more.
        int before = await stage.Bench.InDbAsync(db => db.OfficeRecords.CountAsync());
        StringAssert.Contains(await bench.TakeBackAsync(), "Unit 12 was taken back already");
        Assert.AreEqual(before, await stage.Bench.InDbAsync(db => db.OfficeRecords.CountAsync()));
        foreach (string what in new[] { "job-made", "job-taken-back" })
            Assert.HasCount(1, await stage.RecordsAsync(what));
    }

    [TestMethod]
    public async Task When_the_portal_has_retired_the_keys_a_stolen_job_file_opens_the_lock_no_more()
    {
        using JobBench bench = await JobBench.StartAsync();
        JsonNode job = await bench.MakeAsync(("Form.Locks", "1"));
        VirtualLock gate = await ProvisionAsync(bench, job["locks"]![0]!);
        bench.Stage.Adopt(1, gate);
        await bench.Office.OpenAsync("/Entries/Details/1");
        await bench.Office.SubmitAsync("#retire");
        StringAssert.Contains(bench.Office.Text, "is in job 1");

        await bench.TakeBackAsync();
        Assert.AreEqual(0, (await bench.LockctlAsync("open", "Gate", "--virtual", gate.Address)).Code, "what N17 says");
        await bench.Office.OpenAsync("/Entries/Details/1");
        await bench.Office.SubmitAsync("#retire");
        StringAssert.Contains(bench.Office.Text, "are being retired");
        Assert.AreEqual("", (await bench.Stage.VisitAsync(1)).Error);
        gate.Board.CutPower();
        gate.Board.PowerOn();
        Assert.AreEqual("", (await bench.Stage.VisitAsync(1)).Error);
        (int code, string said) = await bench.LockctlAsync("open", "Gate", "--virtual", gate.Address);
        Assert.AreNotEqual(0, code, said);
        Assert.AreEqual(6, (await bench.Stage.Bench.LedgerAsync(1)).Generation, "above all that the job knows");
    }

    [TestMethod]
    public async Task A_lock_in_service_gets_other_hardware_by_a_job_and_its_old_keys_end()
    {
        using JobBench bench = await JobBench.StartAsync();
        PhoneStage stage = bench.Stage;
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ada Moreno", 12);
        Assert.AreEqual("", (await stage.VisitAsync(12)).Error);
        Assert.IsNotNull(await phone.FetchAsync(), phone.Refusal?.Reason);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(12));
        await bench.Office.OpenAsync("/Jobs");
        StringAssert.Contains(bench.Office.Text, "Unit 12: in service, the job is for other hardware");
        JsonNode job = await bench.MakeAsync(("Form.Locks", "12"));
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(12), "the old hardware works until the new one is in service");

        VirtualLock other = await ProvisionAsync(bench, job["locks"]![0]!);
        StringAssert.Contains(await bench.TakeBackAsync(), "has new hardware, generation 2: keys issued before no longer open it");
        stage.Adopt(12, other);
        Assert.AreEqual("", (await stage.VisitAsync(12)).Error);
        Assert.AreEqual(2, (await stage.EntryAsync(12)).Hardware);
        Assert.AreEqual(Status.NotAuthentic, await phone.TryUnlockAsync(12));
        await phone.FetchAsync();
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(12));
    }

    [TestMethod]
    public async Task A_job_that_has_ended_is_not_used_any_more_and_can_still_be_taken_back()
    {
        using JobBench bench = await JobBench.StartAsync();
        JsonNode job = await bench.MakeAsync(("Form.Locks", "1"));
        VirtualLock gate = await ProvisionAsync(bench, job["locks"]![0]!);
        bench.Ahead = TimeSpan.FromDays(2);
        (int code, string said) = await bench.LockctlAsync("open", "Gate", "--virtual", gate.Address);
        Assert.AreEqual(2, code);
        StringAssert.Contains(said, "ended on");
        bench.Stage.Bench.Time.Advance(TimeSpan.FromHours(30));
        Browser office = await bench.Stage.Bench.SignInAsync(Permissions.All);
        await office.OpenAsync("/Jobs");
        StringAssert.Contains(office.Text, "it has ended");
        gate.Dispose();
    }

    private static async Task<VirtualLock> ProvisionAsync(JobBench bench, JsonNode door)
    {
        VirtualLock made = new(null, Convert.FromHexString((string)door["setupSecret"]!));
        (int code, string said) =
            await bench.LockctlAsync("provision", (string)door["name"]!, "--virtual", made.Address, "--set-time");
        Assert.AreEqual(0, code, said);
        return made;
    }
}
