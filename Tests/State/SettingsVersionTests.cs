using LockFirmware.KeyCrypto;
using LockFirmware.Tests.KeyCryptoTests;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

/// <summary>Settings of a version to come are refused whole, with the status that says what to do.</summary>
[TestClass]
public class SettingsVersionTests
{
    [TestMethod]
    public void A_manager_is_told_that_the_firmware_must_be_updated()
    {
        LockRig rig = new LockRig();
        byte[] settings = NewSettings();
        byte[] body = new byte[1 + settings.Length];
        body[0] = 2;
        Bytes.Append(body, 1, settings);
        Assert.AreEqual((int)Status.SettingsTooNew, (int)rig.Ask(Command.Manage, LockRig.NewGrant(Rights.Manage), body), "status");
        Assert.IsTrue(rig.IsProven, "proven");
        Assert.AreEqual(5000, (int)rig.Engine.Core.Memory.Configuration.ReleaseMs, "unchanged");
        Assert.AreEqual(0, rig.Count(EventKind.ConfigurationChanged), "no event");
    }

    [TestMethod]
    public void A_notice_with_newer_settings_changes_nothing()
    {
        LockRig rig = new LockRig();
        byte[] settings = NewSettings();
        NoticeBuilder builder = Office.Next(rig);
        builder.Overlock(true);
        builder.Configuration(new LockConfiguration());
        byte[] notice = builder.ToBytes(rig.Secrets.NoticeSecret);
        Bytes.Append(notice, notice.Length - Hmac.MacSize - settings.Length, settings);
        byte[] content = Bytes.Copy(notice, 0, notice.Length - Hmac.MacSize);
        byte[] labelled = new byte[10 + content.Length];
        Bytes.Append(labelled, Bytes.Append(labelled, 0, Hex.Ascii("LF1 notice")), content);
        Bytes.Append(notice, content.Length, Hmac.Hash(rig.Secrets.NoticeSecret, labelled), 0, Hmac.MacSize);
        Assert.AreEqual((int)Status.SettingsTooNew, (int)rig.AskKeyless(Command.Deliver, notice), "status");
        Assert.IsFalse(rig.Engine.Core.Memory.State.Overlocked, "nothing of it was applied");
    }

    [TestMethod]
    public void An_identity_with_newer_settings_is_not_taken()
    {
        LockRig rig = new LockRig(0, 256, LockRig.LockId, 0);
        rig.ReadChallenge();
        byte[] body = LockRig.NewProvisionBody(1, LockRig.Secret(60), new LockConfiguration()).Seal(rig.SetupSecret, rig.Challenge);
        // In counter mode a bit that is changed in the seal is changed in the body.
        body[ProvisionBody.HeaderSize + ZoneRule.Size] ^= LockConfiguration.Version ^ 0x7F;
        byte[] provision = SetupSecrets.Provision(rig.SetupSecret);
        byte[] request = Request.Build(Command.Provision, 1, rig.Nonce(), null, null, body, provision, rig.Challenge);
        Assert.AreEqual((int)Status.SettingsTooNew, (int)rig.SendProven(request, provision), "status");
        Assert.IsNull(rig.Engine.Core.Memory.Pending, "nothing is pending");
    }

    private static byte[] NewSettings()
    {
        LockConfiguration configuration = new LockConfiguration();
        byte[] bytes = new byte[configuration.Size];
        configuration.WriteTo(bytes, 0);
        bytes[ZoneRule.Size] = 0x7F;
        return bytes;
    }
}
