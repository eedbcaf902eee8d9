extern alias lockctl;
using System.Text.Json.Nodes;
using lockctl::LockFirmware.InstallerTool;
using lockctl::LockFirmware.InstallerTool.Cli;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Host;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Import;

/// <summary>A new lock gets into the portal: lockctl's commands, the import of its file, the gateway, the page.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class FromLockctlTests
{
    [TestMethod]
    public async Task A_lock_that_lockctl_brought_into_service_tells_the_portal_what_happened()
    {
        string folder = Directory.CreateTempSubdirectory("facility-lockctl-").FullName;
        await TellAsync(folder);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task TellAsync(string folder)
    {
        string file = Path.Combine(folder, "facility.json");
        string data = Path.Combine(folder, "data");
        await LockctlAsync(file, "facility", "new", "--name", "North Yard", "--id", "4001", "--zone", "Europe/Berlin");
        string list = Path.Combine(folder, "locks.csv");
        await File.WriteAllLinesAsync(list, ["id,name,board,kind,exit,serialPort", "12001,Gate,esp32-c3,entry,yes,"]);
        await LockctlAsync(file, "manifest", list);
        JsonNode written = JsonNode.Parse(await File.ReadAllTextAsync(file))!["locks"]![0]!;
        using VirtualLock door = new(null, Convert.FromHexString((string)written["setupSecret"]!));
        StringAssert.Contains(await LockctlAsync(file, "provision", "Gate", "--virtual", door.Address, "--set-time"),
            "The lock's clock is set");
        await LockctlAsync(file, "open", "Gate", "--virtual", door.Address);

        StringWriter said = new();
        Assert.AreEqual(0, await CommandLine.RunAsync(["import", file, $"--Facility:DataFolder={data}"], said, said), said.ToString());
        using FacilityBench bench = new(folder: data);
        Browser browser = await bench.SignInAsync(Permissions.All);
        await browser.OpenAsync("/Entries/Details/12001");
        await browser.SubmitAsync("#edit", ("Form.Address", door.Address));
        VisitReport report = await bench.InScopeAsync(services => services.GetRequiredService<LockSync>().VisitAsync(12001, "test"));
        Assert.AreEqual("", report.Error);
        Assert.IsTrue(report.NewEventCount > 0);
        await browser.OpenAsync("/Activity?entry=12001");
        string[] told =
            [.. browser.Page.QuerySelectorAll("td[data-label=What]")
                .Select(cell => cell.ParentElement!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .Select(words => string.Join(' ', words))];
        Assert.IsTrue(told.Length > 3, browser.Text);
        Assert.IsTrue(told.All(line => line.Contains("Gate", StringComparison.Ordinal)));
        foreach (string words in new[] { "provisioned", "clock set", "admitted to enter" })
            Assert.IsTrue(told.Any(line => line.Contains(words, StringComparison.OrdinalIgnoreCase)),
                $"{words}: {string.Join('\n', told)}");
        Assert.AreEqual(0, browser.Page.QuerySelectorAll("tr.hole").Length);
        Entry entry = await bench.InDbAsync(db => db.Entries.SingleAsync());
        Assert.AreEqual((4001L, "Gate", true, ""),
            (await bench.InDbAsync(db => db.Sites.Select(site => site.FacilityId).SingleAsync()), entry.Name, entry.IsExit,
                entry.LastError));
        Assert.AreEqual(entry.Head, entry.StoredThrough);
    }

    private static async Task<string> LockctlAsync(string file, params string[] args)
    {
        StringWriter output = new();
        Terminal terminal = new(output, output, TextReader.Null, false, false) { Time = new AfternoonOfTheBench() };
        Assert.AreEqual(0, await Lockctl.RunAsync([.. args, "--facility", file], terminal, default), $"{string.Join(' ', args)}: {output}");
        return output.ToString();
    }

    /// <summary>Starts an hour before the bench's clock. Waits take real time, because the lock runs in real time.</summary>
    private sealed class AfternoonOfTheBench : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 9, 2, 12, 0, 0, TimeSpan.Zero);
    }
}
