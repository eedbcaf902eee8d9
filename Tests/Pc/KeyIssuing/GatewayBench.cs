using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.KeyIssuing;

/// <summary>A lock, the facility's ledger of it, and carriers between the two.</summary>
public sealed class GatewayBench
{
    public GatewayBench()
        : this(256)
    {
    }

    public GatewayBench(int eventCapacity)
    {
        Rig = new LockRig(LockRig.Noon, eventCapacity);
        Ledger = new LockLedger(LockRig.LockId, LockRig.Generation);
    }

    public LockRig Rig { get; set; }

    public LockLedger Ledger { get; private set; }

    public ILockSecretsSource Secrets { get; } = new DerivedLockSecrets(LockRig.Secret(1), LockRig.FacilityId, LockRig.LockId);

    /// <summary>The lock's last answer to a carrier.</summary>
    public Status Status { get; private set; }

    public uint Applied => Rig.Engine.Memory.State.Applied;

    /// <summary>What the facility hands to carriers now.</summary>
    public IssuedNotice[] MakeNotices()
    {
        IssuedNotice[] notices = Ledger.MakeNotices(Rig.Now, Secrets);
        Store();
        return notices;
    }

    /// <summary>The one notice that the facility hands to carriers now.</summary>
    public IssuedNotice MakeNotice()
    {
        IssuedNotice[] notices = MakeNotices();
        Assert.AreEqual(1, notices.Length, "one notice");
        return notices[0];
    }

    /// <summary>A phone visits the lock, with a notice.</summary>
    public DeliveryReceipt Carry(IssuedNotice notice)
    {
        Visit();
        byte[] request = Rig.Make(Command.Deliver, null, null, notice.Content);
        Status = Rig.Send(request);
        return new DeliveryReceipt(Rig.Challenge, request, LastReply());
    }

    /// <summary>A phone brings the lock's reply back to the facility.</summary>
    public DeliveryResult Return(DeliveryReceipt receipt)
    {
        DeliveryResult result = Ledger.TakeReceipt(receipt, Secrets);
        Store();
        return result;
    }

    /// <summary>Delivers all waiting notices in order, and hands the lock's replies to the ledger.</summary>
    public void DeliverAll()
    {
        while (Ledger.HasOpenItems)
        {
            uint known = Ledger.Applied;
            IssuedNotice[] notices = MakeNotices();
            for (int i = 0; i < notices.Length; i++)
            {
                DeliveryResult result = Return(Carry(notices[i]));
                Assert.IsTrue(result <= DeliveryResult.NotProven, "no alert");
                RebootIfPlanned();
            }
            Assert.IsTrue(Ledger.Applied > known, "each round tells more");
        }
    }

    /// <summary>Asks the lock with a key of its current generation.</summary>
    public Status Ask(Command command, Grant grant, byte[] body)
    {
        Visit();
        byte[] secret = Grant.HolderSecret(SecretsOfLock().KeyMinter, grant.ToBytes());
        byte[] request = Request.Build(command, 1, Rig.Nonce(), grant.ToBytes(), null, body, secret, Rig.Challenge);
        return Rig.Send(request);
    }

    /// <summary>Reads a batch from the lock.</summary>
    public byte[] Read(uint from)
    {
        byte[] body = new byte[4];
        Bytes.WriteU32(body, 0, from);
        Assert.AreEqual((int)Status.Ok, (int)Ask(Command.ReadEvents, LockRig.NewGrant(Rights.ReadEvents), body), "read events");
        return Rig.Reply.Body;
    }

    /// <summary>Hands a carried batch to the ledger.</summary>
    public BatchIntake Take(byte[] batch) => Take(batch, false);

    public BatchIntake Take(byte[] batch, bool isFresh)
    {
        BatchIntake intake = Ledger.TakeBatch(batch, Secrets, isFresh);
        Store();
        return intake;
    }

    /// <summary>Reads the trail up to its head, as the gateway does during a visit.</summary>
    public void ReadToHead()
    {
        ReadAllFrom(Ledger.Trail.NextMissing(0));
    }

    /// <summary>Reads the missing events, beginning with a given event.</summary>
    public void ReadAllFrom(uint from)
    {
        BatchIntake intake = Take(Read(from), true);
        while (intake.NextFrom <= Ledger.Trail.Head)
            intake = Take(Read(intake.NextFrom), true);
    }

    /// <summary>Cuts the power, then sets the time again.</summary>
    public void CutPower()
    {
        uint now = Rig.Now;
        Rig.CutPower();
        Visit();
        byte[] time = FacilityTime.Make(SecretsOfLock().NoticeSecret, Rig.Challenge, now);
        Assert.AreEqual((int)Status.Ok, (int)Rig.Send(Rig.Make(Command.SetTime, null, null, time)), "time");
    }

    /// <summary>Lets the lock record events whose details are consecutive numbers.</summary>
    public void Record(int count)
    {
        for (int i = 0; i < count; i++)
            Rig.Engine.Journal.Record(EventKind.RequestToExit, 0, 0, (uint)i, Rig.UptimeMs);
    }

    /// <summary>Restarts the lock if it has asked for a reboot.</summary>
    public void RebootIfPlanned()
    {
        int count = Rig.Board.RebootCount;
        Rig.Disconnect();
        Rig.Engine.Tick(Rig.UptimeMs);
        Rig.Advance(3000);
        if (Rig.Board.RebootCount != count)
            Rig.Boot();
    }

    /// <summary>Stores the ledger and continues with the stored bytes: the gateway has no other memory.</summary>
    public void Store()
    {
        byte[] bytes = Ledger.ToBytes();
        LockLedger read = new LockLedger(0, 1);
        Assert.IsTrue(read.TryRead(bytes), "the ledger reads its own bytes");
        CollectionAssert.AreEqual(bytes, read.ToBytes(), "and writes them again");
        Ledger = read;
    }

    /// <summary>Continues with an older copy of the ledger.</summary>
    public void GoBackTo(byte[] bytes) => Assert.IsTrue(Ledger.TryRead(bytes), "an old copy");

    public byte[] LastReply() => Bytes.Copy(Rig.Engine.Reply, 0, Rig.Engine.ReplyLength);

    private LockSecrets SecretsOfLock() => Secrets.SecretsOf(Rig.Engine.Memory.Identity.Generation)!;

    private void Visit()
    {
        Rig.Disconnect();
        Rig.Connect();
        Rig.ReadChallenge();
    }
}
