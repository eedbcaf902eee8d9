using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.FacilityTests.Keys;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Users;

/// <summary>A guest whom nobody has reported opens a door: the office sees the share and can revoke it.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class UnreportedGuestTests
{
    private const uint Door = 11;
    private const uint Key = 2001;
    private const uint Guest = 77;

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task The_trail_shows_a_share_once_and_the_office_revokes_it(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        SealedTrail door = await SealedTrail.AddAsync(bench, Door, "Unit A-1", EntryKind.Unit);
        long ada = await People.AddAsync(bench, "Ada Byron", Key, Door);
        door.Happens(bench.Now, EventKind.AccessGranted, Key).Happens(bench.Now, EventKind.Refused, Key, reason: 1, detail: 78)
            .Happens(bench.Now, EventKind.Passage, Key, detail: 9)
            .Happens(bench.Now, EventKind.AccessGranted, 9999, detail: Guest);
        await door.BringAsync();
        Assert.AreEqual(0, await bench.InDbAsync(db => db.Shares.CountAsync()), "the holder, a refused guest, seconds, a key of nobody");
        door.Happens(bench.Now, EventKind.AccessGranted, Key, detail: Guest)
            .Happens(bench.Now, EventKind.AccessGranted, Key, detail: Guest);
        await door.BringAsync(5, 6);
        await door.Happens(bench.Now, EventKind.AccessGranted, Key, detail: Guest).BringAsync(7, 7);
        KeyShare share = await bench.InDbAsync(db => db.Shares.Include(row => row.Key).SingleAsync());
        Assert.AreEqual((Guest, "", share.Key!.NotAfter, bench.Now),
            ((uint)share.GuestId, share.GuestName, share.NotAfter, (uint)share.KnownAt));
        Browser browser = await bench.SignInAsync(Permissions.ManageUsers);
        await browser.OpenAsync($"/Users/{ada}");
        StringAssert.Contains(browser.Text, "guest 77");
        await browser.SubmitAsync("form.revoke-share");
        CollectionAssert.AreEqual(new[] { $"RevokeGuest {Key} {Guest}" }, await NoticesAsync(bench));
        await door.Happens(bench.Now, EventKind.AccessGranted, Key, detail: Guest).BringAsync(8, 8);
        Assert.IsNotNull(await bench.InDbAsync(db => db.Shares.Select(row => row.RevokedAt).SingleAsync()));
    }

    private static Task<string[]> NoticesAsync(FacilityBench bench) => bench.InScopeAsync(async services =>
    {
        Entry entry = await services.GetRequiredService<FacilityDb>().Entries.SingleAsync();
        return (await services.GetRequiredService<LedgerStore>().MakeNoticesAsync(entry)).SelectMany(Items).ToArray();
    });

    private static IEnumerable<string> Items(IssuedNotice issued)
    {
        Notice notice = new();
        Assert.IsTrue(notice.TryRead(issued.Content, 0, issued.Content.Length));
        return NoticeReading.Items(notice);
    }
}
