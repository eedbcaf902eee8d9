using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>
/// One tenant's story in real browsers: his phone at the doors, the office at the portal, and real locks between them.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class AppStoryTests
{
    private const uint Unit = 11;
    private const string Door = "Unit 11";
    private const string Gate = "Gate";

    [TestMethod]
    public async Task Ben_comes_to_the_gate_with_an_expired_key_and_everything_that_can_happen_to_him_happens()
    {
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync(Api.ApiCalls.NoLimits);
        long ben = await stage.AddUserAsync("Ben Okafor", "Mon-Sun,Holidays 05:00-24:00");
        long unit = await stage.AddUnitAsync(Door, Unit);
        await stage.LetAsync(unit, ben);
        await VisitAsync(stage);
        await using Visitor office = await Visitor.OpenAsync(stage.Bench, endsBench: false);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, ben);
        await OpensAsync(phone, Gate);

        await HisKeyExpiresAsync(stage, phone, office, ben);
        await HeOwesRentAsync(stage, phone, ben);
        await HeComesAtNightAsync(stage, phone);
        await HeSignsOutAndInAsync(stage, phone, ben);
        await HisPhoneIsReportedLostAsync(stage, phone, ben);

        await stage.DoAsync<LeaseService>(leases => leases.MoveOutAsync(unit));
        await VisitAsync(stage);
        foreach (string door in new[] { Door, Gate })
            StringAssert.Contains(await phone.OpenDoorAsync(door), "The facility says: No unit is let to you. Ask the office.");
        await phone.RestAsync();
        await OfficeReadsAsync(office, ben, "Revoked");
    }

    private static async Task HisKeyExpiresAsync(PhoneStage stage, AppPhone phone, Visitor office, long ben)
    {
        stage.Bench.Time.Advance(TimeSpan.FromDays(8));
        await VisitAsync(stage);
        await OfficeReadsAsync(office, ben, "Expired since");
        await phone.LoseSignalAsync();
        StringAssert.StartsWith(await phone.OpenDoorAsync(Gate), "Expired: fetch a new key\nThis needs signal.");
        await phone.FindSignalAsync();
        await OpensAsync(phone, Gate);
        DateTimeOffset end = stage.Bench.Time.GetUtcNow().AddDays(7);
        await OfficeReadsAsync(office, ben, end.ToString("d MMM yyyy", CultureInfo.InvariantCulture));
    }

    private static async Task HeOwesRentAsync(PhoneStage stage, AppPhone phone, long ben)
    {
        await stage.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ben, true));
        await VisitAsync(stage);
        StringAssert.Contains(await phone.OpenDoorAsync(Door), "Rent is owed. Pay at the office, then try again.");
        await phone.RestAsync();
        // He pays. His own phone brings the lock the news.
        await stage.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ben, false));
        await OpensAsync(phone, Door);
    }

    private static async Task HeComesAtNightAsync(PhoneStage stage, AppPhone phone)
    {
        DateTimeOffset now = stage.Bench.Time.GetUtcNow();
        stage.Bench.Time.Advance(now.UtcDateTime.Date.AddDays(1).AddHours(1) - now.UtcDateTime);
        await VisitAsync(stage);
        StringAssert.StartsWith(await phone.OpenDoorAsync(Gate), "Opens 05:00\nIt is outside your access hours.");
        await phone.RestAsync();
        stage.Bench.Time.Advance(TimeSpan.FromHours(8));
        await VisitAsync(stage);
        await OpensAsync(phone, Gate);
    }

    private static async Task HeSignsOutAndInAsync(PhoneStage stage, AppPhone phone, long ben)
    {
        await phone.ViewAsync("#/settings");
        await phone.TapAsync("Sign out");
        await phone.TapAsync("Yes, do it");
        await phone.SeeAsync("You have no key yet.");
        await SignInAsync(stage, phone, ben);
        await OpensAsync(phone, Gate);
    }

    private static async Task HisPhoneIsReportedLostAsync(PhoneStage stage, AppPhone phone, long ben)
    {
        await stage.Bench.InScopeAsync(services => services.GetRequiredService<PhoneChanges>().LostAsync(ben));
        await VisitAsync(stage);
        string refused = await phone.OpenDoorAsync(Gate);
        StringAssert.StartsWith(refused, "This key was revoked\n");
        StringAssert.Contains(refused, "This phone was signed out. Ask the office for a new code.");
        await phone.RestAsync();
        await SignInAsync(stage, phone, ben);
        await OpensAsync(phone, Gate);
        await OpensAsync(phone, Door);
    }

    private static async Task OpensAsync(AppPhone phone, string door)
    {
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
    }

    private static async Task SignInAsync(PhoneStage stage, AppPhone phone, long ben)
    {
        await phone.GoAsync("/app");
        await phone.GoAsync($"/app#code={await stage.CodeAsync(ben)}");
        await phone.TapAsync("Sign in");
        await phone.SeeAsync("Signed in as Ben Okafor.");
    }

    /// <summary>What the portal says of his key.</summary>
    private static async Task OfficeReadsAsync(Visitor office, long ben, string text)
    {
        // In a week the office has been signed out.
        await office.SignInAsync(Permissions.ManageUsers);
        await office.GoAsync($"/Users/{ben}");
        await Assertions.Expect(office.Page.Locator("#offline-key-expiration")).ToContainTextAsync(text);
    }

    private static async Task VisitAsync(PhoneStage stage)
    {
        await stage.VisitAsync(PhoneStage.Gate);
        await stage.VisitAsync(Unit);
    }
}
