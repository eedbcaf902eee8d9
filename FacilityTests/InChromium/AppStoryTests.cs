using LockFirmware.FacilityTests.Bench;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>The tenant's story over the radio of the demo. <see cref="AppAirTests"/> tells it over Bluetooth.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class AppStoryTests
{
    [TestMethod]
    public async Task Ben_comes_to_the_gate_with_an_expired_key_and_everything_that_can_happen_to_him_happens()
    {
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync(Api.ApiCalls.NoLimits);
        (long ben, long unit) = await TenantStory.BeginAsync(stage);
        await using Visitor office = await Visitor.OpenAsync(stage.Bench, endsBench: false);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, ben);
        await new TenantStory(stage, ben, unit, phone, office, maxTries: 1).TellAsync();
    }
}
