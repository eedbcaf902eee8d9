using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.KeyIssuing;

/// <summary>Only the lock's own reply is a receipt, whatever the carrier claims (docs/protocol.md, 4.2 and 6).</summary>
[TestClass]
public class DeliveryReceiptTests
{
    [TestMethod]
    public void A_reply_altered_in_any_byte_proves_nothing()
    {
        GatewayBench bench = new GatewayBench();
        IssuedNotice notice = NewNotice(bench);
        bench.Carry(notice);
        byte[] request = bench.Rig.MakeAs(Command.Deliver, 2, null, null, notice.Content);
        bench.Rig.Send(request);
        byte[] reply = bench.LastReply();
        for (int i = 0; i < reply.Length; i++)
        {
            byte[] altered = (byte[])reply.Clone();
            altered[i] ^= (byte)(1 << (i & 7));
            DeliveryReceipt receipt = new DeliveryReceipt(bench.Rig.Challenge, request, altered);
            Assert.AreEqual((int)DeliveryResult.NotProven, (int)bench.Return(receipt), "altered");
        }
        Assert.AreEqual((int)DeliveryResult.Advanced, (int)bench.Return(new DeliveryReceipt(bench.Rig.Challenge, request, reply)),
            "as it was");
    }

    [TestMethod]
    public void A_holder_cannot_pretend_a_delivery_with_a_reply_under_his_own_secret()
    {
        GatewayBench bench = new GatewayBench();
        IssuedNotice notice = NewNotice(bench);
        Grant grant = LockRig.NewGrant();
        bench.Rig.ReadChallenge();
        byte[] request = bench.Rig.Make(Command.Deliver, grant, null, notice.Content);
        byte[] forged = new byte[Reply.SizeMin + 8];
        Bytes.WriteU32(forged, Reply.HeaderSize, notice.Number);
        Bytes.WriteU32(forged, Reply.HeaderSize + 4, notice.Number);
        Reply.Write(forged, (byte)Command.Deliver, 1, Status.Ok, 8, bench.Rig.HolderSecret(grant), bench.Rig.Challenge, request,
            request.Length - Hmac.MacSize);
        Assert.AreEqual((int)DeliveryResult.NotProven, (int)bench.Return(new DeliveryReceipt(bench.Rig.Challenge, request, forged)),
            "result");
        Assert.IsTrue(bench.Ledger.HasOpenItems, "the revocation is still repeated");
    }

    [TestMethod]
    public void An_answer_to_something_else_is_no_receipt()
    {
        GatewayBench bench = new GatewayBench();
        NewNotice(bench);
        bench.Rig.ReadChallenge();
        byte[] request = bench.Rig.Make(Command.Here, null, null, new byte[16]);
        bench.Rig.Send(request);
        Assert.AreEqual((int)DeliveryResult.NotProven,
            (int)bench.Return(new DeliveryReceipt(bench.Rig.Challenge, request, bench.LastReply())), "Here");
        Assert.AreEqual((int)DeliveryResult.NotProven, (int)bench.Return(new DeliveryReceipt(new byte[0], new byte[0], new byte[0])),
            "nothing");
    }

    private static IssuedNotice NewNotice(GatewayBench bench)
    {
        bench.Ledger.RevokeKey(100, uint.MaxValue);
        return bench.MakeNotice();
    }
}
