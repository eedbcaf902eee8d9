using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The request: sizes, layout, strict reading, proof.</summary>
[TestClass]
public sealed class RequestTests
{
    private const int GrantLengthOffset = 19;

    [TestMethod]
    public void An_unlock_has_79_bytes_and_95_as_a_guest()
    {
        Assert.AreEqual(39, Request.SizeMin, "bare");
        Assert.AreEqual(473, Request.KeylessBodySizeMax, "longest body without a key");
        Assert.AreEqual(79, Unlock(null).Length, "holder");
        Assert.AreEqual(95, Unlock(Samples.Share(1)).Length, "guest");
    }

    [TestMethod]
    public void The_fields_of_a_request_stand_in_their_order()
    {
        byte[] request =
            Request.Build(Command.HoldOpen, 0x0102, Hex.Count(0xA0, 16), null, null, Hex.Parse("c1c2c3c4"), null, Samples.ChallengeFrame());
        CollectionAssert.AreEqual(
            Hex.Parse("030201a0a1a2a3a4a5a6a7a8a9aaabacadaeaf00000400c1c2c3c400000000000000000000000000000000"), request, "bytes");
    }

    [TestMethod]
    public void A_request_reads_back_what_was_written()
    {
        byte[] frame = Build(Samples.Share(2), Hex.Count(1, 9));
        Request request = new Request();
        Assert.AreEqual((int)Status.Ok, (int)request.TryRead(frame, frame.Length), "reads");
        Assert.AreEqual((int)Command.Unlock, (int)request.CommandByte, "command");
        Assert.AreEqual(7, (int)request.Sequence, "sequence");
        Assert.IsTrue(request.HasKey && request.IsGuest, "key and share");
        Assert.AreEqual(Samples.LockId, request.Grant.LockId, "grant");
        Assert.AreEqual(0x21222324u, request.Share.GuestId, "share");
        CollectionAssert.AreEqual(Hex.Count(1, 9), Bytes.Copy(frame, request.BodyOffset, request.BodyLength), "body");
        Assert.AreEqual(frame.Length, request.Length, "length");
        Assert.IsTrue(request.HasProof(request.SenderSecret(Samples.LockSecret), Samples.ChallengeFrame()), "proof");
    }

    [TestMethod]
    public void A_request_of_any_other_length_is_malformed()
    {
        byte[] frame = Build(Samples.Share(1), Hex.Count(1, 4));
        for (int length = 0; length <= frame.Length + 20; length++)
        {
            if (length != frame.Length)
                CheckMalformed(Hex.Resize(frame, length), "length " + length.ToString());
        }
    }

    [TestMethod]
    public void A_frame_over_512_bytes_is_too_long()
    {
        byte[] longest =
            Request.Build(Command.Deliver, 1, new byte[16], null, null, new byte[Request.KeylessBodySizeMax], null,
                Samples.ChallengeFrame());
        Assert.AreEqual(512, longest.Length, "longest");
        Assert.AreEqual((int)Status.Ok, (int)new Request().TryRead(longest, longest.Length), "reads");
        Assert.AreEqual((int)Status.TooLong, (int)new Request().TryRead(Hex.Resize(longest, 513), 513), "one more");
    }

    [TestMethod]
    public void Wrong_inner_lengths_are_malformed()
    {
        byte[] frame = Unlock(Samples.Share(1));
        int[] offsets = { GrantLengthOffset, GrantLengthOffset + 41, frame.Length - 18, frame.Length - 17 };
        for (int i = 0; i < offsets.Length; i++)
        {
            for (int change = 1; change < 256; change++)
            {
                byte[] changed = (byte[])frame.Clone();
                changed[offsets[i]] ^= (byte)change;
                CheckMalformed(changed, "offset " + offsets[i].ToString() + ", change " + change.ToString());
            }
        }
    }

    [TestMethod]
    public void A_share_without_a_grant_is_malformed() => CheckMalformed(
        Request.Build(Command.Unlock, 1, new byte[16], null, Samples.Share(1).ToBytes(), new byte[0], null, Samples.ChallengeFrame()),
        "no grant");

    [TestMethod]
    public void Command_and_sequence_of_a_malformed_request_are_read_for_the_answer()
    {
        Request request = new Request();
        request.TryRead(Hex.Parse("050201"), 3);
        Assert.AreEqual(5, (int)request.CommandByte, "command");
        Assert.AreEqual(0x0102, (int)request.Sequence, "sequence");
        request.TryRead(new byte[0], 0);
        Assert.AreEqual(0, (int)request.CommandByte, "none");
        Assert.AreEqual(0, (int)request.Sequence, "none");
    }

    [TestMethod]
    public void Every_changed_bit_of_a_holders_request_voids_it() => CheckEveryBit(Unlock(null));

    [TestMethod]
    public void Every_changed_bit_of_a_guests_request_voids_it() => CheckEveryBit(Unlock(Samples.Share(1)));

    [TestMethod]
    public void Every_changed_bit_of_the_challenge_frame_voids_a_proof()
    {
        byte[] frame = Unlock(null);
        byte[] challengeFrame = Samples.ChallengeFrame();
        Request request = new Request();
        request.TryRead(frame, frame.Length);
        byte[] secret = request.SenderSecret(Samples.LockSecret);
        Assert.IsTrue(request.HasProof(secret, challengeFrame), "as it was");
        for (int bit = 0; bit < challengeFrame.Length * 8; bit++)
            Assert.IsFalse(request.HasProof(secret, Hex.Flip(challengeFrame, bit)), "bit " + bit.ToString());
    }

    [TestMethod]
    public void Only_16_zero_bytes_are_an_empty_proof()
    {
        byte[] frame = Request.Build(Command.Here, 1, new byte[16], null, null, new byte[16], null, Samples.ChallengeFrame());
        Request request = new Request();
        request.TryRead(frame, frame.Length);
        Assert.IsTrue(request.HasEmptyProof, "zeros");
        for (int bit = (frame.Length - 16) * 8; bit < frame.Length * 8; bit++)
        {
            request.TryRead(Hex.Flip(frame, bit), frame.Length);
            Assert.IsFalse(request.HasEmptyProof, "bit " + bit.ToString());
        }
    }

    private static byte[] Unlock(Share? share) => Build(share, new byte[0]);

    private static byte[] Build(Share? share, byte[] body)
    {
        byte[] grant = Samples.Grant(1).ToBytes();
        byte[] secret = Grant.HolderSecret(Samples.LockSecret, grant);
        if (share != null)
            secret = Share.GuestSecret(secret, share.ToBytes());
        return Request.Build(Command.Unlock, 7, Hex.Count(0x30, 16), grant, share == null ? null : share.ToBytes(), body, secret,
            Samples.ChallengeFrame());
    }

    private static void CheckMalformed(byte[] frame, string message) =>
        Assert.AreEqual((int)Status.Malformed, (int)new Request().TryRead(frame, frame.Length), message);

    private static void CheckEveryBit(byte[] frame)
    {
        Request request = new Request();
        for (int bit = 0; bit < frame.Length * 8; bit++)
        {
            byte[] changed = Hex.Flip(frame, bit);
            bool holds = request.TryRead(changed, changed.Length) == Status.Ok && request.HasKey
                && request.HasProof(request.SenderSecret(Samples.LockSecret), Samples.ChallengeFrame());
            Assert.IsFalse(holds, "bit " + bit.ToString());
        }
    }
}
