using System;
using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>Attacks on a lock. Whatever the attacker does, the latch does not move and only a sum is recorded.</summary>
internal sealed class SiteAttacks(Random random, SiteVisits visits)
{
    /// <summary>How many frames strangers have sent.</summary>
    public int Count { get; private set; }

    /// <summary>A recording of an earlier exchange, under a challenge of today.</summary>
    public void Replay()
    {
        if (visits.Heard.Count == 0)
            return;
        (SiteLock door, byte[] request) = visits.Heard[random.Next(visits.Heard.Count)];
        if (door.Visit())
            Attack(door, request, isHeldBack: random.Next(4) == 0);
    }

    /// <summary>A genuine request that is withheld until its phone has disconnected. Its challenge ended with the connection.</summary>
    public void Withhold(SiteKey key)
    {
        if (key.Lock.Visit())
            Attack(key.Lock, key.Ask(Command.Unlock, 1, visits.Nonce(), [], key.Lock.Frame), isHeldBack: true);
    }

    /// <summary>Three guesses, then a genuine request: the third guess has ended the challenge.</summary>
    public void Guess(SiteKey key)
    {
        SiteLock door = key.Lock;
        int cuts = door.CutCount;
        if (!door.Visit())
            return;
        byte[] genuine = key.Ask(Command.Unlock, 1, visits.Nonce(), [], door.Frame);
        byte[] guess = (byte[])genuine.Clone();
        for (byte i = 1; i <= 3 && door.CutCount == cuts; i++)
        {
            guess[^1] = (byte)(genuine[^1] ^ i);
            Attack(door, guess, false);
        }
        if (door.CutCount == cuts)
            Attack(door, genuine, false);
    }

    /// <summary>A genuine request with one bit changed on its way.</summary>
    public void Flip(SiteKey key)
    {
        if (!key.Lock.Visit())
            return;
        byte[] request = key.Ask(Command.Unlock, 1, visits.Nonce(), [], key.Lock.Frame);
        request[random.Next(request.Length)] ^= (byte)(1 << random.Next(8));
        Attack(key.Lock, request, false);
    }

    /// <summary>A forged key: more time, more rights, another tenancy, or another holder.</summary>
    public void Forge(SiteKey key)
    {
        if (!key.Lock.Visit())
            return;
        Grant grant = new();
        byte[] bytes = key.Grant.ToBytes();
        Assert.IsTrue(grant.TryRead(bytes, 0, bytes.Length));
        switch (random.Next(5))
        {
            case 0:
                grant.NotAfter += LockRig.Day;
                break;
            case 1:
                grant.Rights = grant.Rights == Rights.All ? Rights.Unlock : Rights.All;
                break;
            case 2:
                grant.Tenancy++;
                break;
            case 3:
                grant.IssuedAt += 60;
                break;
            default:
                grant.HolderId++;
                break;
        }
        byte[] forged =
            Request.Build(Command.Unlock, 1, visits.Nonce(), grant.ToBytes(), key.Share?.ToBytes(), [], key.Secret, key.Lock.Frame);
        Attack(key.Lock, forged, false);
    }

    /// <summary>A notice or a time that the facility has not made.</summary>
    public void ForgeCarried(SiteLock door)
    {
        if (!door.Visit())
            return;
        byte[] secret = LockRig.Secret(random.Next(100, 200));
        NoticeBuilder notice = new(door.Id, door.Model.Applied + 1, 0, 1);
        notice.Overlock(!door.Model.IsOverlocked);
        byte[] body = random.Next(2) == 0 ? notice.ToBytes(secret) : FacilityTime.Make(secret, door.Frame, 1);
        Command command = body.Length == FacilityTime.Size ? Command.SetTime : Command.Deliver;
        Attack(door, Request.Build(command, 1, visits.Nonce(), null, null, body, null, door.Frame), false);
    }

    /// <summary>Random bytes, some of them for as long as the lock allows it.</summary>
    public void Flood(SiteLock door)
    {
        for (int i = random.Next(1, 8); i > 0; i--)
        {
            if (!door.Visit())
                return;
            byte[] garbage = new byte[random.Next(1, 500)];
            random.NextBytes(garbage);
            garbage[0] = (byte)random.Next(12);
            Attack(door, garbage, false);
        }
    }

    private void Attack(SiteLock door, byte[] request, bool isHeldBack)
    {
        Count++;
        if (isHeldBack)
        {
            door.Leave();
            door.Engine.Connected(door.UptimeMs);
        }
        int cuts = door.CutCount;
        door.Trail.Watch();
        int events = door.Trail.Count;
        int releases = door.Board.Door.ReleaseCount;
        bool wasReleased = door.Board.Door.IsReleased;
        byte[] state = door.Engine.Memory.State.ToRecord();
        ClockTrust trust = door.Engine.Clock.Trust;
        uint now = door.Engine.Clock.Now(door.UptimeMs);
        Reply? reply = door.Send(request);
        if (door.CutCount != cuts)
            return;
        Assert.AreNotEqual(Status.Ok, reply!.Status, "a stranger gets nothing");
        Assert.IsTrue(reply.IsUnkeyed, "nor a proof");
        Assert.IsTrue(releases == door.Board.Door.ReleaseCount && wasReleased == door.Board.Door.IsReleased, "the latch moved");
        CollectionAssert.AreEqual(state, door.Engine.Memory.State.ToRecord(), "a stranger changes no state");
        Assert.IsTrue(trust == door.Engine.Clock.Trust && now == door.Engine.Clock.Now(door.UptimeMs), "nor the time");
        Assert.IsTrue(door.Trail.HasOnlySummedSince(events), "nor flushes the trail");
        door.CheckMemory();
    }
}
