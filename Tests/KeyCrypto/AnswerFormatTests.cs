using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>
/// What a lock says about itself, byte by byte: Identity, the body of Status, state byte and door byte (docs/protocol.md, 4).
/// </summary>
[TestClass]
public class AnswerFormatTests
{
    private const string Short = "060b04030201" + "0fd4c3b2a1";
    private const string Full = "060b04030201" + "010203" + "0504" + "09080706" + "0d0c0b0a" + "0f0e" + "13121110" + "17161514" + "1b1a1918"
        + "1f1e1d1c" + "20" + "a6ff" + "24232221" + "0fd4c3b2a1";

    [TestMethod]
    public void The_identity_frame_has_this_form()
    {
        IdentityFrame frame = new IdentityFrame { FacilityId = 0x04030201, LockId = 0x08070605, Generation = 0x0A09, Firmware = 0x0B0C0D };
        byte[] bytes = frame.ToBytes();
        CollectionAssert.AreEqual(Hex.Parse("0102030405060708090a0b0c0d"), bytes, "bytes");
        IdentityFrame read = new IdentityFrame();
        Assert.IsTrue(read.TryRead(bytes), "reads");
        Assert.AreEqual(0x04030201u, read.FacilityId, "facility");
        Assert.AreEqual(0x08070605u, read.LockId, "lock");
        Assert.AreEqual(0x0A09, (int)read.Generation, "generation");
        Assert.AreEqual(0x0B0C0Du, read.Firmware, "firmware");
        Assert.IsTrue(read.IsProvisioned, "provisioned");
        Assert.IsFalse(new IdentityFrame().IsProvisioned, "without identity");
        Assert.IsFalse(read.TryRead(new byte[12]), "too short");
        Assert.IsFalse(read.TryRead(new byte[14]), "a name that is no text");
    }

    [TestMethod]
    public void The_name_of_the_board_follows_the_identity()
    {
        byte[] bytes = IdentityFrame.WithBoard(new IdentityFrame { Firmware = 0x0B0C0D }.ToBytes(), "esp32-s3");
        CollectionAssert.AreEqual(Hex.Parse("000000000000000000000b0c0d" + "65737033322d7333"), bytes, "bytes");
        IdentityFrame read = new IdentityFrame();
        Assert.IsTrue(read.TryRead(bytes), "reads");
        Assert.AreEqual("esp32-s3", read.Board, "board");
        Assert.AreEqual(0x0B0C0Du, read.Firmware, "firmware");
        Assert.IsFalse(read.TryRead(new byte[IdentityFrame.Size + IdentityFrame.BoardLengthMax + 1]), "too long");
        bytes[14] = 0x1B;
        Assert.IsFalse(read.TryRead(bytes), "a control character");
    }

    [TestMethod]
    public void The_body_of_status_has_this_form()
    {
        byte[] body = new byte[LockStatus.FullSize];
        Assert.AreEqual(LockStatus.ShortSize, Sample(false).WriteTo(body, 0), "short size");
        CollectionAssert.AreEqual(Hex.Parse(Short), Bytes.Copy(body, 0, LockStatus.ShortSize), "short");
        Assert.AreEqual(LockStatus.FullSize, Sample(true).WriteTo(body, 0), "full size");
        CollectionAssert.AreEqual(Hex.Parse(Full), body, "full");
    }

    [TestMethod]
    public void The_body_of_status_is_read_as_it_was_written()
    {
        byte[] full = Hex.Parse(Full);
        LockStatus status = new LockStatus();
        Assert.IsTrue(status.TryRead(full), "reads");
        Assert.IsTrue(status.IsFull, "full");
        byte[] again = new byte[LockStatus.FullSize];
        status.WriteTo(again, 0);
        CollectionAssert.AreEqual(full, again, "full");
        Assert.AreEqual(-90, (int)status.ZoneOffsetMinutes, "zone");
        Assert.AreEqual((int)Status.OutsideHours, (int)status.Opens, "opens");
        Assert.IsTrue(status.TryRead(Hex.Parse(Short)), "reads the short form");
        Assert.IsFalse(status.IsFull, "short");
        Assert.AreEqual(0xA1B2C3D4u, status.Until, "until");
        Assert.IsFalse(status.TryRead(new byte[10]), "too short");
        Assert.IsFalse(status.TryRead(new byte[48]), "between");
        Assert.IsFalse(status.TryRead(new byte[50]), "too long");
    }

    [TestMethod]
    public void The_state_byte_has_these_bits()
    {
        Assert.AreEqual(2, (int)StateByte.Pack(ClockTrust.Set, false, false, false), "trust");
        Assert.AreEqual(1 | 4, (int)StateByte.Pack(ClockTrust.Floor, true, false, false), "overlocked");
        Assert.AreEqual(8, (int)StateByte.Pack(ClockTrust.Unknown, false, true, false), "lockdown");
        Assert.AreEqual(2 | 16, (int)StateByte.Pack(ClockTrust.Set, false, false, true), "held open");
        for (int i = 0; i < 32; i++)
        {
            byte state = (byte)i;
            byte packed =
                StateByte.Pack(StateByte.Trust(state), StateByte.IsOverlocked(state), StateByte.IsLockdown(state),
                    StateByte.IsHeldOpen(state));
            Assert.AreEqual(i, (int)packed, "read and packed again");
        }
    }

    [TestMethod]
    public void The_door_byte_has_these_bits()
    {
        DoorFlags[] flags =
            { DoorFlags.Released, DoorFlags.Open, DoorFlags.Jammed, DoorFlags.HeldOpen, DoorFlags.HousingOpen, DoorFlags.FireRelease,
                DoorFlags.FailSafe };
        for (int i = 0; i < flags.Length; i++)
            Assert.AreEqual(1 << i, (int)flags[i], "bit " + i.ToString());
    }

    [TestMethod]
    public void A_firmware_version_is_written_for_people()
    {
        Assert.AreEqual("1.2.255", FirmwareNumber.Text(0x0102FF), "text");
    }

    private static LockStatus Sample(bool isFull) => new LockStatus
    {
        State = StateByte.Pack(ClockTrust.Set, true, false, false),
        Door = DoorFlags.Released | DoorFlags.Open | DoorFlags.HeldOpen,
        Now = 0x01020304,
        IsFull = isFull,
        Firmware = 0x010203,
        Generation = 0x0405,
        BootCount = 0x06070809,
        UptimeSeconds = 0x0A0B0C0D,
        Tenancy = 0x0E0F,
        Applied = 0x10111213,
        Oldest = 0x14151617,
        Head = 0x18191A1B,
        Synced = 0x1C1D1E1F,
        RevocationCount = 0x20,
        ZoneOffsetMinutes = -90,
        NextChange = 0x21222324,
        Opens = Status.OutsideHours,
        Until = 0xA1B2C3D4,
    };
}
