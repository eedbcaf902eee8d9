using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.Site;
using Microsoft.Extensions.Configuration;

namespace LockFirmware.FacilityTests.Settings;

/// <summary>Settings are checked before the program does anything.</summary>
[TestClass]
public sealed class SettingsBindingTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("facility-settings-");

    [TestCleanup]
    public void End() => _folder.Delete(recursive: true);

    [TestMethod]
    [DataRow("Facility:GatewayPollSeconds", "soon", "Give a number from 1 to 3600, or leave it out for 5.")]
    [DataRow("Facility:GatewayPollSeconds", "0", "Give a number from 1 to 3600, or leave it out for 5.")]
    [DataRow("Facility:GatewayParallel", "65", "Give a number from 1 to 64, or leave it out for 4.")]
    [DataRow("Facility:GatewayBackOffSeconds", "14", "Give a number from 15 to 86400, or leave it out for 3600.")]
    [DataRow("Facility:Limits:KeysPerMinute", "many", "Give a whole number, or leave it out for 10.")]
    public async Task A_number_that_cannot_be_used_is_refused_before_anything_is_done(string setting, string value, string advice)
    {
        Assert.AreEqual($"The setting {setting} is \"{value}\". {advice}{Environment.NewLine}", await RefusalAsync($"--{setting}={value}"));
    }

    [TestMethod]
    public async Task A_proxy_that_is_no_address_is_refused_before_anything_is_done()
    {
        Assert.AreEqual("Facility:Proxies: 'our-proxy' is neither an address like 10.0.0.2 nor a network like 10.0.0.0/24."
            + Environment.NewLine, await RefusalAsync("--Facility:Proxies=our-proxy"));
    }

    [TestMethod]
    public async Task Several_bad_settings_are_all_named()
    {
        string told = await RefusalAsync(
            "--Facility:Proxies=our-proxy", "--Facility:GatewayParallel=0", "--Facility:Limits:KeysPerMinute=x");
        foreach (string name in new[] { "Facility:Proxies", "Facility:GatewayParallel", "Facility:Limits:KeysPerMinute" })
            StringAssert.Contains(told, name);
    }

    [TestMethod]
    public void An_empty_number_means_the_default()
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Facility:GatewayParallel", ""), new("Facility:GatewayPollSeconds", "7")]).Build();
        GatewaySettings settings = SettingsBinding.Read<GatewaySettings>(configuration);
        Assert.AreEqual((4, 7), (settings.ParallelMax, settings.PollSeconds));
    }

    private async Task<string> RefusalAsync(params string[] settings)
    {
        StringWriter error = new();
        Assert.AreEqual(2,
            await CommandLine.RunAsync([$"--Facility:DataFolder={_folder.FullName}", .. settings], TextWriter.Null, error));
        Assert.IsFalse(File.Exists(Path.Combine(_folder.FullName, "facility.db")));
        return error.ToString();
    }
}
