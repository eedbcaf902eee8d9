using System.Data.Common;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Schedules;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.FacilityTests.Keys;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Schedules;

/// <summary>Access hours are created, changed (with the effect on keys), deleted and drawn.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ScheduleTests
{
    [TestMethod]
    public void Every_slip_is_named_with_its_line()
    {
        IReadOnlyList<string> slips = ScheduleChanges.Slips("Mon-Fri 06:00-22:00\nMoonday 06:00-22:00\nSat 8-12");
        Assert.HasCount(2, slips);
        StringAssert.StartsWith(slips[0], "Line 2: \"Moonday\" is no day");
        StringAssert.StartsWith(slips[1], "Line 3: \"Sat 8-12\" is no window");
        StringAssert.Contains(ScheduleChanges.Slips("\n")[0], "1 to 8");
        StringAssert.Contains(ScheduleChanges.Slips(string.Join('\n', Enumerable.Repeat("always", 9)))[0], "These have 9");
    }

    [TestMethod]
    public async Task Narrower_hours_revoke_the_keys_that_open_outside_them()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.Gate);
        ChangeAnswer answer =
            await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon-Fri 06:00-22:00", doKeysRunOut: false));
        Assert.IsTrue(answer.IsDone, answer.Words);
        CollectionAssert.AreEqual(new[] { $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.Gate));
        Assert.AreEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
    }

    [TestMethod]
    public async Task Wider_hours_revoke_nothing_nor_do_narrower_ones_when_keys_run_out()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.Gate, "Mon-Fri 06:00-22:00");
        await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon-Sat 06:00-22:00", doKeysRunOut: false));
        await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon 06:00-22:00", doKeysRunOut: true));
        Assert.IsEmpty(await scene.NoticesAsync(Scene.Gate));
        Assert.AreEqual("Mon 06:00-22:00", await scene.Bench.InDbAsync(db => db.Schedules.Select(row => row.Windows).SingleAsync()));
    }

    [TestMethod]
    public async Task Keys_that_were_to_run_out_are_revoked_when_the_same_hours_are_stored_without_that()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.Gate);
        foreach (bool doKeysRunOut in new[] { true, false })
            await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon 06:00-22:00", doKeysRunOut));
        CollectionAssert.AreEqual(new[] { $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.Gate));
    }

    [TestMethod]
    [DataRow("Mon-Fri 06:00-22:00", false)]
    [DataRow("Mon-Sat 06:00-22:00", false)]
    [DataRow("Mon 06:00-22:00", true)]
    public async Task Hours_that_include_those_of_before_touch_no_user(string windows, bool isTouched)
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon-Fri 06:00-22:00", doKeysRunOut: false));
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.Gate, "Mon-Fri 06:00-22:00");
        int before = (await scene.RowAsync(ada)).Version;
        Assert.IsTrue(
            (await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Weekdays", windows, doKeysRunOut: false))).IsDone);
        Assert.AreEqual(isTouched, (await scene.RowAsync(ada)).Version != before);
        Assert.AreEqual($"Weekdays: {windows}",
            await scene.Bench.InDbAsync(db => db.Schedules.Select(row => row.Name + ": " + row.Windows).SingleAsync()));
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task What_a_lock_has_no_room_for_is_named_and_revoked_by_storing_again(DatabaseKind kind)
    {
        const int RoomMax = 256;
        using TestDatabase database = new(kind);
        using Scene scene = await Scene.BeginAsync(database.Postgres);
        byte[] grant = await GrantAsync(scene);
        long[] users = await AddHoldersAsync(scene, RoomMax + 3, grant);
        ChangeAnswer answer =
            await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon 06:00-22:00", doKeysRunOut: false));
        Assert.IsTrue(answer.IsDone, answer.Words);
        StringAssert.Contains(answer.Words, "Not revoked yet: 3 users' keys to Gate");
        Assert.AreEqual(3,
            await scene.Bench.InDbAsync(db => db.Keys.CountAsync(key => key.State == KeyState.InForce && users.Contains(key.UserId))));
        CollectionAssert.AreEqual(users[^3..],
            await scene.Bench.InDbAsync(db => db.Users.Where(user => users.Contains(user.Id) && user.KeyNotAfter != User.NoKey)
                .OrderBy(user => user.Id).Select(user => user.Id).ToArrayAsync()));
        Assert.AreEqual("Mon 06:00-22:00", await scene.Bench.InDbAsync(db => db.Schedules.Select(row => row.Windows).SingleAsync()));
        await ApplyAsync(scene, Scene.Gate);
        answer = await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon 06:00-22:00", doKeysRunOut: false));
        Assert.IsFalse(answer.Words.Contains("Not revoked", StringComparison.Ordinal), answer.Words);
        CollectionAssert.AreEqual(users[^3..].Select(user => $"RevokeHolder {user}").ToArray(), await scene.NoticesAsync(Scene.Gate));
        Assert.AreEqual(0, await scene.Bench.InDbAsync(db => db.Keys.CountAsync(key => key.State == KeyState.InForce)));
    }

    [TestMethod]
    public async Task A_hundred_holders_cost_no_more_queries_than_one()
    {
        CommandCount count = new();
        int[] asked = new int[2];
        foreach (int i in new[] { 0, 1 })
        {
            using Scene scene = await Scene.BeginAsync(services: count.AddTo);
            await AddHoldersAsync(scene, i == 0 ? 1 : 100, await GrantAsync(scene));
            count.Value = 0;
            await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon 06:00-22:00", doKeysRunOut: false));
            asked[i] = count.Value;
            Assert.AreEqual(0, await scene.Bench.InDbAsync(db => db.Keys.CountAsync(key => key.State == KeyState.InForce)));
        }
        Assert.AreEqual(asked[0], asked[1]);
    }

    [TestMethod]
    public async Task Only_unused_hours_are_deleted()
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.UserAsync("Ada Byron");
        await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(null, "Nights", "Fri 22:00-06:00", doKeysRunOut: false));
        StringAssert.Contains((await scene.DoAsync<ScheduleChanges>(changes => changes.DeleteAsync(1))).Words, "1 users have");
        long nights =
            await scene.Bench.InDbAsync(db => db.Schedules.Where(row => row.Name == "Nights").Select(row => row.Id).SingleAsync());
        Assert.IsTrue((await scene.DoAsync<ScheduleChanges>(changes => changes.DeleteAsync(nights))).IsDone);
        Assert.AreEqual(1, await scene.Bench.InDbAsync(db => db.Schedules.CountAsync()));
    }

    [TestMethod]
    public async Task The_page_draws_the_week_and_says_it_in_words()
    {
        using Scene scene = await Scene.BeginAsync();
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUnits);
        await browser.OpenAsync("/Schedules/Edit");
        await browser.SubmitAsync("form.card", ("name", "Nights"), ("windows", "Fri 22:00-06:00\nNoday 01:00-02:00"));
        StringAssert.Contains(browser.Text, "Line 2");
        await browser.SubmitAsync("form.card", ("name", "Nights"), ("windows", "Fri 22:00-06:00"));
        StringAssert.Contains(browser.Text, "\"Nights\" is saved");
        AngleSharp.Dom.IElement picture = browser.Page.QuerySelectorAll("svg.week").Single(svg => svg.TextContent.Contains("Nights"));
        StringAssert.Contains(picture.QuerySelector("desc")!.TextContent, "Friday: 22:00 to 06:00 the next day. Saturday: closed.");
        // 22:00 to midnight on Friday's row, midnight to 06:00 on Saturday's; an hour is 24 wide.
        Assert.AreEqual("48", picture.QuerySelector("rect.open")!.GetAttribute("width"));
        Assert.AreEqual("144", picture.QuerySelector("rect.after")!.GetAttribute("width"));
        Assert.AreEqual(24,
            int.Parse(picture.QuerySelector("rect.after")!.GetAttribute("y")!) - int.Parse(
                picture.QuerySelector("rect.open")!.GetAttribute("y")!));
    }

    /// <summary>A grant that admits always.</summary>
    private static async Task<byte[]> GrantAsync(Scene scene)
    {
        long first = await scene.UserAsync("First");
        await scene.IssueAsync(first, Scene.DoorA);
        return await scene.Bench.InDbAsync(db => db.Keys.Where(key => key.UserId == first).Select(key => key.Grant).SingleAsync());
    }

    /// <summary>Users with a key to the gate each.</summary>
    private static Task<long[]> AddHoldersAsync(Scene scene, int count, byte[] grant) => scene.Bench.InDbAsync(async db =>
    {
        const int KeyBase = 10_000;
        User[] users =
            [.. Enumerable.Range(0, count)
                .Select(i => new User { Name = $"Holder {i}", ScheduleId = 1, KeyNotAfter = scene.Bench.Now + 3600 })];
        db.Users.AddRange(users);
        await db.SaveChangesAsync();
        db.Keys.AddRange(
            users.Select(
                user => new OfflineKey
                {
                    Id = KeyBase + user.Id,
                    UserId = user.Id,
                    EntryId = Scene.Gate,
                    Grant = grant,
                    Generation = 1,
                    IssuedAt = scene.Bench.Now - 60,
                    NotAfter = scene.Bench.Now + 3600
                }));
        await db.SaveChangesAsync();
        return users.Select(user => user.Id).Order().ToArray();
    });

    /// <summary>The lock applies everything that waits for it, and the facility learns of it from the trail.</summary>
    private static Task ApplyAsync(Scene scene, long entryId) => scene.Bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        Entry entry = await db.Entries.SingleAsync(row => row.Id == entryId);
        uint last = (await services.GetRequiredService<LedgerStore>().MakeNoticesAsync(entry))[^1].Number;
        byte[] batch = new byte[SealedBatch.HeaderSize + AuditEvent.Size];
        new AuditEvent { Time = scene.Bench.Now, Kind = EventKind.NoticeApplied, Detail = last, Trust = ClockTrust.Set }.WriteTo(batch,
            SealedBatch.HeaderSize);
        SealedBatch.Seal(batch, 0, services.GetRequiredService<SecretVault>().SecretsOf(entryId, 1), 1, 1, 1, 1, 1);
        Assert.IsTrue((await services.GetRequiredService<EventBatchStore>().TakeAsync(entry, batch, isFresh: true)).IsTaken);
        await db.SaveChangesAsync();
    });

    /// <summary>Counts the queries to the database.</summary>
    private sealed class CommandCount : DbCommandInterceptor
    {
        public int Value { get; set; }

        public void AddTo(IServiceCollection services) => services.ConfigureDbContext<FacilityDb>(options => options.AddInterceptors(this));

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Value++;
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Value++;
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
