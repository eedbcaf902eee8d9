using System.Data.Common;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Users;

/// <summary>After a user with a long history is erased, nothing in the database leads to the person.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ErasureTests
{
    private static readonly string[] Traces = ["Zaphod", "Quill", "zaphod", "quill", "5550100", "555 0100", "Phone of a test", "Trillian"];

    /// <summary>The traces in the bytes of the database's files.</summary>
    private static string[] InFiles(string folder)
    {
        string bytes = string.Concat(Directory.GetFiles(folder, "facility.db*").Order(StringComparer.Ordinal).Select(TextOf));
        Assert.IsGreaterThan(10_000, bytes.Length);
        return [.. Traces.Where(trace => bytes.Contains(trace, StringComparison.Ordinal))];
    }

    private static string TextOf(string file)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader reader = new(stream, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            // SQLite deletes the files beside the database when its last connection closes.
            return "";
        }
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Nothing_is_left_but_the_number(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using PhoneStage stage = await PhoneStage.StartAsync(postgres: database.Postgres);
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Zaphod Quill", 11);
        await stage.DoAsync<UserRecords>(records =>
            records.EditAsync(userId, new UserIdentity("Zaphod Quill", "zaphod@quill.example", "+1 555 0100")));
        // The stage names access hours after their user.
        await stage.ChangeAsync(
            db => db.Schedules.ExecuteUpdateAsync(row => row.SetProperty(schedule => schedule.Name, schedule => "Hours " + schedule.Id)));
        await phone.FetchAsync();
        await stage.VisitAsync(11);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(11));
        Assert.IsNotNull(
            await phone.PostAsync<ShareAnswer>("/api/shares",
                new ShareRequest { KeyId = phone.KeyIds[11], Share = Share(stage), GuestName = "Trillian" }), phone.Refusal?.Reason);
        await stage.VisitAsync(11);
        Assert.IsNotNull(await phone.PostAsync<HereAnswerChallenge>("/api/here", new { lockId = 11 }));
        await stage.ChangeAsync(
            db => db.Devices.ExecuteUpdateAsync(row => row.SetProperty(device => device.KeyWithoutHereAt, stage.Bench.Now)));
        long unitId = await stage.Bench.InDbAsync(db => db.Units.Where(unit => unit.EntryId == 11).Select(unit => unit.Id).SingleAsync());
        Assert.AreNotEqual(0, (await FindAsync(stage)).Count, "the search finds what there is");
        await stage.DoAsync<LeaseService>(letting => letting.MoveOutAsync(unitId));
        await stage.DoAsync<UserRecords>(records => records.EraseAsync(userId));
        Device device = await stage.Bench.InDbAsync(db => db.Devices.SingleAsync());
        Assert.AreEqual((0L, 0L, null), (device.CreatedAt, device.SeenAt, device.KeyWithoutHereAt));
        Assert.AreEqual(0, await stage.Bench.InDbAsync(db => db.HereChallenges.CountAsync()), "a challenge tells where the phone was");
        Assert.AreEqual("", string.Join('\n', await FindAsync(stage)));
        if (kind == DatabaseKind.Sqlite)
            CollectionAssert.AreEqual(Array.Empty<string>(), InFiles(stage.Bench.Folder));
        Browser browser = await stage.Bench.SignInAsync(Permissions.All);
        foreach (string page
            in new[] { $"/Users/{userId}", "/Activity", $"/Activity?user={userId}", $"/Activity/Office?user={userId}", "/Users" })
        {
            await browser.OpenAsync(page);
            Assert.AreEqual(System.Net.HttpStatusCode.OK, browser.Status, page);
            Assert.IsFalse(Traces.Any(trace => browser.Text.Contains(trace, StringComparison.Ordinal)), $"{page}: {browser.Text}");
        }
        await browser.OpenAsync("/Activity?entry=11");
        StringAssert.Contains(browser.Text, $"deleted user {userId} admitted to enter");
    }

    private static string Share(PhoneStage stage)
    {
        Share share = new() { GuestId = 5, NotAfter = stage.Bench.Now + 3600, Rights = Rights.Unlock };
        LockLink.Words.WindowText.TryRead(["always"], share.Windows);
        return Convert.ToBase64String(share.ToBytes());
    }

    /// <summary>Searches every text of every table.</summary>
    private static Task<List<string>> FindAsync(PhoneStage stage) => stage.Bench.InDbAsync(async db =>
    {
        List<string> found = [];
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes())
        {
            await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table.GetTableName()}\"";
            await using DbDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (int i = 0; i < reader.FieldCount; i++)
                {
                    if (reader.GetValue(i) is string text && Traces.Any(trace => text.Contains(trace, StringComparison.Ordinal)))
                        found.Add($"{table.GetTableName()}.{reader.GetName(i)}: {text}");
                }
            }
        }
        return found;
    });
}
