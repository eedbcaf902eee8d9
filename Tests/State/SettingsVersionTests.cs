using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

/// <summary>Settings of every version, in every request that contains a configuration.</summary>
[TestClass]
public class SettingsVersionTests
{
    private const int VersionOffset = ZoneRule.Size;
    private const int FlagsOffset = ZoneRule.Size + 1;

    [TestMethod]
    public void A_configuration_is_written_in_the_lowest_version_that_holds_it()
    {
        Assert.AreEqual(1, (int)BytesOf(new LockConfiguration())[VersionOffset], "as ever");
        byte[] second = BytesOf(new LockConfiguration { RelockWhenClosed = true });
        Assert.AreEqual(2, (int)second[VersionOffset], "with what only version 2 has");
        Assert.AreEqual(8, (int)second[FlagsOffset], "bit 3");
    }

    [TestMethod]
    public void Both_versions_read_back_as_they_were_and_version_1_has_no_bit_3()
    {
        byte[] first = BytesOf(new LockConfiguration { RelockOnClose = true });
        byte[] second = BytesOf(new LockConfiguration { RelockWhenClosed = true, ResetButton = true });
        byte[] plain = BytesOf(new LockConfiguration());
        plain[VersionOffset] = 2;
        AssertReadsBack(first, false);
        AssertReadsBack(second, true);
        AssertReadsBack(plain, false);
        first[FlagsOffset] |= 8;
        Assert.AreEqual((int)Status.NotApplicable, (int)new LockConfiguration().Read(first, 0, first.Length), "bit 3 in version 1");
        second[FlagsOffset] |= 16;
        Assert.AreEqual((int)Status.NotApplicable, (int)new LockConfiguration().Read(second, 0, second.Length), "bit 4 in version 2");
        second[VersionOffset] = 0;
        Assert.AreEqual((int)Status.NotApplicable, (int)new LockConfiguration().Read(second, 0, second.Length), "version 0");
    }

    [TestMethod]
    public void Manage_tells_of_settings_that_are_too_new_and_keeps_what_it_had()
    {
        for (int more = 0; more <= 100; more += 50)
        {
            LockRig rig = new LockRig();
            RigMark mark = new RigMark(rig);
            byte[] body = new byte[1 + LockConfiguration.HeaderSize + more];
            body[0] = 2;
            Bytes.Append(body, 1, TooNew());
            Assert.AreEqual((int)Status.SettingsTooNew, (int)rig.Ask(Command.Manage, LockRig.NewGrant(Rights.Manage), body), "status");
            Assert.IsTrue(rig.IsProven, "keyed");
            mark.AssertUntouched("manage");
        }
    }

    [TestMethod]
    public void A_notice_with_settings_that_are_too_new_is_not_applied_in_any_part()
    {
        LockRig rig = new LockRig();
        byte[] settings = TooNew();
        byte[] items = new byte[3 + 2 + settings.Length + 40];
        items[0] = (byte)NoticeItemKind.Overlock;
        items[1] = 1;
        items[2] = 1;
        items[3] = (byte)NoticeItemKind.Configuration;
        items[4] = (byte)(settings.Length + 40);
        Bytes.Append(items, 5, settings);
        RigMark mark = new RigMark(rig);
        Assert.AreEqual((int)Status.SettingsTooNew, (int)rig.AskKeyless(Command.Deliver, Office.RawNotice(rig, 1, 0, items, 2)), "status");
        Assert.AreEqual(0u, Office.BodyU32(rig, 4), "applied");
        mark.AssertUntouched("notice");
    }

    [TestMethod]
    public void An_identity_with_settings_that_are_too_new_is_not_kept()
    {
        LockRig rig = Installer.UnprovisionedLock();
        for (int more = 0; more <= 100; more += 50)
        {
            rig.ReadChallenge();
            byte[] identity = LockRig.NewProvisionBody(LockRig.Generation + 1, LockRig.Secret(64), new LockConfiguration())
                .Seal(rig.SetupSecret, rig.Challenge);
            // In counter mode a changed bit of the ciphertext is that bit of the clear; what follows may be anything.
            identity[ProvisionBody.HeaderSize + VersionOffset] ^= 1 ^ 3;
            identity = Hex.Resize(identity, identity.Length + more);
            byte[] secret = SetupSecrets.Provision(rig.SetupSecret);
            byte[] request = Request.Build(Command.Provision, 1, rig.Nonce(), null, null, identity, secret, rig.Challenge);
            Assert.AreEqual((int)Status.SettingsTooNew, (int)rig.SendProven(request, secret), "status");
            Assert.IsTrue(rig.Engine.Memory.Pending == null, "nothing is kept");
        }
    }

    private static byte[] TooNew()
    {
        byte[] settings = BytesOf(new LockConfiguration());
        settings[VersionOffset] = 3;
        return settings;
    }

    private static byte[] BytesOf(LockConfiguration configuration)
    {
        byte[] bytes = new byte[configuration.Size];
        configuration.WriteTo(bytes, 0);
        return bytes;
    }

    private static void AssertReadsBack(byte[] bytes, bool waits)
    {
        LockConfiguration configuration = new LockConfiguration();
        Assert.AreEqual((int)Status.Ok, (int)configuration.Read(bytes, 0, bytes.Length), "reads");
        Assert.AreEqual(waits, configuration.RelockWhenClosed, "the flag");
        CollectionAssert.AreEqual(bytes, BytesOf(configuration), "bytes");
    }
}
