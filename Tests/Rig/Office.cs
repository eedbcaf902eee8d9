using System;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Rig;

/// <summary>The facility of a test's lock: notices, shares, configurations, batches.</summary>
public static class Office
{
    /// <summary>A notice that follows the last one applied.</summary>
    public static NoticeBuilder Next(LockRig rig) => Next(rig, LockRig.Noon);

    public static NoticeBuilder Next(LockRig rig, uint issuedAt)
    {
        uint applied = rig.Engine.Memory.State.Applied;
        return new NoticeBuilder(LockRig.LockId, applied + 1, applied, issuedAt);
    }

    /// <summary>Delivers a notice without a key and expects it to be applied.</summary>
    public static void Apply(LockRig rig, NoticeBuilder notice) =>
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(notice), "the notice is applied");

    public static void Overlock(LockRig rig, bool on)
    {
        NoticeBuilder notice = Next(rig);
        notice.Overlock(on);
        Apply(rig, notice);
    }

    public static void Lockdown(LockRig rig, bool on)
    {
        NoticeBuilder notice = Next(rig);
        notice.Lockdown(on);
        Apply(rig, notice);
    }

    /// <summary>A notice with one item whose bytes the test chooses, sealed by the facility.</summary>
    public static byte[] RawNotice(LockRig rig, uint number, uint after, byte[] items, int itemCount)
    {
        NoticeBuilder empty = new NoticeBuilder(LockRig.LockId, number, after, LockRig.Noon);
        byte[] header = empty.ToBytes(rig.Secrets.NoticeSecret);
        byte[] label = System.Text.Encoding.UTF8.GetBytes("LF1 notice");
        byte[] message = new byte[label.Length + Notice.HeaderSize + items.Length];
        int at = Bytes.Append(message, 0, label);
        at = Bytes.Append(message, at, header, 0, Notice.HeaderSize);
        message[at - 1] = (byte)itemCount;
        Bytes.Append(message, at, items);
        byte[] notice = new byte[Notice.HeaderSize + items.Length + Hmac.MacSize];
        Array.Copy(message, label.Length, notice, 0, Notice.HeaderSize + items.Length);
        Array.Copy(Hmac.Hash(rig.Secrets.NoticeSecret, message), 0, notice, notice.Length - Hmac.MacSize, Hmac.MacSize);
        return notice;
    }

    /// <summary>A share of right Unlock at all hours for guest 77, as long as the key of <see cref="LockRig.NewGrant()"/>.</summary>
    public static Share NewShare()
    {
        Share share = new Share { GuestId = 77, NotAfter = LockRig.Noon + (7 * LockRig.Day), Rights = Rights.Unlock };
        share.Windows.TryRead(LockRig.Always(), 0, 1);
        return share;
    }

    public static Share WithWindows(Share share, byte[] windows)
    {
        share.Windows.TryRead(windows, 0, windows.Length / AccessWindows.EntrySize);
        return share;
    }

    public static Grant SharedGrant() => LockRig.NewGrant(Rights.Unlock | Rights.Share);

    public static Grant TenancyGrant(ushort tenancy)
    {
        Grant grant = LockRig.NewGrant();
        grant.Tenancy = tenancy;
        grant.KeyId = 1000u + tenancy;
        return grant;
    }

    /// <summary>Asks to unlock, one second after the request before.</summary>
    public static Status Unlock(LockRig rig, Grant grant)
    {
        rig.Advance(1000);
        return rig.Ask(Command.Unlock, grant);
    }

    public static Status UnlockAsGuest(LockRig rig, Grant grant, Share share)
    {
        rig.Advance(1000);
        return rig.AskAsGuest(Command.Unlock, grant, share);
    }

    public static byte[] U32(uint value)
    {
        byte[] bytes = new byte[4];
        Bytes.WriteU32(bytes, 0, value);
        return bytes;
    }

    public static uint BodyU32(LockRig rig, int offset)
    {
        byte[] body = rig.Reply.Body;
        Assert.IsTrue(body.Length >= offset + 4, "the body holds a moment or number");
        return Bytes.ReadU32(body, offset);
    }

    /// <summary>Reads and decrypts a batch.</summary>
    public static SealedBatch ReadEvents(LockRig rig, uint from)
    {
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.ReadEvents, LockRig.NewGrant(Rights.ReadEvents), U32(from)), "read events");
        SealedBatch batch = new SealedBatch();
        Assert.IsTrue(batch.TryOpen(rig.Secrets, rig.Reply.Body), "the batch opens with the lock's secrets");
        return batch;
    }

    /// <summary>Starts the lock again as after a reboot: the hardware clock has continued, and the phone connects again.</summary>
    public static void Reboot(LockRig rig)
    {
        rig.Disconnect();
        rig.Engine.Reboot(BootReason.Requested, rig.UptimeMs);
        rig.Boot();
        rig.Connect();
    }

    /// <summary>Seconds of Monday 2026-11-23 (the day of <see cref="LockRig.Noon"/>) plus days, at a time of day.</summary>
    public static uint At(int days, int hour, int minute, int second) =>
        LockRig.Noon - (12 * 3600) + (uint)((days * 86400) + (hour * 3600) + (minute * 60) + second);
}
