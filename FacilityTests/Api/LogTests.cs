extern alias lockctl;
using System.Net;
using System.Text.Json.Nodes;
using lockctl::LockFirmware.InstallerTool;
using lockctl::LockFirmware.InstallerTool.Cli;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.UseCases.Import;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Api;

/// <summary>No log contains a secret, at any level and after any failure.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class LogTests
{
    private const uint Door = 11;
    private const string Passphrase = "seven old boats on dry land";
    private const string Invited = "a password of somebody invited";

    private readonly EveryLog _log = new();
    private readonly SecretHunt _secrets = new();

    [TestMethod]
    public async Task No_secret_of_a_whole_story_is_in_any_log()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(_log.AddTo, HereRule.Required, settings: ApiCalls.NoLimits);
        Browser office = await OfficeAsync(stage);
        (long userId, PhoneSim first) = await stage.AddTenantAsync("Ada Moss", Door);
        _secrets.Add("a token", first.Token);
        PhoneSim phone = await PhoneAsync(stage, office, userId, "#code");
        await AtTheDoorAsync(stage, phone);
        await WrongAsync(stage, userId, phone);
        await VisitAsync(stage);
        await PhoneAsync(stage, office, userId, "#lost");
        Assert.IsNull(await phone.FetchAsync());
        await BackupAsync(office);
        await InviteAsync(stage);
        await _secrets.AddFacilityAsync(stage.Bench);
        await ImportAsync();

        string text = _log.Text;
        StringAssert.Contains(text, PhoneTokens.HashOf(phone.Token), "the parameters of the database are logged");
        StringAssert.Contains(text, "/api/keys");
        Assert.IsGreaterThan(25, _secrets.Count);
        Assert.AreEqual("", string.Join('\n', _secrets.Find(text)));
    }

    [TestMethod]
    public void A_secret_is_found_in_every_form()
    {
        byte[] secret = [0xFB, 0xEF, 0xBE, .. Enumerable.Range(100, 29).Select(value => (byte)value)];
        _secrets.Add("bytes", secret);
        _secrets.Add("text", "7K3MP-XW2QA");
        Assert.IsEmpty(_secrets.Find("nothing of the kind"));
        foreach (string form in SecretHunt.Forms(secret))
        {
            Assert.IsNotEmpty(_secrets.Find($"x{form}x"), form);
            Assert.IsNotEmpty(_secrets.Find($"x{form.ToLowerInvariant()}x"), form);
        }
        Assert.IsNotEmpty(_secrets.Find($"@p0='0x{Convert.ToHexString(secret)[..40]}...'"), "cut off");
        Assert.IsNotEmpty(_secrets.Find("7k3mpxw2qa"));
    }

    /// <summary>A member signs in, first with a wrong password, then with the right one.</summary>
    private async Task<Browser> OfficeAsync(PhoneStage stage)
    {
        _secrets.Add("a password", FacilityBench.Password);
        _secrets.Add("a wrong password", "not the right password");
        string login = await stage.Bench.MakeStaffAsync(Permissions.All);
        HttpClient client = stage.Bench.Anonymous(followsRedirects: false);
        Browser browser = new(client);
        foreach (string password in new[] { "not the right password", FacilityBench.Password })
        {
            await browser.OpenAsync("/account/sign-in");
            string form = browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            HttpResponseMessage answer = await client.PostAsync("/account/sign-in",
                new FormUrlEncodedContent(
                    new Dictionary<string, string> { ["__RequestVerificationToken"] = form, ["login"] = login, ["password"] = password }));
            foreach (string cookie in answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? cookies : [])
            {
                // A cookie that is deleted has an empty value.
                if (cookie.Split('=', ';')[1] is { Length: > 0 } value)
                    _secrets.Add(cookie.Split('=')[0], value);
            }
        }
        Assert.IsTrue(_secrets.Has("facility"), "the cookie of the portal");
        await browser.OpenAsync("/Users");
        Assert.AreEqual(HttpStatusCode.OK, browser.Status);
        return browser;
    }

    /// <summary>The office makes a code, and a phone signs in with it.</summary>
    private async Task<PhoneSim> PhoneAsync(PhoneStage stage, Browser office, long userId, string form)
    {
        await office.OpenAsync($"/Users/{userId}");
        await office.SubmitAsync(form);
        await office.OpenAsync($"/Users/{userId}");
        string code = office.Page.QuerySelector("#sign-in-code")!.TextContent;
        _secrets.Add("a code", code);
        PhoneSim phone = new(stage);
        await phone.PostAsync<SignInAnswer>("/api/sign-in", new { code, deviceName = "" });
        await phone.SignInAsync(code);
        await phone.PostAsync<SignInAnswer>("/api/sign-in", new { code, deviceName = "Another" });
        Assert.AreEqual("wrong-code", phone.Refusal!.Code);
        _secrets.Add("a token", phone.Token);
        return phone;
    }

    private async Task AtTheDoorAsync(PhoneStage stage, PhoneSim phone)
    {
        await phone.CarryAsync(Door);
        Assert.IsNull(await phone.FetchAsync());
        HereEvidence here = await phone.HereAsync(Door);
        Assert.IsNotNull(await phone.FetchAsync(here));
        Assert.IsNull(await phone.FetchAsync(here));
        foreach ((long lockId, PhoneKey key) in phone.Keys)
            _secrets.Add($"the secret of the key to {lockId}", key.Secret);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));
        Share share = new() { GuestId = 77, NotAfter = stage.Bench.Now + 3600, Rights = Rights.Unlock };
        share.Windows.TryRead([0xFF, 0, 0, 0xA0, 5], 0, 1);
        PhoneKey guest = phone.Keys[Door].ShareWith(share);
        _secrets.Add("the guest's secret", guest.Secret);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door, guest));
        Assert.IsNotNull(
            await phone.PostAsync<ShareAnswer>("/api/shares",
                new { keyId = phone.KeyIds[Door], guestName = "Sam", share = Convert.ToBase64String(share.ToBytes()) }));
        await phone.CarryAsync(Door);
    }

    /// <summary>Failures log more than successes, so this sends secrets in the wrong places.</summary>
    private static async Task WrongAsync(PhoneStage stage, long userId, PhoneSim phone)
    {
        string secret = Convert.ToBase64String(phone.Keys[Door].Secret);
        foreach (ApiCall call in ApiCalls.Of(stage.Bench).Where(call => call.Body != null))
        {
            foreach (string body
                in new[] { $"{{\"secret\":\"{secret}\",", $"\"{phone.Token}\"",
                    $"{{\"locks\":\"{secret}\",\"here\":\"{secret}\",\"code\":[\"{phone.Token}\"],"
                        + $"\"entryId\":\"{secret}\",\"keyId\":\"{secret}\"}}" })
                Assert.AreEqual(HttpStatusCode.BadRequest,
                    (await phone.Client.PostAsync(call.Path, new StringContent(body, null, "application/json"))).StatusCode,
                    call.ToString());
        }
        await phone.ExchangeAsync(new CarriedLock { LockId = Door, Batches = [Convert.ToBase64String(new byte[60])] });
        await stage.DoAsync<AccountChanges>(account => account.SetPaymentAsync(userId, true));
        Assert.IsNull(await phone.FetchAsync());
        await stage.DoAsync<AccountChanges>(account => account.SetPaymentAsync(userId, false));
    }

    private static async Task VisitAsync(PhoneStage stage)
    {
        string address = (await stage.LockAsync(Door)).Address;
        await stage.ChangeAsync(async db =>
        {
            Entry entry = await db.Entries.SingleAsync(row => row.Id == Door);
            (entry.Address, entry.NextVisitAt) = (address, 0);
        });
        VisitReport report = await stage.Bench.InScopeAsync(services => services.GetRequiredService<LockSync>().VisitAsync(Door, "test"));
        Assert.AreEqual("", report.Error);
        await stage.ChangeAsync(async db => (await db.Entries.SingleAsync(row => row.Id == Door)).NextVisitAt = 0);
        (await stage.LockAsync(Door)).Dispose();
        Assert.AreNotEqual("",
            (await stage.Bench.InScopeAsync(services => services.GetRequiredService<LockSync>().VisitAsync(Door, "test"))).Error);
    }

    private async Task BackupAsync(Browser office)
    {
        _secrets.Add("the passphrase of the backup", Passphrase);
        await office.OpenAsync("/Backup");
        string form = office.Page.QuerySelector("#export input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        HttpResponseMessage answer = await office.Client.PostAsync("/Backup", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = form,
            ["password"] = FacilityBench.Password,
            ["passphrase"] = Passphrase,
            ["again"] = Passphrase,
        }));
        Assert.AreEqual("facility-secret.json", answer.Content.Headers.ContentDisposition?.FileName);
    }

    /// <summary>A new member sets a password by the one-time link, which is then no longer valid, and changes the password.</summary>
    private async Task InviteAsync(PhoneStage stage)
    {
        _secrets.Add("an invited one's password", Invited);
        _secrets.Add("a changed password", Invited + " anew");
        string code = await stage.Bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            StaffMember member = new() { Name = "Lee Park", Login = "lee", Permissions = Permissions.ViewActivity, Stamp = "" };
            db.Staff.Add(member);
            string made = services.GetRequiredService<StaffAccounts>().Invite(member);
            await db.SaveChangesAsync();
            return made;
        });
        Browser browser = new(stage.Bench.Anonymous());
        await browser.OpenAsync($"/account/invitation?code={code}");
        await browser.SubmitAsync("form", ("password", Invited), ("again", Invited));
        await browser.OpenAsync("/Staff/Password");
        await browser.SubmitAsync("#password", ("present", Invited), ("password", Invited + " anew"), ("again", Invited + " anew"));
        StringAssert.Contains(browser.Text, "The password was changed");
    }

    /// <summary>Another facility imports the file of lockctl.</summary>
    private async Task ImportAsync()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("facility-log-").FullName, "facility.json");
        try
        {
            StringWriter output = new();
            Assert.AreEqual(0,
                await Lockctl.RunAsync(["facility", "new", "--name", "North Yard", "--zone", "UTC", "--facility", file],
                    new Terminal(output, output, TextReader.Null, false, false), default), output.ToString());
            _secrets.Add("the secret of the file",
                Convert.FromHexString((string)JsonNode.Parse(await File.ReadAllTextAsync(file))!["facilitySecret"]!));
            using FacilityBench bench = new(services: _log.AddTo);
            await bench.InScopeAsync(services =>
                services.GetRequiredService<FacilityImport>().RunAsync(FacilityImport.Read(file, TextWriter.Null)));
            await _secrets.AddFacilityAsync(bench);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }
}
