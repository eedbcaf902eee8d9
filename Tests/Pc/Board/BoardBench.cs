using System;
using System.Collections.Generic;
using System.Device.Gpio;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Bluetooth;
using LockFirmware.LockLink;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualBoard.Phone;
using LockFirmware.VirtualRadio;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>The whole firmware on a virtual board in driven time, provisioned over its radio; entropy is constant.</summary>
internal sealed class BoardBench : IDisposable
{
    private static readonly byte[] SetupSecret = LockRig.Secret(7);

    /// <summary>A lock with identity and time, nobody connected.</summary>
    public BoardBench(bool isProvisioned = true, bool jumps = true, GpioDriver? lines = null)
    {
        Time.Jumps = jumps;
        Board = new HardwareBoard(Time, SetupSecret, null, entropy => true, lines);
        Board.PowerOn();
        if (!isProvisioned)
            return;
        Provision();
        SetTime();
    }

    public BenchTime Time { get; } = new(LockRig.Noon);

    public HardwareBoard Board { get; }

    public LockSecrets Secrets { get; } =
        new(LockSecrets.DeriveLockSecret(LockRig.Secret(1), LockRig.FacilityId, LockRig.LockId, LockRig.Generation));

    public uint Head => Board.Flash.Events.Head;

    public void Dispose() => Board.Dispose();

    public VirtualPhone Connect(int mtu)
    {
        VirtualPhone? phone = VirtualPhone.Connect(Board.Air, mtu);
        Assert.IsNotNull(phone);
        return phone;
    }

    public PhoneKey NewKey(Rights rights) => PhoneKey.Issue(Secrets, LockRig.NewGrant(rights));

    /// <summary>Connects a phone, sends one request and disconnects.</summary>
    public Status Visit(Command command, Rights rights, byte[]? body = null)
    {
        VirtualPhone phone = Connect(185);
        PhoneAnswer? answer = phone.Ask(command, NewKey(rights), body);
        Assert.IsNotNull(answer);
        Assert.IsTrue(answer.IsProven);
        phone.Leave();
        Time.Advance(20);
        return answer.Status;
    }

    public void Provision()
    {
        VirtualPhone phone = Connect(185);
        Assert.IsTrue(phone.ReadChallenge());
        byte[] provision = SetupSecrets.Provision(SetupSecret);
        byte[] body = LockRig.NewProvisionBody(LockRig.Generation, Secrets.LockSecret, new LockConfiguration())
            .Seal(SetupSecret, phone.ChallengeFrame);
        Assert.AreEqual(Status.Ok, phone.Exchange(phone.MakeRequest(Command.Provision, null, body, provision), provision)?.Status);
        Assert.AreEqual(Status.Ok, phone.Ask(Command.Manage, NewKey(Rights.Manage), [1])?.Status);
        phone.Leave();
        Time.Advance(20);
    }

    public void SetTime()
    {
        VirtualPhone phone = Connect(185);
        Assert.IsTrue(phone.ReadChallenge());
        byte[] time = FacilityTime.Make(Secrets.NoticeSecret, phone.ChallengeFrame, Time.Utc);
        Assert.AreEqual(Status.Ok, phone.Exchange(phone.MakeRequest(Command.SetTime, null, time), Secrets.NoticeSecret)?.Status);
        phone.Leave();
        Time.Advance(20);
    }

    public int Count(EventKind kind) => Events().FindAll(audit => audit.Kind == kind).Count;

    public List<AuditEvent> Events()
    {
        List<AuditEvent> events = [];
        byte[] record = new byte[AuditEvent.Size];
        for (uint sequence = Board.Flash.Events.Oldest; sequence <= Head; sequence++)
        {
            AuditEvent audit = new();
            Assert.AreEqual(1, Board.Flash.Events.Read(sequence, record, 0, 1));
            Assert.IsTrue(audit.TryRead(record, 0));
            events.Add(audit);
        }
        return events;
    }

    /// <summary>Checks that the firmware has broken no rule of the radio, and that a phone can still open the door.</summary>
    public void AssertRadioLives()
    {
        AssertNoFaults();
        Time.Advance(1000);
        Assert.AreEqual(Status.Ok, Visit(Command.Unlock, Rights.Unlock));
        AssertNoFaults();
    }

    public void AssertNoFaults()
    {
        Assert.IsEmpty(Board.Air.Faults, string.Join("; ", Board.Air.Faults));
        Assert.IsFalse(Board.Air.IsDead);
    }

    /// <summary>The reply that is put together from notifications.</summary>
    public static byte[] TakeNotified(VirtualCentral central)
    {
        List<byte> whole = [];
        int index = 0;
        while (central.TryTakeNotification(out Notification? notification))
        {
            Assert.AreEqual(LockUuids.Reply, notification.Characteristic);
            Assert.IsLessThanOrEqualTo(central.Mtu - 3, notification.Value.Length);
            Assert.AreEqual(index, notification.Value[0] & 0x3F);
            Assert.AreEqual(index == 0, (notification.Value[0] & 0x80) != 0);
            whole.AddRange(notification.Value[1..]);
            index++;
            if ((notification.Value[0] & 0x40) != 0)
                return [.. whole];
        }
        Assert.Fail("No last piece.");
        return [];
    }
}
