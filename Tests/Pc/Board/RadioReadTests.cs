using System;
using System.Text;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Ports;
using LockFirmware.LockLink;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualBoard.Phone;
using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>What a phone reads, whole and in pieces, over the real adapter.</summary>
[TestClass]
public class RadioReadTests
{
    [TestMethod]
    public void A_long_read_of_challenge_at_mtu_23_gives_one_value()
    {
        using BoardBench bench = new();
        VirtualCentral central = bench.Connect(0).Central;
        AttResult first = central.ReadPiece(LockUuids.Challenge, 0);
        Assert.HasCount(ChallengeFrame.Size, first.Value);
        AttResult rest = central.ReadPiece(LockUuids.Challenge, ChallengeFrame.Size);
        Assert.IsTrue(rest.Ok);
        Assert.IsEmpty(rest.Value);
        VirtualPhone phone = new(central);
        byte[] request =
            Request.Build(Command.Unlock, 1, new byte[16], bench.NewKey(Rights.Unlock).Grant, null, [], bench.NewKey(Rights.Unlock).Secret,
                first.Value);
        Assert.AreEqual(Status.Ok, phone.Exchange(request, null)?.Status);
        bench.AssertNoFaults();
    }

    [TestMethod]
    public void Two_whole_reads_of_challenge_give_two_challenges_at_every_mtu()
    {
        using BoardBench bench = new();
        foreach (int mtu in (int[])[0, 24, 185, 256])
        {
            VirtualPhone phone = bench.Connect(mtu);
            Assert.IsTrue(phone.ReadChallenge());
            byte[] first = phone.ChallengeFrame;
            Assert.IsTrue(phone.ReadChallenge());
            CollectionAssert.AreNotEqual(first, phone.ChallengeFrame, $"MTU {mtu}");
            Assert.AreEqual(Status.Ok, phone.Exchange(phone.MakeRequest(Command.Status, bench.NewKey(Rights.Unlock)), null)?.Status);
            phone.Leave();
        }
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void After_a_request_a_short_read_of_challenge_at_mtu_23_is_fresh()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(0);
        byte[] first = phone.Central.ReadPiece(LockUuids.Challenge, 0).Value;
        phone.Send(new byte[60]);
        byte[] second = phone.Central.ReadPiece(LockUuids.Challenge, 0).Value;
        CollectionAssert.AreNotEqual(first, second);
        bench.AssertNoFaults();
    }

    [TestMethod]
    public void A_challenge_half_read_on_one_connection_is_not_continued_on_the_next()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(0);
        byte[] first = phone.Central.ReadPiece(LockUuids.Challenge, 0).Value;
        phone.Leave();
        byte[] second = bench.Connect(0).Central.ReadPiece(LockUuids.Challenge, 0).Value;
        CollectionAssert.AreNotEqual(first, second);
    }

    [TestMethod]
    public void A_long_read_of_reply_stays_the_same_until_the_next_request()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(0);
        PhoneAnswer? answer = phone.Ask(Command.ReadEvents, bench.NewKey(Rights.ReadEvents), [1, 0, 0, 0]);
        Assert.IsNotNull(answer);
        Assert.IsTrue(answer.IsProven);
        Assert.IsGreaterThan(60, answer.Body.Length);
        byte[] first = phone.Central.Read(LockUuids.Reply).Value;
        bench.Time.Advance(5000);
        CollectionAssert.AreEqual(first, phone.Central.Read(LockUuids.Reply).Value);
        bench.AssertNoFaults();
    }

    [TestMethod]
    public void Before_the_first_request_the_reply_is_empty()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(185);
        Assert.IsEmpty(phone.Central.Read(LockUuids.Reply).Value);
        Assert.AreEqual(Status.Ok, phone.Ask(Command.Status, bench.NewKey(Rights.Unlock))?.Status);
        Assert.IsTrue(phone.ReadChallenge());
        Assert.IsEmpty(phone.Central.Read(LockUuids.Reply).Value, "a new challenge forgets the reply");
    }

    [TestMethod]
    public void Notifications_in_pieces_equal_the_reply_that_is_read()
    {
        using BoardBench bench = new();
        foreach (int mtu in (int[])[0, 185, 256])
        {
            VirtualPhone phone = bench.Connect(mtu);
            Assert.IsTrue(phone.Central.Subscribe(LockUuids.Reply).Ok);
            Assert.IsTrue(phone.ReadChallenge());
            Assert.IsTrue(phone.Send(phone.MakeRequest(Command.ReadEvents, bench.NewKey(Rights.ReadEvents), [1, 0, 0, 0])));
            bench.Time.Advance(20);
            byte[] notified = BoardBench.TakeNotified(phone.Central);
            CollectionAssert.AreEqual(phone.Central.Read(LockUuids.Reply).Value, notified, $"MTU {mtu}");
            phone.Leave();
        }
        bench.AssertNoFaults();
    }

    [TestMethod]
    public void Who_has_not_subscribed_on_this_connection_is_not_notified()
    {
        using BoardBench bench = new();
        VirtualPhone first = bench.Connect(185);
        Assert.IsTrue(first.Central.Subscribe(LockUuids.Reply).Ok);
        first.Leave();
        VirtualPhone second = bench.Connect(185);
        Assert.AreEqual(Status.Ok, second.Ask(Command.Status, bench.NewKey(Rights.Unlock))?.Status);
        Assert.IsFalse(second.Central.TryTakeNotification(out _));
        bench.AssertNoFaults();
    }

    [TestMethod]
    public void Every_command_goes_through_at_mtu_23_and_512()
    {
        foreach (int mtu in (int[])[0, 512])
        {
            using BoardBench bench = new();
            bench.Board.Air.PreferredMtu = 512;
            for (Command command = Command.Unlock; command <= Command.Here; command++)
            {
                if (command == Command.Provision)
                    continue;
                VirtualPhone phone = bench.Connect(mtu);
                Assert.AreEqual(mtu == 0 ? 23 : mtu, phone.Central.Mtu);
                Assert.IsTrue(phone.ReadChallenge());
                byte[] body = BodyOf(command, bench, phone);
                PhoneAnswer? answer =
                    phone.Exchange(phone.MakeRequest(command, bench.NewKey(Rights.All), body), bench.NewKey(Rights.All).Secret);
                Assert.AreEqual(Status.Ok, answer?.Status, $"{command} at MTU {mtu}");
                Assert.IsTrue(answer!.IsProven);
                phone.Leave();
                bench.Time.Advance(1000);
            }
            bench.AssertNoFaults();
        }
    }

    [TestMethod]
    public void The_longest_notice_goes_through_at_mtu_23_and_512()
    {
        foreach (int mtu in (int[])[0, 512])
        {
            using BoardBench bench = new();
            bench.Board.Air.PreferredMtu = 512;
            VirtualPhone phone = bench.Connect(mtu);
            NoticeBuilder notice = new(LockRig.LockId, 1, 0, LockRig.Noon);
            for (uint key = 500; notice.RevokeKey(key, LockRig.Noon + LockRig.Day); key++)
            {
            }
            while (notice.Tenancy(1))
            {
            }
            PhoneAnswer? answer = phone.Ask(Command.Deliver, null, notice.ToBytes(bench.Secrets.NoticeSecret), bench.Secrets.NoticeSecret);
            Assert.AreEqual(Status.Ok, answer?.Status, $"MTU {mtu}");
            Assert.IsTrue(answer!.IsProven);
            bench.AssertNoFaults();
        }
    }

    [TestMethod]
    public void Identity_is_constant_during_a_boot_and_right_after_provisioning_and_a_reboot()
    {
        using BoardBench bench = new(isProvisioned: false);
        byte[] before = ReadIdentity(bench);
        CollectionAssert.AreEqual(new byte[10], before[..10]);
        bench.Provision();
        byte[] after = ReadIdentity(bench);
        Assert.HasCount(IdentityFrame.Size + "virtual".Length, after);
        Assert.AreEqual(LockRig.FacilityId, Bytes.ReadU32(after, 0));
        Assert.AreEqual(LockRig.LockId, Bytes.ReadU32(after, 4));
        Assert.AreEqual(LockRig.Generation, Bytes.ReadU16(after, 8));
        CollectionAssert.AreEqual(
            new byte[] { FirmwareVersion.Major, FirmwareVersion.Minor, FirmwareVersion.Patch }, after[10..IdentityFrame.Size]);
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock | Rights.OpenWithoutClock));
        CollectionAssert.AreEqual(after, ReadIdentity(bench));
        CollectionAssert.AreEqual(after, bench.Connect(0).Central.Read(LockUuids.Identity).Value, "at MTU 23");
    }

    [TestMethod]
    public void Identity_does_not_change_between_provisioning_and_the_reboot()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(185);
        byte[] before = phone.Central.Read(LockUuids.Identity).Value;
        Assert.AreEqual(Status.Ok, phone.Ask(Command.Provision, bench.NewKey(Rights.Provision))?.Status);
        CollectionAssert.AreEqual(before, phone.Central.Read(LockUuids.Identity).Value, "the same boot");
        phone.Leave();
        bench.Time.Advance(20);
        CollectionAssert.AreEqual(new byte[10], ReadIdentity(bench)[..10], "the next boot");
    }

    [TestMethod]
    public void Identity_ends_with_the_name_of_the_board()
    {
        using BoardBench bench = new();
        IdentityFrame identity = new();
        Assert.IsTrue(identity.TryRead(ReadIdentity(bench)));
        Assert.AreEqual("virtual", identity.Board);
        Assert.AreEqual(FirmwareVersion.Packed, identity.Firmware);
    }

    [TestMethod]
    public void The_lock_adds_no_values_to_device_information_of_the_library()
    {
        using BoardBench bench = new();
        VirtualCentral central = bench.Connect(185).Central;
        Assert.AreEqual("nanoFramework", Encoding.UTF8.GetString(central.Read(GattCharacteristicUuids.ManufacturerNameString).Value));
        Assert.IsFalse(central.Read(GattCharacteristicUuids.FirmwareRevisionString).Ok);
    }

    private static byte[] ReadIdentity(BoardBench bench)
    {
        VirtualPhone phone = bench.Connect(185);
        byte[] value = phone.Central.Read(LockUuids.Identity).Value;
        phone.Leave();
        bench.Time.Advance(20);
        return value;
    }

    private static byte[] BodyOf(Command command, BoardBench bench, VirtualPhone phone)
    {
        switch (command)
        {
            case Command.HoldOpen:
                return BitConverter.GetBytes(bench.Time.Utc + 600);
            case Command.ReadEvents:
                return [1, 0, 0, 0];
            case Command.Manage:
                LockConfiguration configuration = new();
                byte[] body = new byte[1 + configuration.Size];
                body[0] = (byte)ManageOperation.Configure;
                configuration.WriteTo(body, 1);
                return body;
            case Command.Deliver:
                NoticeBuilder notice = new(LockRig.LockId, 1, 0, LockRig.Noon);
                notice.Tenancy(3);
                return notice.ToBytes(bench.Secrets.NoticeSecret);
            case Command.SetTime:
                return FacilityTime.Make(bench.Secrets.NoticeSecret, phone.ChallengeFrame, bench.Time.Utc);
            case Command.Here:
                return new byte[HereAnswer.ServerChallengeSize];
            default:
                return [];
        }
    }
}
