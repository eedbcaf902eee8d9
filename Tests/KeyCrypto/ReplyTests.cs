using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The reply: sizes, layout, strict reading, mac.</summary>
[TestClass]
public sealed class ReplyTests
{
    private const int BodyLength = 5;

    private static byte[] AnyRequest => Hex.Count(0, 79);

    [TestMethod]
    public void A_reply_without_body_has_22_bytes()
    {
        Assert.AreEqual(22, Reply.SizeMin, "shortest");
        Assert.AreEqual(490, Reply.BodySizeMax, "longest body");
    }

    [TestMethod]
    public void The_fields_of_an_unkeyed_reply_stand_in_their_order()
    {
        byte[] reply = Hex.Repeat(0xEE, 24);
        Bytes.WriteU16(reply, Reply.HeaderSize, 0xB2B1);
        int length = Reply.Write(reply, 9, 0x0102, Status.StaleTime, 2, null, AnyRequest, AnyRequest, 0);
        Assert.AreEqual(24, length, "length");
        CollectionAssert.AreEqual(Hex.Parse("090201150200b1b200000000000000000000000000000000"), reply, "bytes");
    }

    [TestMethod]
    public void A_reply_reads_back_what_was_written()
    {
        byte[] bytes = Keyed();
        Reply reply = new Reply();
        Assert.IsTrue(reply.TryRead(bytes, bytes.Length), "reads");
        Assert.AreEqual((int)Command.Unlock, (int)reply.CommandByte, "command");
        Assert.AreEqual(0x0304, (int)reply.Sequence, "sequence");
        Assert.AreEqual((int)Status.OutsideHours, (int)reply.Status, "status");
        CollectionAssert.AreEqual(Hex.Count(0x70, BodyLength), reply.Body, "body");
        Assert.IsFalse(reply.IsUnkeyed, "keyed");
        Assert.IsTrue(reply.HasMac(Samples.LockSecret, Samples.ChallengeFrame(), AnyRequest), "mac");
    }

    [TestMethod]
    public void A_reply_of_any_other_length_is_refused()
    {
        byte[] bytes = Keyed();
        for (int length = 0; length <= bytes.Length + 5; length++)
        {
            bool reads = new Reply().TryRead(Hex.Resize(bytes, length), length);
            Assert.AreEqual(length == bytes.Length, reads, "length " + length.ToString());
        }
    }

    [TestMethod]
    public void Every_changed_bit_of_a_reply_voids_it()
    {
        byte[] bytes = Keyed();
        Reply reply = new Reply();
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] changed = Hex.Flip(bytes, bit);
            bool holds = reply.TryRead(changed, changed.Length) && reply.HasMac(Samples.LockSecret, Samples.ChallengeFrame(), AnyRequest);
            Assert.IsFalse(holds, "bit " + bit.ToString());
        }
    }

    [TestMethod]
    public void A_reply_to_another_challenge_or_another_proof_is_not_believed()
    {
        byte[] bytes = Keyed();
        Reply reply = new Reply();
        reply.TryRead(bytes, bytes.Length);
        for (int bit = 0; bit < ChallengeFrame.Size * 8; bit++)
            Assert.IsFalse(reply.HasMac(Samples.LockSecret, Hex.Flip(Samples.ChallengeFrame(), bit), AnyRequest), "challenge");
        for (int bit = (AnyRequest.Length - Hmac.MacSize) * 8; bit < AnyRequest.Length * 8; bit++)
            Assert.IsFalse(reply.HasMac(Samples.LockSecret, Samples.ChallengeFrame(), Hex.Flip(AnyRequest, bit)), "proof");
    }

    private static byte[] Keyed()
    {
        byte[] bytes = new byte[Reply.SizeMin + BodyLength];
        Bytes.Append(bytes, Reply.HeaderSize, Hex.Count(0x70, BodyLength));
        Reply.Write(bytes, (byte)Command.Unlock, 0x0304, Status.OutsideHours, BodyLength, Samples.LockSecret, Samples.ChallengeFrame(),
            AnyRequest, AnyRequest.Length - Hmac.MacSize);
        return bytes;
    }
}
