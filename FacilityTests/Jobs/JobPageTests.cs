using System.Net;
using System.Text.Json.Nodes;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.Site;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyIssuing.FacilityFiles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Jobs;

/// <summary>What a job file has, who gets one, and what a file that comes back cannot do.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class JobPageTests
{
    [TestMethod]
    public async Task A_job_file_has_no_secret_but_those_of_its_locks_in_its_generations()
    {
        using JobBench bench = await JobBench.StartAsync();
        SecretVault vault = bench.Stage.Bench.Services.GetRequiredService<SecretVault>();
        await bench.Stage.AddUnitAsync("Unit 3", 3);
        long nextKey = await NextKeyAsync(bench);
        JsonNode job = await bench.MakeAsync(("Form.Locks", "1"));
        string text = job.ToJsonString();
        Assert.DoesNotContain(Convert.ToHexStringLower(vault.CopySecret()), text);
        Assert.AreEqual("", (string)job["facilitySecret"]!);
        JsonArray secrets = job["locks"]!.AsArray().Single()!["jobSecrets"]!.AsArray();
        CollectionAssert.AreEqual(new[] { 2, 3, 4, 5 }, secrets.Select(one => (int)one!["generation"]!).ToArray());
        foreach (JsonNode? one in secrets)
        {
            byte[] own = vault.SecretsOf(1, (ushort)one!["generation"]!).LockSecret;
            Assert.AreEqual(Convert.ToHexStringLower(own), (string)one["secret"]!);
        }
        Assert.AreEqual((nextKey, nextKey + 100), ((long)job["nextKeyId"]!, await NextKeyAsync(bench)), "no number twice");
        (int code, string said) = await bench.LockctlAsync("open", "Unit 3", "--virtual", "127.0.0.1:1");
        Assert.AreEqual(2, code);
        StringAssert.Contains(said, "has no lock");
        Assert.IsFalse((await bench.Stage.Bench.InDbAsync(db => db.JobLocks.SingleAsync())).Sealed.AsSpan()
            .IndexOf("setupSecret"u8) >= 0, "the database keeps nothing in the clear");
    }

    [TestMethod]
    public async Task The_page_of_an_entry_says_in_which_job_it_is_as_long_as_it_is()
    {
        using JobBench bench = await JobBench.StartAsync();
        await bench.Stage.AddUnitAsync("Unit 3", 3);
        await bench.MakeAsync(("Form.Locks", "1"));
        Browser reader = await bench.Stage.Bench.SignInAsync(Permissions.All & ~Permissions.Administer);
        await reader.OpenAsync("/Entries/Details/1");
        string said = reader.Page.QuerySelector("#job")!.TextContent;
        StringAssert.Contains(said, "in job 1, which ends ");
        StringAssert.Contains(said, "Job files");
        await reader.OpenAsync("/Entries/Details/3");
        Assert.IsNull(reader.Page.QuerySelector("#job"), "another lock");
        await bench.TakeBackAsync();
        await reader.OpenAsync("/Entries/Details/1");
        Assert.IsNull(reader.Page.QuerySelector("#job"), "taken back");
        await bench.MakeAsync(("Form.Locks", "1"));
        bench.Stage.Bench.Time.Advance(TimeSpan.FromDays(2));
        Browser later = await bench.Stage.Bench.SignInAsync(Permissions.All);
        await later.OpenAsync("/Entries/Details/1");
        StringAssert.Contains(later.Page.QuerySelector("#job")!.TextContent, "in job 2, which ended ");
    }

    [TestMethod]
    public async Task Only_an_administrator_who_types_the_password_again_gets_a_job_file()
    {
        using JobBench bench = await JobBench.StartAsync();
        StringAssert.Contains(await bench.RefusedAsync(("Form.Locks", "1"), ("password", "wrong wrong wrong")), "Your password is wrong");
        Browser entries = await bench.Stage.Bench.SignInAsync(Permissions.All & ~Permissions.Administer, followsRedirects: false);
        await entries.OpenAsync("/Jobs");
        Assert.AreNotEqual(HttpStatusCode.OK, entries.Status);
        await entries.OpenAsync("/Entries");
        Assert.IsNull(entries.Page.QuerySelector("a[href='/Jobs']"));
        Assert.AreEqual(0, await bench.Stage.Bench.InDbAsync(db => db.Jobs.CountAsync()));
    }

    [TestMethod]
    [DataRow("Form.Until", "2026-09-02T12:00", "would have ended already")]
    [DataRow("Form.Until", "soon", "is not a time")]
    [DataRow("Form.Board", "toaster", "Choose the board")]
    [DataRow("Form.Locks", "77", "There is no lock 77")]
    [DataRow("Form.Names", "Door\nDOOR", "is there twice")]
    [DataRow("Form.Names", "gate", "already exists")]
    public async Task A_form_that_cannot_be_is_refused_with_the_reason(string field, string value, string reason)
    {
        using JobBench bench = await JobBench.StartAsync();
        (string, string)[] fields = field == "Form.Locks" ? [(field, value)] : [("Form.Locks", "1"), (field, value)];
        StringAssert.Contains(WebUtility.HtmlDecode(await bench.RefusedAsync(fields)), reason);
        Assert.AreEqual((0, 1), await bench.Stage.Bench.InDbAsync(async db =>
            (await db.Jobs.CountAsync(), (await bench.Stage.Bench.LedgerAsync(1)).HighestGeneration)));
    }

    [TestMethod]
    public async Task A_file_that_this_portal_did_not_give_out_changes_nothing()
    {
        using JobBench bench = await JobBench.StartAsync();
        await bench.Stage.AddUnitAsync("Unit 3", 3);
        string good = (await bench.MakeAsync(("Form.Locks", "1"))).ToJsonString();
        string unit3 = Convert.ToHexStringLower(
            bench.Stage.Bench.Services.GetRequiredService<SecretVault>().SecretsOf(3, 2).LockSecret);
        byte[] before = await bench.Stage.Bench.LedgerBytesAsync(1);
        (string, Action<JsonNode>)[] lies =
        [
            ("no file of a job", job => job["job"]!["number"] = 2),
            ("no file of a job", job => job["job"]!["notAfter"] = 4_000_000_000),
            ("no file of a job", job => job["facilityId"] = 4711),
            ("The generation of Gate is not one of job 1", job => job["locks"]![0]!["generation"] = 6),
            ("The generation of Gate is not one of job 1", job =>
            {
                job["locks"]![0]!["generation"] = 1;
                job["locks"]![0]!["installedGeneration"] = 1;
            }),
            ("were not made by this facility", job => job["locks"]![0]!["jobSecrets"]![0]!["secret"] = new string('0', 64)),
            ("Lock 3 was not in job 1", job =>
            {
                job["locks"]![0]!["id"] = 3;
                job["locks"]![0]!["jobSecrets"] = new JsonArray(new JsonObject { ["generation"] = 2, ["secret"] = unit3 });
            }),
            ("a board that this version does not know", job => job["locks"]![0]!["board"] = "<script>"),
            ("cannot be used as a facility file", job => job["facilitySecret"] = new string('0', 64)),
            ("cannot be used as a facility file", job => job["locks"]![0]!["jobSecrets"] = new JsonArray()),
            ("cannot be used as a facility file", job => job["format"] = "other"),
        ];
        foreach ((string reason, Action<JsonNode> lie) in lies)
        {
            JsonNode job = JsonNode.Parse(good)!;
            job["locks"]![0]!["installedGeneration"] = 2;
            lie(job);
            string page = await bench.TakeBackAsync(job.ToJsonString());
            StringAssert.Contains(page, reason);
            StringAssert.Contains(page, "Nothing was changed");
            CollectionAssert.AreEqual(before, await bench.Stage.Bench.LedgerBytesAsync(1));
        }
        foreach (string text in new[] { "", "{}", "null", "[1]", "\u0001" })
            StringAssert.Contains(await bench.TakeBackAsync(text), text == "" ? "Choose the job file" : "cannot be used");
        Assert.HasCount(0, await bench.Stage.RecordsAsync("job-taken-back"));
        StringAssert.Contains(await bench.TakeBackAsync(good), "Gate is not in service yet, generation 2");
    }

    [TestMethod]
    public async Task A_lock_is_in_one_job_and_a_job_that_was_ended_knows_none_of_its_next_generations()
    {
        using JobBench bench = await JobBench.StartAsync();
        string stolen = (await bench.MakeAsync(("Form.Locks", "1"))).ToJsonString();
        StringAssert.Contains(await bench.RefusedAsync(("Form.Locks", "1")), "Gate is in job 1 already");
        await bench.Office.OpenAsync("/Jobs");
        Assert.IsNull(bench.Office.Page.QuerySelector("#make input[type=checkbox]"), "it cannot be chosen");
        await bench.Office.SubmitAsync("#end-1");
        StringAssert.Contains(bench.Office.Text, "Job 1 is ended");
        JsonNode job = await bench.MakeAsync(("Form.Locks", "1"));
        CollectionAssert.AreEqual(new[] { 6, 7, 8, 9 },
            job["locks"]![0]!["jobSecrets"]!.AsArray().Select(one => (int)one!["generation"]!).ToArray());
        Assert.AreEqual(2, (int)job["job"]!["number"]!);
        Assert.AreNotEqual((string)JsonNode.Parse(stolen)!["locks"]![0]!["setupSecret"]!, (string)job["locks"]![0]!["setupSecret"]!);
        JsonNode lie = JsonNode.Parse(stolen)!;
        lie["locks"]![0]!["installedGeneration"] = 2;
        StringAssert.Contains(await bench.TakeBackAsync(lie.ToJsonString()), "taken back already, or its job was ended");
        Assert.AreEqual(1, (await bench.Stage.Bench.LedgerAsync(1)).Generation);
        await bench.Office.OpenAsync("/Jobs");
        await bench.Office.SubmitAsync("#end-2", ("number", "99"));
        StringAssert.Contains(bench.Office.Text, "No lock is in job 99");
    }

    [TestMethod]
    public async Task The_command_line_takes_a_job_file_back_too()
    {
        using JobBench bench = await JobBench.StartAsync();
        JsonNode job = await bench.MakeAsync(("Form.Locks", "1"), ("Form.Names", "Hall"));
        job["locks"]![1]!["installedGeneration"] = 1;
        await File.WriteAllTextAsync(bench.File, job.ToJsonString());
        StringWriter said = new();
        string data = $"--Facility:DataFolder={bench.Stage.Bench.Folder}";
        Assert.AreEqual(0, await CommandLine.RunAsync(["import", bench.File, data], said, said), said.ToString());
        StringAssert.Contains(said.ToString(), "Hall (2) is new, generation 1");
        Assert.AreEqual("Hall", (await bench.Stage.EntryAsync(2)).Name);
        job["job"]!["number"] = 7;
        await File.WriteAllTextAsync(bench.File, job.ToJsonString());
        Assert.AreEqual(2, await CommandLine.RunAsync(["import", bench.File, data], said, said));
        StringAssert.Contains(said.ToString(), "lockctl job import");
    }

    [TestMethod]
    public async Task The_largest_job_comes_back_through_the_page()
    {
        using JobBench bench = await JobBench.StartAsync();
        string names = string.Join('\n', Enumerable.Range(1, 100).Select(number => $"Unit {number}"));
        JsonNode job = await bench.MakeAsync(("Form.Names", names));
        foreach (JsonNode? door in job["locks"]!.AsArray())
        {
            door!["recoverySecrets"] = new JsonArray([.. Enumerable.Range(0, 8).Select(_ => JsonValue.Create(new string('0', 64)))]);
            door["ledger"] = new string('A', 2000);
            door["installedGeneration"] = 1;
        }
        string text = FacilityText(job);
        Assert.IsGreaterThan(64 * 1024, text.Length);
        StringAssert.Contains(await bench.TakeBackAsync(text), "Job 1 is taken back");
        Assert.AreEqual(101, await bench.Stage.Bench.InDbAsync(db => db.Entries.CountAsync()));
        StringAssert.Contains(await bench.RefusedAsync(("Form.Names", string.Join('\n', Enumerable.Range(200, 101)))), "1 to 100 together");
    }

    private static string FacilityText(JsonNode job) =>
        System.Text.Encoding.UTF8.GetString(FacilityFileFormat.ToBytes(FacilityFileFormat.Read(
            System.Text.Encoding.UTF8.GetBytes(job.ToJsonString()))));

    private static Task<long> NextKeyAsync(JobBench bench) =>
        bench.Stage.Bench.InDbAsync(db => db.Sites.Select(site => site.NextKeyId).SingleAsync());
}
