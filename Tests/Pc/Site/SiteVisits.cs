using System;
using System.Collections.Generic;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>What honest people do at a lock, each checked against the plain model.</summary>
internal sealed class SiteVisits(Random random, SiteClock truth, Action<long> pass)
{
    private ushort _sequence;

    /// <summary>How often Unlock was answered in each way.</summary>
    public Dictionary<Status, int> Answers { get; } = [];

    /// <summary>The exchanges that a listener has recorded.</summary>
    public List<(SiteLock Lock, byte[] Request)> Heard { get; } = [];

    public byte[] Nonce()
    {
        byte[] nonce = new byte[Request.NonceSize];
        random.NextBytes(nonce);
        return nonce;
    }

    /// <summary>A phone asks a lock to open. The door opens if and only if the model admits.</summary>
    public void Unlock(SiteKey key)
    {
        SiteLock door = key.Lock;
        if (!door.Visit())
            return;
        _sequence = (ushort)random.Next(1, 100);
        byte[] request = key.Ask(Command.Unlock, _sequence, Nonce(), [], door.Frame);
        int delay = random.Next(20) switch { 0 => 2_000, 1 => 8_000, 2 => 12_000, _ => 0 };
        int cuts = door.CutCount;
        if (delay > 0)
            pass(delay);
        if (door.CutCount != cuts)
            return;
        HashSet<Status> expected = Expect(door, key);
        int releases = door.Board.Door.ReleaseCount;
        bool wasReleased = door.Board.Door.IsReleased;
        bool wasSet = door.IsSet;
        door.AdmissionUnderWay = expected.Contains(Status.Ok) ? key : null;
        Reply? reply = door.Send(request);
        if (reply == null)
            return;
        door.AdmissionUnderWay = null;
        Heard.Add((door, request));
        Status status = reply.Status;
        Answers[status] = Answers.GetValueOrDefault(status) + 1;
        Assert.IsTrue(reply.HasMac(key.Secret, door.Frame, request), "the lock proves itself");
        Assert.IsTrue(expected.Contains(status), $"{status} instead of {string.Join(" or ", expected)}");
        door.SawIssueTime(key.Grant.IssuedAt, wasSet);
        if (status != Status.Ok)
        {
            Assert.IsTrue(releases == door.Board.Door.ReleaseCount && wasReleased == door.Board.Door.IsReleased, "the latch moved");
            return;
        }
        Admitted(door, key);
        if (random.Next(4) == 0)
            RepeatUnlock(door, request);
    }

    /// <summary>A phone brings a notice.</summary>
    /// <returns>What it may bring back to the office.</returns>
    public DeliveryReceipt? Deliver(SiteLock door, byte[] notice)
    {
        if (!door.Visit())
            return null;
        byte[] request = Request.Build(Command.Deliver, 1, Nonce(), null, null, notice, null, door.Frame);
        Status expected = door.Model.Expect(notice);
        bool wasSet = door.IsSet;
        door.NoticeUnderWay = expected == Status.Ok ? notice : null;
        Reply? reply = door.Send(request);
        if (reply == null)
            return null;
        door.NoticeUnderWay = null;
        Assert.IsTrue(reply.HasMac(door.Secret.NoticeSecret, door.Frame, request), "the lock proves itself");
        Assert.AreEqual(expected, reply.Status, "notice");
        door.SawIssueTime(LockModel.IssuedAt(notice), wasSet);
        if (expected == Status.Ok)
        {
            door.Model.Apply(notice);
            door.KeepsFloor(Math.Max(door.FrameNow, 6) - 6);
        }
        Assert.AreEqual(door.Model.Applied, Bytes.ReadU32(reply.Body, 4), "applied");
        return new DeliveryReceipt(door.Frame, request, door.Engine.Reply[..door.Engine.ReplyLength]);
    }

    public void SetTime(SiteLock door)
    {
        if (!door.Visit())
            return;
        byte[] time = FacilityTime.Make(door.Secret.NoticeSecret, door.Frame, truth.Seconds);
        byte[] request = Request.Build(Command.SetTime, 1, Nonce(), null, null, time, null, door.Frame);
        door.TimeIsBeingSet();
        Reply? reply = door.Send(request);
        if (reply == null)
            return;
        Heard.Add((door, request));
        Assert.AreEqual(Status.Ok, reply.Status, "time");
        door.TimeWasSet();
    }

    /// <summary>Reads a batch of the trail, if the key has the right.</summary>
    public byte[]? Read(SiteKey key, uint from)
    {
        SiteLock door = key.Lock;
        if (!door.Visit())
            return null;
        byte[] body = new byte[4];
        Bytes.WriteU32(body, 0, from);
        bool wasSet = door.IsSet;
        Reply? reply = door.Send(key.Ask(Command.ReadEvents, 1, Nonce(), body, door.Frame));
        if (reply == null)
            return null;
        door.SawIssueTime(key.Grant.IssuedAt, wasSet);
        return reply.Status == Status.Ok ? reply.Body : null;
    }

    private static HashSet<Status> Expect(SiteLock door, SiteKey key)
    {
        long ageMs = door.UptimeMs - door.FrameMs;
        if (ageMs > 10_000)
            return [Status.StaleChallenge];
        HashSet<Status> expected = [];
        bool isUnknown = door.Engine.Clock.Trust == ClockTrust.Unknown;
        uint now = isUnknown ? 0 : door.FrameNow + (uint)(ageMs / 1000);
        // Each of the two spans is rounded to seconds, so their sum may differ by one.
        for (int i = 0; i <= (ageMs == 0 || isUnknown ? 0 : 1); i++)
            expected.Add(door.Model.Judge(key, door.IsSet, now + (uint)i, door.FloorAgeSeconds));
        if (expected.Contains(Status.Ok) && door.UptimeMs - door.AdmittedMs < 1_000)
        {
            expected.Remove(Status.Ok);
            expected.Add(Status.TooSoon);
        }
        return expected;
    }

    private void Admitted(SiteLock door, SiteKey key)
    {
        Assert.IsTrue(door.Board.Door.IsReleased, "who is admitted gets in");
        Assert.IsFalse(door.Model.IsRevoked(key), "a revocation holds");
        long late = truth.Seconds - (long)key.NotAfter;
        Assert.IsTrue(late < 3_600 || (!door.IsSet && key.Rights.HasFlag(Rights.OpenWithoutClock)), $"{late} s after the expiry");
        door.Model.Admitted(key);
        door.AdmittedMs = door.UptimeMs;
        door.Trail.Granted(key);
        if (!door.IsSet)
            door.KeepsFloor(Math.Max(door.FrameNow, key.Grant.IssuedAt));
    }

    /// <summary>The reply was lost, or somebody repeats the request: the lock gives the same reply and does nothing.</summary>
    private void RepeatUnlock(SiteLock door, byte[] request)
    {
        byte[] answer = door.Engine.Reply[..door.Engine.ReplyLength];
        int cuts = door.CutCount;
        pass(6_000);
        if (door.CutCount != cuts)
            return;
        door.Trail.Watch();
        int count = door.Trail.Count;
        int releases = door.Board.Door.ReleaseCount;
        if (door.Send(request) == null)
            return;
        CollectionAssert.AreEqual(answer, door.Engine.Reply[..door.Engine.ReplyLength], "the stored answer");
        Assert.AreEqual(releases, door.Board.Door.ReleaseCount, "the latch moved again");
        Assert.IsFalse(door.Board.Door.IsReleased);
        Assert.AreEqual(count, door.Trail.Count, "one admission, one event");
    }
}
