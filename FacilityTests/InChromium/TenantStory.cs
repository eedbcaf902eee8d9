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
/// <param name="stage">The facility.</param>
/// <param name="ben">The tenant.</param>
/// <param name="unit">His unit.</param>
/// <param name="phone">His phone, signed in.</param>
/// <param name="office">The office's browser.</param>
/// <param name="maxTries">How often he tries a door when the radio fails.</param>
internal sealed class TenantStory(PhoneStage stage, long ben, long unit, AppPhone phone, Visitor office, int maxTries)
{
    /// <summary>The lock of his unit.</summary>
    public const uint Lock = 11;

    private const int VisitTries = 30;
    private const int LeaveMs = 500;
    private const string Door = "Unit 11";
    private const string Gate = "Gate";

    private static readonly long[] Locks = [PhoneStage.Gate, Lock];

    private static readonly string[] RadioFaults =
        ["The connection broke\n", "The lock did not answer in time\n", "The lock does not answer\n"];

    /// <summary>What the phone said each time when the radio failed.</summary>
    public List<string> RadioFailures { get; } = [];

    /// <summary>A facility where he rents a unit.</summary>
    public static async Task<(long Ben, long Unit)> BeginAsync(PhoneStage stage)
    {
        long ben = await stage.AddUserAsync("Ben Okafor", "Mon-Sun,Holidays 05:00-24:00");
        long unit = await stage.AddUnitAsync(Door, Lock);
        await stage.LetAsync(unit, ben);
        foreach (long lockId in Locks)
            Assert.AreEqual("", (await stage.VisitAsync(lockId)).Error);
        return (ben, unit);
    }

    /// <summary>Tells the story to its end.</summary>
    public async Task TellAsync()
    {
        await OpensAsync(Gate);
        await HisKeyExpiresAsync();
        await HeOwesRentAsync();
        await HeComesAtNightAsync();
        await HeSignsOutAndInAsync();
        await HisPhoneIsReportedLostAsync();
        await HeMovesOutAsync();
    }

    private async Task HisKeyExpiresAsync()
    {
        stage.Bench.Time.Advance(TimeSpan.FromDays(8));
        await VisitAsync();
        await OfficeReadsAsync("Expired since");
        await phone.LoseSignalAsync();
        StringAssert.StartsWith(await TryAsync(Gate), "Expired: fetch a new key\nThis needs signal.");
        await phone.FindSignalAsync();
        await OpensAsync(Gate);
        DateTimeOffset end = stage.Bench.Time.GetUtcNow().AddDays(7);
        await OfficeReadsAsync(end.ToString("d MMM yyyy", CultureInfo.InvariantCulture));
    }

    private async Task HeOwesRentAsync()
    {
        await stage.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ben, true));
        await VisitAsync();
        StringAssert.Contains(await TryAsync(Door), "Rent is owed. Pay at the office, then try again.");
        await phone.RestAsync();
        // He pays. His own phone brings the lock the news.
        await stage.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ben, false));
        await OpensAsync(Door);
    }

    private async Task HeComesAtNightAsync()
    {
        DateTimeOffset now = stage.Bench.Time.GetUtcNow();
        stage.Bench.Time.Advance(now.UtcDateTime.Date.AddDays(1).AddHours(1) - now.UtcDateTime);
        await VisitAsync();
        StringAssert.StartsWith(await TryAsync(Gate), "Opens 05:00\nIt is outside your access hours.");
        await phone.RestAsync();
        stage.Bench.Time.Advance(TimeSpan.FromHours(8));
        await VisitAsync();
        await OpensAsync(Gate);
    }

    private async Task HeSignsOutAndInAsync()
    {
        await phone.ViewAsync("#/settings");
        await phone.TapAsync("Sign out");
        await phone.TapAsync("Yes, do it");
        await phone.SeeAsync("You have no key yet.");
        await SignInAsync();
        await OpensAsync(Gate);
    }

    private async Task HisPhoneIsReportedLostAsync()
    {
        await stage.Bench.InScopeAsync(services => services.GetRequiredService<PhoneChanges>().LostAsync(ben));
        await VisitAsync();
        string refused = await TryAsync(Gate);
        StringAssert.StartsWith(refused, "This key was revoked\n");
        StringAssert.Contains(refused, "This phone was signed out. Ask the office for a new code.");
        await phone.RestAsync();
        await SignInAsync();
        await OpensAsync(Gate);
        await OpensAsync(Door);
    }

    private async Task HeMovesOutAsync()
    {
        await stage.DoAsync<LeaseService>(leases => leases.MoveOutAsync(unit));
        await VisitAsync();
        foreach (string door in new[] { Door, Gate })
            StringAssert.Contains(await TryAsync(door), "The facility says: No unit is let to you. Ask the office.");
        await phone.RestAsync();
        await OfficeReadsAsync("Revoked");
    }

    /// <summary>
    /// Opens a door. Where the radio failed, he does what he is told, and tries again: BlueZ closes a connection up to two seconds late,
    /// and in emulated controllers a second one beside it gets no answer.
    /// </summary>
    private async Task<string> TryAsync(string door)
    {
        string result = await phone.OpenDoorAsync(door);
        for (int tries = 1; RadioFaults.Any(fault => result.StartsWith(fault, StringComparison.Ordinal)) && tries < maxTries; tries++)
        {
            RadioFailures.Add($"{door}: {result.Split('\n')[0]}");
            await phone.RestAsync();
            result = await phone.OpenDoorAsync(door);
        }
        return result;
    }

    private async Task OpensAsync(string door)
    {
        StringAssert.StartsWith(await TryAsync(door), "Open\n");
        await phone.RestAsync();
    }

    private async Task SignInAsync()
    {
        await phone.GoAsync("/app");
        await phone.GoAsync($"/app#code={await stage.CodeAsync(ben)}");
        await phone.TapAsync("Sign in");
        await phone.SeeAsync("Signed in as Ben Okafor.");
    }

    /// <summary>What the portal says of his key.</summary>
    private async Task OfficeReadsAsync(string text)
    {
        // In a week the office has been signed out.
        await office.SignInAsync(Permissions.ManageUsers);
        await office.GoAsync($"/Users/{ben}");
        await Assertions.Expect(office.Page.Locator("#offline-key-expiration")).ToContainTextAsync(text);
    }

    private async Task VisitAsync()
    {
        foreach (long lockId in Locks)
        {
            string error = (await stage.VisitAsync(lockId)).Error;
            // A lock serves one at a time, and over Bluetooth the phone takes seconds to leave it.
            for (int tries = 1; error.StartsWith("Another phone is connected", StringComparison.Ordinal) && tries < VisitTries; tries++)
            {
                await phone.Page.WaitForTimeoutAsync(LeaveMs);
                error = (await stage.VisitAsync(lockId)).Error;
            }
            Assert.AreEqual("", error);
        }
    }
}
