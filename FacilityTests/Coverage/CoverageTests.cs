using AngleSharp.Dom;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Bluez;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LockFirmware.FacilityTests.Coverage;

/// <summary>Which gateway hears which lock, who visits it then, and what the page says.</summary>
[TestClass]
public sealed class CoverageTests
{
    private const uint Near = 12001;
    private const uint Far = 12002;
    private const uint Silent = 12003;
    private const uint Wired = 12004;

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task The_gateway_that_hears_a_lock_best_visits_it_and_a_lock_that_nobody_hears_is_left_to_nobody(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = await MakeAsync(database.Postgres);
        await HearAsync(bench, "east", (Near, -60), (Far, -90));
        await HearAsync(bench, "west", (Far, -70));
        CollectionAssert.AreEquivalent(new long[] { Near, Silent, Wired }, await DueAsync(bench, "east"));
        CollectionAssert.AreEquivalent(new long[] { Far, Silent, Wired }, await DueAsync(bench, "west"));
        CollectionAssert.AreEquivalent(new long[] { Silent, Wired }, await DueAsync(bench, "deaf"));
    }

    [TestMethod]
    public async Task Two_that_hear_a_lock_alike_may_both_and_one_that_is_silent_for_three_reports_counts_no_more()
    {
        using FacilityBench bench = await MakeAsync();
        await HearAsync(bench, "east", (Near, -60));
        await HearAsync(bench, "west", (Near, -60));
        CollectionAssert.Contains(await DueAsync(bench, "east"), (long)Near);
        CollectionAssert.Contains(await DueAsync(bench, "west"), (long)Near);
        CollectionAssert.DoesNotContain(await DueAsync(bench, "deaf"), (long)Near);
        bench.Time.Advance(TimeSpan.FromSeconds(900));
        CollectionAssert.DoesNotContain(await DueAsync(bench, "deaf"), (long)Near);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        CollectionAssert.Contains(await DueAsync(bench, "deaf"), (long)Near);
    }

    [TestMethod]
    public async Task A_lock_whose_visit_has_failed_may_be_tried_by_every_gateway()
    {
        using FacilityBench bench = await MakeAsync();
        await HearAsync(bench, "east", (Near, -60));
        await bench.InDbAsync(db => db.Entries.Where(row => row.Id == Near)
            .ExecuteUpdateAsync(row => row.SetProperty(entry => entry.FailureCount, 1)));
        CollectionAssert.Contains(await DueAsync(bench, "west"), (long)Near);
    }

    [TestMethod]
    public async Task A_gateway_without_Bluetooth_leaves_it_to_one_that_has_it()
    {
        using FacilityBench bench = await MakeAsync();
        await NoteAsync(bench, "office", [], "This computer has no Bluetooth adapter.");
        CollectionAssert.Contains(await DueAsync(bench, "office"), (long)Silent, "there is no other gateway, and the page shall say why");
        await HearAsync(bench, "east");
        CollectionAssert.AreEqual(new long[] { Wired }, await DueAsync(bench, "office"));
        CollectionAssert.Contains(await DueAsync(bench, "east"), (long)Silent);
    }

    [TestMethod]
    public async Task A_gateway_without_Bluetooth_leaves_nothing_to_another_without_it()
    {
        using FacilityBench bench = await MakeAsync();
        foreach (string deaf in new[] { "office", "cellar" })
            await NoteAsync(bench, deaf, [], "This computer has no Bluetooth adapter.");
        foreach (string deaf in new[] { "office", "cellar" })
            CollectionAssert.Contains(await DueAsync(bench, deaf), (long)Silent, $"{deaf}: nobody else can visit it");
        await HearAsync(bench, "cellar");
        CollectionAssert.AreEqual(new long[] { Wired }, await DueAsync(bench, "office"), "the adapter of the other one works again");
    }

    [TestMethod]
    public async Task The_page_names_what_is_out_of_reach_first_and_which_gateway_hears_what_in_few_queries()
    {
        ReadCommands commands = new();
        using FacilityBench bench = await MakeAsync(services: commands.AddTo);
        await HearAsync(bench, "east", (Near, -60), (Far, -90), (999_999, -40));
        await HearAsync(bench, "west", (Near, -71), (Far, -95));
        await NoteAsync(bench, "office", [], "This computer has no Bluetooth adapter.");
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries");
        Assert.IsNotNull(browser.Page.QuerySelector("a[href='/Coverage']"));
        commands.Clear();
        await browser.OpenAsync("/Coverage");
        Assert.IsLessThanOrEqualTo(10, commands.Texts.Count, string.Join('\n', commands.Texts));
        StringAssert.Contains(browser.Text, "One lock is out of reach");
        StringAssert.Contains(browser.Text, "One lock is heard weakly, below -85 dBm");
        string[][] rows = Rows(browser, 1);
        CollectionAssert.AreEqual(new[] { "Silent", "out of reach", "never heard", "none yet" }, rows[0]);
        CollectionAssert.AreEqual(new[] { "Far", "weak", "east -90 dBm (weak); west -95 dBm (weak)", "none yet" }, rows[1]);
        CollectionAssert.AreEqual(new[] { "Near", "good", "east -60 dBm; west -71 dBm", "none yet" }, rows[2]);
        Assert.HasCount(3, rows, "a lock that is not over Bluetooth is not in the table");
        string[][] gateways = Rows(browser, 0);
        CollectionAssert.AreEqual(new[] { "2", "2", "listens" }, gateways[0][2..]);
        CollectionAssert.AreEqual(new[] { "0", "0", "This computer has no Bluetooth adapter." }, gateways[1][2..]);
        CollectionAssert.AreEqual(new[] { "2", "0", "listens" }, gateways[2][2..]);
        bench.Time.Advance(TimeSpan.FromSeconds(901));
        await browser.OpenAsync("/Coverage");
        StringAssert.Contains(browser.Text, "3 locks are out of reach");
        StringAssert.Contains(browser.Text, "last heard by east");
        StringAssert.Contains(browser.Text, "no report for more than 15 minutes");
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task A_report_of_a_clock_that_was_ahead_does_not_count(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = await MakeAsync(database.Postgres);
        DateTimeOffset right = bench.Time.GetUtcNow();
        bench.Time.AdjustTime(right + TimeSpan.FromMinutes(61));
        await HearAsync(bench, "east", (Near, -60));
        await NoteAsync(bench, "office", [], "This computer has no Bluetooth adapter.");
        bench.Time.AdjustTime(right + TimeSpan.FromMinutes(60));
        CollectionAssert.DoesNotContain(await DueAsync(bench, "west"), (long)Near, "the clocks of two gateways differ by a minute");
        bench.Time.AdjustTime(right);
        CollectionAssert.Contains(await DueAsync(bench, "west"), (long)Near, "nobody is known to hear it");
        CollectionAssert.Contains(await DueAsync(bench, "office"), (long)Silent, "nobody is known to listen");
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Coverage");
        StringAssert.Contains(browser.Text, "3 locks are out of reach");
        CollectionAssert.Contains(Rows(browser, 1).Select(row => row[2]).ToArray(),
            "last heard by east, at an unknown time (a clock was ahead)");
        StringAssert.Contains(browser.Text, "no gateway is known to have heard them in the last 15 minutes");
        StringAssert.StartsWith(Rows(browser, 0)[0][4], "not known when it last reported, because a clock was ahead: see that it runs");
        await HearAsync(bench, "east", (Near, -60));
        CollectionAssert.DoesNotContain(await DueAsync(bench, "west"), (long)Near, "its next report counts");
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task A_gateway_that_was_taken_down_is_removed_with_what_it_has_heard(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = await MakeAsync(database.Postgres);
        await HearAsync(bench, "old pi", (Near, -60));
        await HearAsync(bench, "east", (Far, -60));
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Coverage");
        Assert.IsNull(browser.Page.QuerySelector("form[action='/Coverage?handler=Remove']"), "both report");
        bench.Time.Advance(TimeSpan.FromSeconds(901));
        await browser.OpenAsync("/Coverage");
        IHtmlCollection<IElement> forms = browser.Page.QuerySelectorAll("details.confirm form");
        CollectionAssert.AreEqual(new[] { "Remove east", "Remove old pi" }, forms.Select(form => form.QuerySelector("button")!.TextContent)
            .ToArray(), "what is removed is behind a question");
        await HearAsync(bench, "east", (Far, -60));
        await browser.SubmitAsync("form:has([value=east])");
        StringAssert.Contains(browser.Text, "east still reports what it hears. Stop it, wait 15 minutes");
        await browser.SubmitAsync("form:has([value='old pi'])");
        StringAssert.Contains(browser.Text, "old pi is removed");
        CollectionAssert.AreEqual(new[] { "east" }, Rows(browser, 0).Select(row => row[0]).ToArray());
        CollectionAssert.Contains(Rows(browser, 1).Select(row => string.Join(", ", row[..3])).ToArray(), "Near, out of reach, never heard");
        OfficeRecord record = await bench.InDbAsync(db => db.OfficeRecords.AsNoTracking()
            .SingleAsync(row => row.What == "gateway-removed"));
        Assert.AreEqual("old pi", record.Detail);
        Assert.IsNotNull(record.StaffId);
        Assert.AreEqual(1, await bench.InDbAsync(db => db.Heard.CountAsync()), "what the other one has heard is left");
        await bench.InScopeAsync(async services =>
        {
            Assert.AreEqual("This gateway is not listed any more.",
                (await services.GetRequiredService<GatewayRemoval>().RemoveAsync("old pi")).Words);
            return true;
        });
        await HearAsync(bench, "old pi", (Near, -60));
        await browser.OpenAsync("/Coverage");
        Assert.HasCount(2, Rows(browser, 0), "one that runs again comes back");
    }

    [TestMethod]
    public async Task Without_a_lock_over_Bluetooth_the_page_says_how_to_get_one()
    {
        using FacilityBench bench = new();
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Coverage");
        StringAssert.Contains(browser.Text, "No entry has a place over Bluetooth");
    }

    [TestMethod]
    public async Task More_locks_than_a_page_holds_are_all_shown_once()
    {
        const int count = 55;
        using FacilityBench bench = new();
        await bench.InDbAsync(db =>
        {
            for (uint i = 1; i <= count; i++)
                db.Entries.Add(Entry(i, $"Unit {i}", "ble"));
            return db.SaveChangesAsync();
        });
        await HearAsync(bench, "east", (7, -60));
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        List<string> names = [];
        foreach (string page in new[] { "/Coverage", "/Coverage?part=2" })
        {
            await browser.OpenAsync(page);
            names.AddRange(Rows(browser, 1).Select(row => row[0]));
        }
        Assert.HasCount(count, names.Distinct());
        Assert.HasCount(count, names);
        Assert.AreEqual("Unit 7", names[^1], "the best is last");
        foreach (string part in new[] { "0", "-3", "99999999", "x" })
        {
            await browser.OpenAsync($"/Coverage?part={part}");
            Assert.IsLessThan(500, (int)browser.Status, part);
        }
        const int full = Facility.Features.Coverage.IndexModel.PageSize;
        await bench.InDbAsync(db => db.Entries.Where(entry => entry.Id > full).ExecuteDeleteAsync());
        await browser.OpenAsync("/Coverage?part=2");
        Assert.HasCount(full, Rows(browser, 1), "nothing follows a full page");
    }

    [TestMethod]
    public async Task A_visit_over_Bluetooth_keeps_what_it_was_like()
    {
        FixedFigures links = new(new RadioFigures("hci1", "AA:BB:CC:DD:EE:FF", -58, 400, 300, 200, 2, 47));
        using FacilityBench bench = new(services: services => services.AddSingleton<Facility.UseCases.Entries.ILockLinkFactory>(links),
            settings: ("Facility:GatewayName", "east"));
        using BenchLock door = await BenchLock.MakeAsync(bench);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        await door.AddressAsync("ble");
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Coverage");
        string[] row = Rows(browser, 1).Single();
        Assert.AreEqual("east -58 dBm", row[2]);
        Assert.AreEqual("Wed 2 Sep 2026 13:00 by east, hci1: heard after 0.4 s, connected in 0.5 s at try 2, 47 messages", row[3]);
    }

    [TestMethod]
    public async Task The_listener_reports_every_interval_and_says_why_it_cannot()
    {
        ScriptedListener listener = new();
        using FacilityBench bench = await MakeAsync(services: services => services.AddSingleton<ILockListener>(listener));
        using ListenWorker worker = new(bench.Services.GetRequiredService<IServiceScopeFactory>(), listener,
            new GatewaySettings { Name = "east" }, bench.Services.GetRequiredService<FacilityClock>(), NullLogger<ListenWorker>.Instance);
        await worker.ListenAsync(default);
        Assert.AreEqual("", (await GatewayAsync(bench)).Trouble);
        listener.Fault = new LockLinkException(LinkFault.Unreachable, "The adapter hci0 is off.");
        bench.Time.Advance(TimeSpan.FromSeconds(300));
        await worker.ListenAsync(default);
        GatewayRow told = await GatewayAsync(bench);
        Assert.AreEqual("The adapter hci0 is off.", told.Trouble);
        listener.Fault = new LockLinkException(LinkFault.Taken, "It visits.");
        bench.Time.Advance(TimeSpan.FromSeconds(300));
        await worker.ListenAsync(default);
        Assert.AreEqual(told.SeenAt, (await GatewayAsync(bench)).SeenAt, "an adapter that visits locks is no trouble");
        await bench.InDbAsync(db => db.Entries.ExecuteUpdateAsync(row => row.SetProperty(entry => entry.Address, "")));
        int before = listener.Count;
        await worker.ListenAsync(default);
        Assert.AreEqual(before, listener.Count, "nobody listens where no lock is over Bluetooth");
    }

    private static Task<GatewayRow> GatewayAsync(FacilityBench bench) => bench.InDbAsync(db => db.Gateways.AsNoTracking().SingleAsync());

    private static string[][] Rows(Browser browser, int table) =>
        [.. browser.Page.QuerySelectorAll("table")[table].QuerySelectorAll("tbody tr").Select(row =>
            row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToArray())];

    private static async Task<FacilityBench> MakeAsync(string? postgres = null, Action<IServiceCollection>? services = null)
    {
        FacilityBench bench = new(postgres, services);
        await bench.InDbAsync(db =>
        {
            db.Entries.AddRange(Entry(Near, "Near", "ble"), Entry(Far, "Far", "ble:hci0"), Entry(Silent, "Silent", "ble:AA:BB:CC:DD:EE:FF"),
                Entry(Wired, "Wired", "virtual:127.0.0.1:1"));
            return db.SaveChangesAsync();
        });
        return bench;
    }

    private static Entry Entry(uint id, string name, string address)
    {
        Entry entry = EntryMaker.Make(id, name, EntryKind.Unit);
        entry.Address = address;
        return entry;
    }

    private static Task HearAsync(FacilityBench bench, string gateway, params (uint Id, int Signal)[] heard) => NoteAsync(bench, gateway,
        [.. heard.Select(one => new HeardLock($"/hci0/{one.Id}", "hci0", "AA:BB:CC:DD:EE:FF", $"LF-{one.Id}", one.Signal, false))], "");

    private static Task NoteAsync(FacilityBench bench, string gateway, HeardLock[] heard, string trouble) =>
        bench.InScopeAsync(services => Store(services, gateway).NoteAsync(heard, trouble));

    private static Task<long[]> DueAsync(FacilityBench bench, string gateway) => bench.InScopeAsync(services => new EntryLeases(
        services.GetRequiredService<FacilityDb>(), services.GetRequiredService<FacilityClock>(), new GatewaySettings { Name = gateway },
        Store(services, gateway)).DueAsync(100, default));

    private static HearingStore Store(IServiceProvider services, string gateway) => new(services.GetRequiredService<FacilityDb>(),
        services.GetRequiredService<ChangeRunner>(), services.GetRequiredService<FacilityClock>(),
        new GatewaySettings { Name = gateway });

    private sealed class ScriptedListener : ILockListener
    {
        public LockLinkException? Fault { get; set; }

        public int Count { get; private set; }

        public Task<IReadOnlyList<HeardLock>> ListenAsync(CancellationToken stop)
        {
            Count++;
            return Fault == null ? Task.FromResult<IReadOnlyList<HeardLock>>([]) : throw Fault;
        }
    }
}
