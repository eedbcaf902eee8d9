using System.Diagnostics;
using System.Text.Json;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
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

    // Emulated controllers tell a scan of an advertiser only when one of the two begins.
    public static readonly TimeSpan AdvertiseAgain = TimeSpan.FromMilliseconds(700);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_tenant_opens_the_gate_over_Web_Bluetooth_with_a_key_that_comes_by_itself()
    {
        string adapter = Chromium.AirAdapters(2)[0];
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync("bluetooth");
        long ida = await stage.AddUserAsync("Ida Lake");
        await stage.LetAsync(await stage.AddUnitAsync("Unit 11", 11), ida);
        VirtualLock gate = await stage.LockAsync(PhoneStage.Gate);
        await stage.VisitAsync(PhoneStage.Gate);
        using BluezPeripheral air = BluezPeripheral.Start(gate.Board.Air, adapter, AdvertiseAgain);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, ida);
        phone.Context.SetDefaultTimeout(PatienceMs);
        await ChooseAsync(phone, "LF-1");
        await phone.Page.WaitForFunctionAsync("() => navigator.bluetooth.getAvailability()");

        long begun = Stopwatch.GetTimestamp();
        StringAssert.StartsWith(await phone.OpenDoorAsync("Gate"), "Open\n");
        Assert.IsTrue(gate.Board.Door.IsReleased);
        TestContext.WriteLine($"air: app, first tap to open {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms, with the choice of "
            + "the lock and the security check");
        CollectionAssert.IsSubsetOf(new[] { "/api/here", "/api/keys" }, phone.Calls.ToArray());
        await phone.RestAsync();
    }

    /// <summary>Chooses a lock in the browser's own list, as soon as it is in it.</summary>
    private static async Task ChooseAsync(AppPhone phone, string name)
    {
        ICDPSession devtools = await phone.Context.NewCDPSessionAsync(phone.Page);
        await devtools.SendAsync("DeviceAccess.enable");
        devtools.Event("DeviceAccess.deviceRequestPrompted").OnEvent += (_, prompt) =>
        {
            // The event comes again for each device that appears.
            JsonElement device = prompt!.Value.GetProperty("devices").EnumerateArray()
                .FirstOrDefault(one => one.GetProperty("name").GetString()!.Contains(name, StringComparison.Ordinal));
            if (device.ValueKind == JsonValueKind.Object)
                _ = devtools.SendAsync("DeviceAccess.selectPrompt", new Dictionary<string, object>
                {
                    ["id"] = prompt.Value.GetProperty("id").GetString()!,
                    ["deviceId"] = device.GetProperty("id").GetString()!,
                });
        };
    }
}
