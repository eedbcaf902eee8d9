using System;
using System.Device.Gpio;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Bluetooth;
using LockFirmware.LockController.Protocol;
using LockFirmware.LockLink;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualBoard.Phone;
using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>Floods, a hung lock thread, failing parts, centrals that connect, disconnect or stay: the radio continues to work.</summary>
[TestClass]
public class RadioTroubleTests
{
    [TestMethod]
    public void A_full_queue_refuses_writes_with_0x11_and_forgets_nobody_who_goes()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(185);
        Assert.AreEqual(Status.Ok, phone.Ask(Command.Status, bench.NewKey(Rights.Unlock))?.Status);
        byte[] old = phone.MakeRequest(Command.Unlock, bench.NewKey(Rights.Unlock));
        bench.Time.IsLockHung = true;
        int taken = 0;
        for (int i = 0; i < 17; i++)
        {
            AttResult result = phone.Central.Write(LockUuids.Request, [0x80, 1]);
            if (result.Ok)
                taken++;
            else
                Assert.AreEqual(GattProtocolError.InsufficientResources, result.Error, $"write {i}");
        }
        Assert.AreEqual(8, taken, "as many as the queue holds");
        AttResult read = phone.Central.Read(LockUuids.Challenge);
        Assert.AreEqual(GattProtocolError.InsufficientResources, read.Error);
        phone.Leave();
        VirtualPhone next = bench.Connect(185);
        bench.Time.IsLockHung = false;
        bench.Time.Advance(20);
        Assert.AreEqual(Status.NotAuthentic, next.Exchange(old, null)?.Status, "the challenge died with its connection");
        next.Leave();
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void A_central_whose_coming_found_no_place_in_the_queue_is_put_off_like_any_other()
    {
        using BoardBench bench = new();
        int reboots = bench.Board.RebootCount;
        bench.Time.IsLockHung = true;
        for (int i = 0; i < 8; i++)
            bench.Connect(185).Leave();
        bench.Connect(185);
        bench.Time.IsLockHung = false;
        bench.Time.Advance(130_000);
        Assert.AreEqual(reboots + 1, bench.Board.RebootCount);
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void A_central_whose_going_found_no_place_in_the_queue_is_not_taken_for_one_that_stays()
    {
        using BoardBench bench = new();
        int reboots = bench.Board.RebootCount;
        VirtualPhone phone = bench.Connect(185);
        bench.Time.IsLockHung = true;
        for (int i = 0; i < 17; i++)
            phone.Central.Write(LockUuids.Request, [0x80, 1]);
        phone.Leave();
        bench.Connect(185).Leave();
        bench.Time.IsLockHung = false;
        bench.Time.Advance(400_000);
        Assert.AreEqual(reboots, bench.Board.RebootCount);
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void A_lock_thread_that_hangs_for_3_s_costs_an_answer_and_not_the_radio()
    {
        using BoardBench bench = new();
        foreach (Guid characteristic in (Guid[])[LockUuids.Challenge, LockUuids.Reply])
        {
            VirtualPhone phone = bench.Connect(185);
            bench.Time.IsLockHung = true;
            AttResult result = phone.Central.Read(characteristic);
            Assert.AreEqual(AttError.UnlikelyError, result.Error);
            bench.Time.Advance(1000);
            bench.Time.IsLockHung = false;
            bench.Time.Advance(100);
            bench.AssertNoFaults();
            Assert.AreEqual(Status.Ok, phone.Ask(Command.Status, bench.NewKey(Rights.Unlock))?.Status, "the same phone asks again");
            phone.Leave();
        }
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void A_request_written_while_the_lock_hangs_is_judged_at_the_age_it_then_has()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(185);
        Assert.IsTrue(phone.ReadChallenge());
        byte[] request = phone.MakeRequest(Command.Unlock, bench.NewKey(Rights.Unlock));
        bench.Time.IsLockHung = true;
        Assert.IsTrue(phone.Send(request), "writes are acknowledged at once");
        bench.Time.Advance(11_000);
        bench.Time.IsLockHung = false;
        bench.Time.Advance(20);
        Assert.AreEqual(Status.StaleChallenge, phone.ReadReply(request, bench.NewKey(Rights.Unlock).Secret)?.Status);
        Assert.IsFalse(bench.Board.Door.IsReleased);
        bench.AssertNoFaults();
    }

    [TestMethod]
    public void Pieces_queued_from_an_old_connection_are_dropped_when_it_changes()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(0);
        Assert.IsTrue(phone.ReadChallenge());
        byte[] request = phone.MakeRequest(Command.Unlock, bench.NewKey(Rights.Unlock));
        bench.Time.IsLockHung = true;
        Assert.IsTrue(phone.Send(request), "whole, but not yet looked at");
        phone.Leave();
        VirtualPhone next = bench.Connect(0);
        bench.Time.IsLockHung = false;
        bench.Time.Advance(20);
        Assert.IsFalse(bench.Board.Door.IsReleased);
        Assert.AreEqual(0, bench.Count(EventKind.AccessGranted));
        Assert.IsEmpty(next.Central.Read(LockUuids.Reply).Value);
        next.Leave();
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void A_latch_driver_that_throws_is_reported_as_an_internal_error_and_the_latch_falls_back()
    {
        using BoardBench bench = new();
        bool throws = true;
        bench.Board.Pins.OutputChanged += (_, level) =>
        {
            if (throws && level == PinValue.High)
                throw new InvalidOperationException("broken driver");
        };
        Assert.AreEqual(Status.InternalError, bench.Visit(Command.Unlock, Rights.Unlock));
        Assert.AreEqual(1, bench.Board.Supervisor!.Lock.Faults, "told and reported");
        Assert.IsFalse(bench.Board.Door.IsReleased);
        throws = false;
        bench.Time.Advance(1000);
        Assert.IsFalse(bench.Board.Door.IsReleased);
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void The_lock_advertises_between_connections_only_and_takes_one_central()
    {
        using BoardBench bench = new();
        Assert.IsTrue(bench.Board.Air.IsAdvertising);
        CollectionAssert.Contains(bench.Board.Air.AdvertisedServices, LockUuids.Service);
        VirtualPhone phone = bench.Connect(185);
        Assert.IsFalse(bench.Board.Air.IsAdvertising);
        Assert.IsNull(VirtualPhone.Connect(bench.Board.Air));
        Assert.AreEqual(Status.Ok, phone.Ask(Command.Status, bench.NewKey(Rights.Unlock))?.Status, "the first is not disturbed");
        phone.Leave();
        Assert.IsTrue(bench.Board.Air.IsAdvertising);
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void A_central_that_stays_silent_is_dropped_by_a_reboot_every_two_minutes_at_most()
    {
        using BoardBench bench = new();
        bench.Time.Advance(200_000);
        int reboots = bench.Board.RebootCount;
        VirtualPhone phone = bench.Connect(185);
        bench.Time.Advance(31_000);
        Assert.AreEqual(reboots + 1, bench.Board.RebootCount);
        Assert.IsFalse(phone.Central.IsConnected);
        Assert.AreEqual((byte)BootReason.ConnectionHog, bench.Events()[^1].Reason);
        bench.Connect(185);
        bench.Time.Advance(115_000);
        Assert.AreEqual(reboots + 1, bench.Board.RebootCount);
        bench.Time.Advance(6_000);
        Assert.AreEqual(reboots + 2, bench.Board.RebootCount);
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void A_recorded_request_is_worth_nothing_on_another_connection_after_a_reboot_and_after_a_power_cut()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(185);
        PhoneKey key = bench.NewKey(Rights.Unlock);
        PhoneAnswer? opened = phone.Ask(Command.Unlock, key);
        Assert.AreEqual(Status.Ok, opened?.Status);
        Assert.AreEqual(Status.Ok, phone.Exchange(opened!.Request, key.Secret)?.Status, "the stored reply");
        phone.Leave();
        AssertWorthless(bench, opened.Request);
        bench.Time.Advance(60_000);
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Manage, Rights.Manage, [3]), "reboot");
        AssertWorthless(bench, opened.Request);
        bench.Board.CutPower();
        bench.Board.PowerOn();
        AssertWorthless(bench, opened.Request);
        Assert.AreEqual(1, bench.Count(EventKind.AccessGranted));
        bench.AssertNoFaults();
    }

    [TestMethod]
    public void Garbage_at_every_characteristic_leaves_the_radio_alive()
    {
        using BoardBench bench = new();
        Random random = new(20260725);
        Guid[] characteristics = [LockUuids.Identity, LockUuids.Challenge, LockUuids.Request, LockUuids.Reply];
        VirtualPhone phone = bench.Connect(185);
        for (int i = 0; i < 500; i++)
        {
            byte[] garbage = new byte[random.Next(0, 183)];
            random.NextBytes(garbage);
            Guid characteristic = characteristics[random.Next(4)];
            if (random.Next(3) == 0)
                phone.Central.Read(characteristic);
            else
                phone.Central.Write(characteristic, garbage);
        }
        phone.Leave();
        Assert.IsFalse(bench.Board.Door.IsReleased);
        Assert.AreEqual(0, bench.Count(EventKind.AccessGranted));
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void An_empty_write_is_answered_once_and_told_malformed()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(185);
        Assert.IsTrue(phone.Central.Write(LockUuids.Request, []).Ok);
        Assert.AreEqual(Status.Malformed, phone.ReadReply([], null)?.Status);
        Assert.IsTrue(phone.Central.Write(LockUuids.Request, [FrameSplitter.First | FrameSplitter.Last]).Ok);
        Assert.AreEqual(Status.Malformed, phone.ReadReply([], null)?.Status);
        phone.Leave();
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void A_central_that_goes_in_the_middle_of_its_frames_leaves_the_lock_working()
    {
        using BoardBench bench = new();
        for (int pieces = 1; pieces <= 5; pieces++)
        {
            VirtualPhone phone = bench.Connect(0);
            Assert.IsTrue(phone.ReadChallenge());
            byte[] request = phone.MakeRequest(Command.Unlock, bench.NewKey(Rights.Unlock));
            for (int i = 0; i < pieces - 1; i++)
                phone.Central.Write(LockUuids.Request, FrameSplitter.Piece(request, request.Length, 23, i));
            phone.Leave();
        }
        Assert.AreEqual(0, bench.Count(EventKind.AccessGranted));
        bench.AssertRadioLives();
    }

    private static void AssertWorthless(BoardBench bench, byte[] recorded)
    {
        bench.Time.Advance(6000);
        VirtualPhone phone = bench.Connect(185);
        Assert.AreEqual(Status.NotAuthentic, phone.Exchange(recorded, null)?.Status, "without a challenge");
        Assert.IsTrue(phone.ReadChallenge());
        Assert.AreEqual(Status.NotAuthentic, phone.Exchange(recorded, null)?.Status, "under a new one");
        Assert.IsFalse(bench.Board.Door.IsReleased);
        phone.Leave();
        bench.Time.Advance(20);
    }
}
