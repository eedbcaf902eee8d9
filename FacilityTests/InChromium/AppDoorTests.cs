using LockFirmware.Facility.Data;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>The app opens doors: one facility, its virtual locks, and a phone for each person.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class AppDoorTests
{
    private const uint Unit = 11;

    [TestMethod]
    public async Task A_tenant_signs_in_at_the_gate_and_two_radio_operations_open_it()
    {
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync();
        long ida = await stage.AddUserAsync("Ida Lake");
        await stage.LetAsync(await stage.AddUnitAsync("Unit 11", Unit), ida);
        VirtualLock gate = await stage.LockAsync(PhoneStage.Gate);
        await stage.VisitAsync(PhoneStage.Gate);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, ida);
        StringAssert.StartsWith(await phone.OpenDoorAsync("Gate"), "Open\n");
        Assert.IsTrue(gate.Board.Door.IsReleased);
        CollectionAssert.IsSubsetOf(new[] { "/api/here", "/api/keys" }, phone.Calls.ToArray());
        await phone.RestAsync();
        phone.ForgetSent();
        StringAssert.StartsWith(await phone.OpenDoorAsync("Gate"), "Open\n");
        // The first message agrees on the size of a packet, which a phone's Bluetooth does by itself when it connects.
        string[] sent = [.. phone.AirSent.Take(4)];
        StringAssert.Contains(sent[0], "\"op\":\"mtu\"");
        StringAssert.Contains(sent[1], "8c1f0003");
        StringAssert.Contains(sent[2], "8c1f0004");
        StringAssert.Contains(sent[3], "8c1f0005");
    }

    [TestMethod]
    public async Task A_key_that_ends_within_a_day_is_renewed_by_itself_when_the_app_starts_with_signal()
    {
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync();
        // Elsewhere than on the site, only a facility that does not ask where a phone is gives out keys.
        await stage.ChangeAsync(async db => (await db.Sites.SingleAsync()).HereRule = HereRule.Off);
        long ivy = await stage.AddUserAsync("Ivy Kern");
        await stage.LetAsync(await stage.AddUnitAsync("Unit 11", Unit), ivy);
        await stage.VisitAsync(PhoneStage.Gate);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, ivy);
        await phone.ViewAsync("#/");
        await phone.SeeAsync("Active until 9 Sept 13:00");

        stage.Bench.Time.Advance(TimeSpan.FromDays(6.5));
        await phone.GoAsync("/app");
        await phone.SeeAsync("Active until 16 Sept 01:00");

        // The first key has ended now.
        stage.Bench.Time.Advance(TimeSpan.FromDays(1));
        await stage.VisitAsync(PhoneStage.Gate);
        await phone.LoseSignalAsync();
        StringAssert.StartsWith(await phone.OpenDoorAsync("Gate"), "Open\n");
        await phone.RestAsync();
    }
}
