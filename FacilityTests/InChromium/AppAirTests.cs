using System.Diagnostics;
using System.Text.Json;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.TestKit.Run;
using LockFirmware.VirtualBoard.Bluez;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>
/// The app over Bluetooth: Web Bluetooth of a real browser, BlueZ at both ends, our firmware. The variable names two
/// adapters of this computer, the lock's first; the browser uses the computer's first one, so that is the other.
/// </summary>
[TestClass]
[DoNotParallelize]
[TestCategory("Slow")]
[TestCategory("Air")]
public sealed class AppAirTests
{
    private const int PatienceMs = 60_000;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_tenant_opens_the_gate_over_Web_Bluetooth_with_a_key_that_comes_by_itself()
    {
        string adapter = AirAdapters.Take(2, Assert.Inconclusive)[0];
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync("bluetooth");
        long ida = await stage.AddUserAsync("Ida Lake");
        await stage.LetAsync(await stage.AddUnitAsync("Unit 11", 11), ida);
        VirtualLock gate = await stage.LockAsync(PhoneStage.Gate);
        await stage.VisitAsync(PhoneStage.Gate);
        using BluezPeripheral air = BluezPeripheral.Start(gate.Board.Air, adapter, AirAdapters.AdvertiseAgain);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, ida);
        phone.Context.SetDefaultTimeout(PatienceMs);
        await ChooseAsync(phone);
        await phone.Page.WaitForFunctionAsync("() => navigator.bluetooth.getAvailability()");

        long begun = Stopwatch.GetTimestamp();
        StringAssert.StartsWith(await phone.OpenDoorAsync("Gate"), "Open\n");
        Assert.IsTrue(gate.Board.Door.IsReleased);
        TestContext.WriteLine($"air: app, first tap to open {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms, with the choice of "
            + "the lock and the security check");
        CollectionAssert.IsSubsetOf(new[] { "/api/here", "/api/keys" }, phone.Calls.ToArray());
        await phone.RestAsync();
    }

    [TestMethod]
    public async Task The_story_of_a_tenant_is_the_same_over_Web_Bluetooth()
    {
        string[] adapters = AirAdapters.Take(3, Assert.Inconclusive);
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync("bluetooth", Api.ApiCalls.NoLimits);
        (long ben, long unit) = await TenantStory.BeginAsync(stage);
        using BluezPeripheral gate =
            BluezPeripheral.Start((await stage.LockAsync(PhoneStage.Gate)).Board.Air, adapters[0], AirAdapters.AdvertiseAgain);
        using BluezPeripheral door =
            BluezPeripheral.Start((await stage.LockAsync(TenantStory.Lock)).Board.Air, adapters[2], AirAdapters.AdvertiseAgain);
        await using Visitor office = await Visitor.OpenAsync(stage.Bench, endsBench: false);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, ben);
        await ChooseAsync(phone);
        await phone.Page.WaitForFunctionAsync("() => navigator.bluetooth.getAvailability()");
        long begun = Stopwatch.GetTimestamp();
        TenantStory story = new(stage, ben, unit, phone, office, maxTries: 3);
        await story.TellAsync();
        TestContext.WriteLine($"air: the story of a tenant {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s, the radio failed "
            + $"{story.RadioFailures.Count} times: {string.Join("; ", story.RadioFailures)}");
    }

    /// <summary>Chooses the lock in the browser's own list, as soon as it is in it. The app asks for one lock by its name.</summary>
    private static async Task ChooseAsync(AppPhone phone)
    {
        ICDPSession devtools = await phone.Context.NewCDPSessionAsync(phone.Page);
        await devtools.SendAsync("DeviceAccess.enable");
        // The event comes again for each device that appears, also after the choice; Chromium ends when a prompt is answered twice.
        HashSet<string> answered = [];
        devtools.Event("DeviceAccess.deviceRequestPrompted").OnEvent += (_, prompt) =>
        {
            string id = prompt!.Value.GetProperty("id").GetString()!;
            JsonElement device = prompt.Value.GetProperty("devices").EnumerateArray()
                .FirstOrDefault(one => one.GetProperty("name").GetString()!.Contains("LF-", StringComparison.Ordinal));
            if (device.ValueKind == JsonValueKind.Object && answered.Add(id))
                _ = devtools.SendAsync("DeviceAccess.selectPrompt", new Dictionary<string, object>
                {
                    ["id"] = id,
                    ["deviceId"] = device.GetProperty("id").GetString()!,
                });
        };
    }
}
