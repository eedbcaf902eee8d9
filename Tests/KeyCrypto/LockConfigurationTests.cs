using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The configuration, and the identity that contains it: layout, round trip, strict reading, sealing.</summary>
[TestClass]
public sealed class LockConfigurationTests
{
    private const int VersionOffset = 14;
    private const int FlagsOffset = 15;
    private const int CountOffset = 24;

    [TestMethod]
    public void The_fields_of_a_configuration_stand_in_their_order()
    {
        Assert.AreEqual(25, LockConfiguration.HeaderSize, "header");
        Assert.AreEqual(57, LockConfiguration.SizeMax, "longest");
        CollectionAssert.AreEqual(
            Hex.Parse("d4fe10ff03020678000b01067800" + "01" + "07" + "e110" + "6300" + "1e00" + "4d00" + "02" + "f609000a"),
            Samples.ConfigurationBytes(), "bytes");
    }

    [TestMethod]
    public void A_configuration_reads_back_what_was_written()
    {
        byte[] bytes = Samples.ConfigurationBytes();
        LockConfiguration configuration = new LockConfiguration();
        Assert.IsTrue(configuration.TryRead(bytes, 0, bytes.Length), "reads");
        byte[] written = new byte[configuration.Size];
        configuration.WriteTo(written, 0);
        CollectionAssert.AreEqual(bytes, written, "bytes");
    }

    [TestMethod]
    public void A_new_configuration_reads_back()
    {
        byte[] bytes = new byte[new LockConfiguration().Size];
        new LockConfiguration().WriteTo(bytes, 0);
        Assert.IsTrue(Reads(bytes), "reads");
    }

    [TestMethod]
    public void A_configuration_of_any_other_length_is_refused()
    {
        byte[] bytes = Samples.ConfigurationBytes();
        for (int length = 0; length <= LockConfiguration.SizeMax + 1; length++)
            Assert.AreEqual(length == bytes.Length, Reads(Hex.Resize(bytes, length)), "length " + length.ToString());
    }

    [TestMethod]
    public void Another_version_and_every_reserved_flag_are_refused()
    {
        for (int bit = 0; bit < 8; bit++)
            Assert.IsFalse(Reads(Hex.Flip(Samples.ConfigurationBytes(), (VersionOffset * 8) + bit)), "version");
        for (int bit = 3; bit < 8; bit++)
            Assert.IsFalse(Reads(Hex.Flip(Samples.ConfigurationBytes(), (FlagsOffset * 8) + bit)), "flag");
    }

    [TestMethod]
    public void Values_out_of_range_are_refused()
    {
        Assert.IsFalse(Reads(With(16, 499)), "release too short");
        Assert.IsTrue(Reads(With(16, 500)), "shortest release");
        Assert.IsFalse(Reads(With(20, 721)), "grace too long");
        Assert.IsTrue(Reads(With(20, 720)), "longest grace");
        Assert.IsFalse(Reads(With(22, 8761)), "clockless too long");
        Assert.IsTrue(Reads(With(22, 8760)), "longest clockless");
        Assert.IsFalse(Reads(With(0, 1441)), "zone offset");
    }

    [TestMethod]
    public void Only_an_exit_may_have_a_grace()
    {
        byte[] bytes = Samples.ConfigurationBytes();
        bytes[FlagsOffset] = 6;
        Assert.IsFalse(Reads(bytes), "grace without exit");
        Bytes.WriteU16(bytes, 20, 0);
        Assert.IsTrue(Reads(bytes), "neither");
    }

    [TestMethod]
    public void Sixteen_holidays_are_read_and_seventeen_refused()
    {
        byte[] bytes = Hex.Resize(Samples.ConfigurationBytes(), LockConfiguration.SizeMax);
        bytes[CountOffset] = 16;
        Assert.IsTrue(Reads(bytes), "sixteen");
        bytes = Hex.Resize(bytes, LockConfiguration.SizeMax + 2);
        bytes[CountOffset] = 17;
        Assert.IsFalse(Reads(bytes), "seventeen");
    }

    [TestMethod]
    public void An_identity_opens_under_its_setup_secret_and_challenge_only()
    {
        byte[] challengeFrame = Samples.ChallengeFrame();
        byte[] sealedBody = Identity().Seal(Samples.LockSecret, challengeFrame);
        Assert.AreEqual(ProvisionBody.HeaderSize + Samples.ConfigurationBytes().Length, sealedBody.Length, "length");
        ProvisionBody opened = new ProvisionBody();
        Assert.AreEqual((int)Status.Ok, (int)opened.Open(Samples.LockSecret, challengeFrame, sealedBody, 0, sealedBody.Length), "opens");
        CollectionAssert.AreEqual(Clear(Identity()), Clear(opened), "bytes");
        Assert.IsFalse(OpensAsItWas(Hex.Flip(Samples.LockSecret, 3), challengeFrame, sealedBody), "another setup secret");
        Assert.IsFalse(OpensAsItWas(Samples.LockSecret, Hex.Flip(challengeFrame, 60), sealedBody), "another challenge");
    }

    [TestMethod]
    public void The_fields_of_an_identity_stand_in_their_order()
    {
        byte[] clear = Clear(Identity());
        CollectionAssert.AreEqual(Hex.Parse("04030201080706050900"), Bytes.Copy(clear, 0, 10), "facility, lock, generation");
        CollectionAssert.AreEqual(Hex.Count(0x10, 32), Bytes.Copy(clear, 10, 32), "secret");
        CollectionAssert.AreEqual(Samples.ConfigurationBytes(), Bytes.Copy(clear, 42, clear.Length - 42), "configuration");
        Assert.AreEqual(99, ProvisionBody.SizeMax, "longest");
    }

    [TestMethod]
    public void An_identity_of_any_other_length_or_of_generation_0_is_refused()
    {
        byte[] clear = Clear(Identity());
        for (int length = 0; length <= ProvisionBody.SizeMax + 1; length++)
        {
            bool reads = new ProvisionBody().TryRead(Hex.Resize(clear, length), 0, length);
            Assert.AreEqual(length == clear.Length, reads, "length " + length.ToString());
        }
        clear[8] = 0;
        Assert.IsFalse(new ProvisionBody().TryRead(clear, 0, clear.Length), "generation 0");
    }

    private static ProvisionBody Identity()
    {
        ProvisionBody identity =
            new ProvisionBody
            {
                FacilityId = Samples.FacilityId,
                LockId = Samples.LockId,
                Generation = 9,
                LockSecret = Hex.Count(0x10, 32)
            };
        byte[] configuration = Samples.ConfigurationBytes();
        identity.Configuration.TryRead(configuration, 0, configuration.Length);
        return identity;
    }

    private static byte[] Clear(ProvisionBody identity)
    {
        byte[] clear = new byte[ProvisionBody.HeaderSize + identity.Configuration.Size];
        identity.WriteTo(clear, 0);
        return clear;
    }

    private static bool OpensAsItWas(byte[] setupSecret, byte[] challengeFrame, byte[] sealedBody)
    {
        ProvisionBody opened = new ProvisionBody();
        return opened.Open(setupSecret, challengeFrame, sealedBody, 0, sealedBody.Length) == Status.Ok
            && opened.FacilityId == Samples.FacilityId;
    }

    private static byte[] With(int offset, int value)
    {
        byte[] bytes = Samples.ConfigurationBytes();
        Bytes.WriteU16(bytes, offset, value);
        return bytes;
    }

    private static bool Reads(byte[] bytes) => new LockConfiguration().TryRead(bytes, 0, bytes.Length);
}
