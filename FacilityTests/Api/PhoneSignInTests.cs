using System.Net;
using LockFirmware.Facility.Api;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Api;

/// <summary>Sign-in codes, and the phones that sign in with them.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class PhoneSignInTests
{
    [TestMethod]
    public async Task A_code_counts_for_a_day_and_not_a_second_longer()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        long userId = await stage.AddUserAsync("Ada Moss");
        string late = await stage.CodeAsync(userId);
        stage.Bench.Time.Advance(TimeSpan.FromDays(1));
        await WrongAsync(stage, late);
        string timely = await stage.CodeAsync(userId);
        stage.Bench.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.AreEqual("Ada Moss", (await TryAsync(stage, timely)).Answer!.UserName);
    }

    [TestMethod]
    public async Task A_code_counts_once()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        string code = await stage.CodeAsync(await stage.AddUserAsync("Ben Oaks"));
        (SignInAnswer? Answer, PhoneSim)[] tries =
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TryAsync(stage, code))));
        Assert.AreEqual(1, tries.Count(item => item.Answer != null), "of several at once");
        await WrongAsync(stage, code);
        Assert.AreEqual(1, await stage.Bench.InDbAsync(db => db.Devices.CountAsync()));
        Assert.AreEqual(1, (await stage.RecordsAsync("phone-signed-in")).Count);
    }

    [TestMethod]
    public async Task A_code_is_read_as_people_write_it_down()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        string code = await stage.CodeAsync(await stage.AddUserAsync("Cleo Finch"));
        Assert.IsNotNull((await TryAsync(stage, $" {code.Replace("-", " - ", StringComparison.Ordinal).ToLowerInvariant()}\t")).Answer);
    }

    [TestMethod]
    public async Task Whatever_is_wrong_with_a_code_the_answer_is_the_same()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        long userId = await stage.AddUserAsync("Dora Hill");
        string replaced = await stage.CodeAsync(userId);
        string lost = await stage.CodeAsync(userId);
        await stage.DoAsync<PhoneChanges>(async phones => (await phones.LostAsync(userId)).Answer);
        string ofInactive = await stage.CodeAsync(userId);
        await stage.DoAsync<AccountChanges>(account => account.SetActiveAsync(userId, false));
        foreach (string code in new[] { "AAAAA-AAAAA", "", "-", "\u0130\u0131\u212a", new string('7', 64), replaced, lost, ofInactive })
            await WrongAsync(stage, code);
        Assert.AreEqual(0, await stage.Bench.InDbAsync(db => db.Devices.CountAsync()));
    }

    [TestMethod]
    public async Task Guessing_meets_the_limit_and_uses_no_code_up()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        string code = await stage.CodeAsync(await stage.AddUserAsync("Eli Wood"));
        int limit = new ApiLimits().SignInPerMinute;
        for (int i = 0; i < limit; i++)
            await WrongAsync(stage, $"GUESS{i:00000}");
        (SignInAnswer? answer, PhoneSim guesser) = await TryAsync(stage, code);
        Assert.IsNull(answer, "not even the right one");
        Assert.AreEqual((HttpStatusCode.TooManyRequests, "too-many"), (guesser.Status, guesser.Refusal!.Code));
        PhoneSim elsewhere = new(stage);
        elsewhere.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        await elsewhere.SignInAsync(code);
    }

    [TestMethod]
    public async Task A_phone_that_was_signed_out_is_told_so_whatever_it_calls_and_keeps_no_key()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Fay Brook", 11);
        PhoneSim second = await stage.SignInAsync(userId);
        await phone.FetchAsync();
        await second.FetchAsync();
        Assert.IsNull(await phone.PostAsync<object>(ApiCall.SignOutPath, new { }));
        Assert.AreEqual(HttpStatusCode.NoContent, phone.Status);
        foreach (ApiCall call in ApiCalls.Of(stage.Bench).Where(call => !call.IsForAnybody && call.Method == "POST"))
        {
            Assert.IsNull(await phone.PostAsync<object>(call.Path, new { }));
            Assert.AreEqual((HttpStatusCode.Unauthorized, "device-revoked", "identity"),
                (phone.Status, phone.Refusal!.Code, phone.Refusal.Check), call.ToString());
        }
        Assert.AreEqual(2,
            await stage.Bench.InDbAsync(db => db.Keys.CountAsync(key => key.DeviceId == phone.DeviceId && key.State == KeyState.Revoked)));
        Assert.IsNotNull(await second.FetchAsync(), "the user's other phone goes on");
    }

    private static async Task<(SignInAnswer? Answer, PhoneSim Phone)> TryAsync(PhoneStage stage, string code)
    {
        PhoneSim phone = new(stage);
        return (await phone.PostAsync<SignInAnswer>("/api/sign-in", new { code, deviceName = "Phone of a test" }), phone);
    }

    private static async Task WrongAsync(PhoneStage stage, string code)
    {
        (SignInAnswer? answer, PhoneSim phone) = await TryAsync(stage, code);
        Assert.IsNull(answer, code);
        Assert.AreEqual((HttpStatusCode.Forbidden, "wrong-code"), (phone.Status, phone.Refusal!.Code), code);
        Assert.AreEqual("This code was already used, has expired, or is mistyped. Ask the office for a new one.", phone.Refusal.Reason);
    }
}
