using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

/// <summary>When a lock cannot apply an item, it applies nothing of the notice, not even the items before it.</summary>
[TestClass]
public class NoticeItemTests
{
    private static readonly byte[] TenancyAndOverlock = { 4, 2, 9, 0, 5, 1, 1 };

    [TestMethod]
    public void An_unknown_item_stops_the_whole_notice()
    {
        AssertNotApplicable(new byte[] { 10, 1, 1 });
        AssertNotApplicable(new byte[] { 0, 1, 1 });
        AssertNotApplicable(new byte[] { 255, 0 });
    }

    [TestMethod]
    public void An_item_of_the_wrong_length_stops_the_whole_notice()
    {
        AssertWrongLengths(NoticeItemKind.RevokeHolder, 12);
        AssertWrongLengths(NoticeItemKind.RevokeKey, 8);
        AssertWrongLengths(NoticeItemKind.RevokeGuest, 12);
        AssertWrongLengths(NoticeItemKind.Tenancy, 2);
        AssertWrongLengths(NoticeItemKind.Overlock, 1);
        AssertWrongLengths(NoticeItemKind.Lockdown, 1);
        AssertWrongLengths(NoticeItemKind.Configuration, LockConfiguration.HeaderSize);
        AssertWrongLengths(NoticeItemKind.EventsStored, 4);
        AssertWrongLengths(NoticeItemKind.Rekey, 34);
    }

    [TestMethod]
    public void A_value_out_of_range_stops_the_whole_notice()
    {
        AssertNotApplicable(new byte[] { (byte)NoticeItemKind.Overlock, 1, 2 });
        AssertNotApplicable(new byte[] { (byte)NoticeItemKind.Lockdown, 1, 255 });
        byte[] configuration = new byte[2 + LockConfiguration.HeaderSize];
        new LockConfiguration { ReleaseMs = 499 }.WriteTo(configuration, 2);
        configuration[0] = (byte)NoticeItemKind.Configuration;
        configuration[1] = LockConfiguration.HeaderSize;
        AssertNotApplicable(configuration);
    }

    [TestMethod]
    public void Items_that_do_not_fill_their_notice_make_it_malformed()
    {
        LockRig rig = new LockRig();
        AssertMalformed(rig, Office.RawNotice(rig, 1, 0, TenancyAndOverlock, 1));
        AssertMalformed(rig, Office.RawNotice(rig, 1, 0, TenancyAndOverlock, 3));
        AssertMalformed(rig, Office.RawNotice(rig, 1, 0, new byte[] { 5, 200, 1 }, 1));
        AssertMalformed(rig, Office.RawNotice(rig, 1, 1, TenancyAndOverlock, 2));
        Assert.AreEqual((int)Status.Ok, (int)rig.AskKeyless(Command.Deliver, Office.RawNotice(rig, 1, 0, TenancyAndOverlock, 2)),
            "the good one");
        Assert.IsTrue(rig.Engine.Memory.State.Overlocked, "is applied");
    }

    [TestMethod]
    public void Two_Rekey_items_are_refused()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = Office.Next(rig);
        notice.Overlock(true);
        notice.Rekey(rig.Secrets.NoticeSecret, 4, LockRig.Secret(44));
        notice.Rekey(rig.Secrets.NoticeSecret, 5, LockRig.Secret(55));
        Assert.AreEqual((int)Status.NotApplicable, (int)rig.Deliver(notice), "status");
        AssertNothing(rig);
    }

    [TestMethod]
    public void A_Rekey_to_the_same_or_a_lower_generation_is_refused()
    {
        LockRig rig = new LockRig();
        for (ushort generation = 0; generation <= LockRig.Generation; generation++)
        {
            NoticeBuilder notice = Office.Next(rig);
            notice.Overlock(true);
            notice.Rekey(rig.Secrets.NoticeSecret, generation, LockRig.Secret(44));
            Assert.AreEqual((int)Status.GenerationTooLow, (int)rig.Deliver(notice), "status");
            AssertNothing(rig);
        }
    }

    [TestMethod]
    public void A_Rekey_retires_the_old_keys_and_admits_the_new_ones()
    {
        LockRig rig = new LockRig();
        LockSecrets next = new LockSecrets(LockRig.Secret(44));
        NoticeBuilder notice = Office.Next(rig);
        notice.Rekey(rig.Secrets.NoticeSecret, LockRig.Generation + 1, LockRig.Secret(44));
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(notice), "deliver");
        Assert.IsTrue(rig.IsProven, "the reply is keyed as the request was");
        uint head = rig.Head;
        Assert.AreEqual((int)Status.NotAuthentic, (int)Office.Unlock(rig, LockRig.NewGrant()), "an old key at once");
        Assert.AreEqual((int)Status.Ok, (int)UnlockUnder(rig, next), "a new key at once");
        Assert.IsTrue(rig.Head > head, "the trail goes on");
        rig.Disconnect();
        Assert.AreEqual(2, rig.Board.RebootCount, "the lock starts again, to show its new generation");
        rig.Boot();
        rig.Connect();
        Assert.AreEqual(LockRig.Generation + 1, (int)Bytes.ReadU16(rig.Engine.Identity, 8), "Identity");
        Assert.AreEqual((int)Status.NotAuthentic, (int)Office.Unlock(rig, LockRig.NewGrant()), "an old key after the reboot");
        Assert.AreEqual((int)Status.Ok, (int)UnlockUnder(rig, next), "a new key after the reboot");
    }

    [TestMethod]
    public void After_a_Rekey_the_challenge_in_force_goes_on()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        NoticeBuilder notice = Office.Next(rig);
        notice.Rekey(rig.Secrets.NoticeSecret, LockRig.Generation + 1, LockRig.Secret(44));
        rig.Send(rig.Make(Command.Deliver, null, null, notice.ToBytes(rig.Secrets.NoticeSecret)));
        Grant grant = LockRig.NewGrant();
        byte[] secret = Grant.HolderSecret(new LockSecrets(LockRig.Secret(44)).KeyMinter, grant.ToBytes());
        byte[] request = Request.Build(Command.Unlock, 2, rig.Nonce(), grant.ToBytes(), null, new byte[0], secret, rig.Challenge);
        Assert.AreEqual((int)Status.Ok, (int)rig.SendProven(request, secret), "status");
        Assert.IsTrue(rig.IsProven, "mac");
    }

    private static Status UnlockUnder(LockRig rig, LockSecrets secrets)
    {
        Grant grant = LockRig.NewGrant();
        byte[] secret = Grant.HolderSecret(secrets.KeyMinter, grant.ToBytes());
        rig.Advance(1000);
        rig.ReadChallenge();
        return rig.Send(Request.Build(Command.Unlock, 1, rig.Nonce(), grant.ToBytes(), null, new byte[0], secret, rig.Challenge));
    }

    private static void AssertWrongLengths(NoticeItemKind kind, int length)
    {
        AssertNotApplicable(Item(kind, length - 1));
        AssertNotApplicable(Item(kind, length + 1));
    }

    private static byte[] Item(NoticeItemKind kind, int length)
    {
        byte[] item = new byte[2 + length];
        if (kind == NoticeItemKind.Configuration)
        {
            byte[] good = new byte[LockConfiguration.HeaderSize];
            new LockConfiguration().WriteTo(good, 0);
            Bytes.Append(item, 2, good, 0, good.Length < length ? good.Length : length);
        }
        item[0] = (byte)kind;
        item[1] = (byte)length;
        return item;
    }

    /// <summary>Two valid items are before the invalid one. None of the three may take effect.</summary>
    private static void AssertNotApplicable(byte[] item)
    {
        LockRig rig = new LockRig();
        byte[] items = new byte[TenancyAndOverlock.Length + item.Length];
        Bytes.Append(items, Bytes.Append(items, 0, TenancyAndOverlock), item);
        Assert.AreEqual((int)Status.NotApplicable, (int)rig.AskKeyless(Command.Deliver, Office.RawNotice(rig, 1, 0, items, 3)), "status");
        Assert.IsTrue(rig.IsProven, "keyed");
        Assert.AreEqual(1u, Office.BodyU32(rig, 0), "number");
        Assert.AreEqual(0u, Office.BodyU32(rig, 4), "applied");
        AssertNothing(rig);
    }

    private static void AssertMalformed(LockRig rig, byte[] notice)
    {
        Assert.AreEqual((int)Status.Malformed, (int)rig.AskKeyless(Command.Deliver, notice), "status");
        AssertNothing(rig);
    }

    private static void AssertNothing(LockRig rig)
    {
        LockState state = rig.Engine.Memory.State;
        Assert.AreEqual(0u, state.Applied, "applied");
        Assert.AreEqual(0, (int)state.Tenancy, "tenancy");
        Assert.IsFalse(state.Overlocked, "overlock");
        Assert.AreEqual((int)LockRig.Generation, (int)rig.Engine.Memory.Identity.Generation, "generation");
    }
}
