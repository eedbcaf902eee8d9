using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Protocol;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>Valid and invalid requests in pieces. An invalid one does not change the lock, and the lock still works.</summary>
[TestClass]
public class FrameTests
{
    private const int First = FrameSplitter.First;
    private const int Last = FrameSplitter.Last;

    [TestMethod]
    public void Every_mtu_from_23_up_carries_the_same_request()
    {
        int[] mtus = { 23, 24, 27, 50, 83, 84, 100, 185, 247, 512, 517 };
        LockRig rig = new LockRig();
        for (int i = 0; i < mtus.Length; i++)
        {
            rig.ReadChallenge();
            byte[] request = rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]);
            Assert.AreEqual((int)Status.Ok, (int)rig.Send(request, mtus[i]), "MTU " + mtus[i].ToString());
            rig.Advance(1000);
        }
    }

    [TestMethod]
    public void A_frame_of_512_bytes_is_taken_at_mtu_23_and_at_512()
    {
        AssertLongestNotice(23);
        AssertLongestNotice(512);
    }

    [TestMethod]
    public void A_frame_over_512_bytes_is_too_long_at_mtu_23_and_at_512()
    {
        LockRig rig = new LockRig();
        byte[] frame = new byte[513];
        AssertRefused(rig, Pieces(frame, 23), Status.TooLong, "513 bytes at MTU 23");
        AssertRefused(rig, Pieces(frame, 512), Status.TooLong, "513 bytes at MTU 512");
        AssertRefused(rig, new byte[][] { Piece(First | Last, 513) }, Status.TooLong, "one piece of 514 bytes");
        AssertRefused(rig, new byte[][] { Piece(First, 500), Piece(1, 500) }, Status.TooLong, "two long pieces");
    }

    [TestMethod]
    public void A_frame_of_33_pieces_is_too_long()
    {
        LockRig rig = new LockRig();
        byte[][] pieces = new byte[33][];
        for (int i = 0; i < 33; i++)
            pieces[i] = Piece((i == 0 ? First : 0) | (i == 32 ? Last : 0) | i, 2);
        AssertRefused(rig, pieces, Status.TooLong, "index 32");
        pieces[32] = Piece(Last, 2);
        AssertRefused(rig, pieces, Status.TooLong, "index 0 again");
    }

    [TestMethod]
    public void A_frame_of_32_pieces_is_whole()
    {
        LockRig rig = new LockRig();
        byte[][] pieces = new byte[32][];
        for (int i = 0; i < 32; i++)
            pieces[i] = Piece((i == 0 ? First : 0) | (i == 31 ? Last : 0) | i, 2);
        AssertRefused(rig, pieces, Status.Malformed, "zeros");
    }

    [TestMethod]
    public void Pieces_out_of_order_missing_or_repeated_are_refused()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[][] good = Pieces(rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]), 23);
        Assert.AreEqual(5, good.Length, "pieces of an unlock at MTU 23");
        AssertRefused(rig, Pick(good, 0, 2, 1, 3, 4), Status.OutOfOrder, "out of order");
        AssertRefused(rig, Pick(good, 0, 1, 3, 4), Status.OutOfOrder, "missing");
        AssertRefused(rig, Pick(good, 0, 1, 1, 2, 3, 4), Status.OutOfOrder, "repeated");
        AssertRefused(rig, Pick(good, 1, 2, 3, 4), Status.OutOfOrder, "the first missing");
        AssertRefused(rig, Pick(good, 4), Status.OutOfOrder, "the last alone");
        AssertRefused(rig, Pick(good, 4, 3, 2, 1), Status.OutOfOrder, "backwards");
    }

    [TestMethod]
    public void A_last_piece_repeated_after_a_whole_frame_is_out_of_order()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[][] good = Pieces(rig.Make(Command.Status, LockRig.NewGrant(), null, new byte[0]), 23);
        Assert.AreEqual((int)Status.Ok, (int)SendPieces(rig, good), "whole");
        AssertRefused(rig, Pick(good, 4), Status.OutOfOrder, "the last again");
    }

    [TestMethod]
    public void A_missing_last_piece_gets_no_answer_and_does_no_harm()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[][] good = Pieces(rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]), 23);
        RigMark mark = new RigMark(rig);
        for (int i = 0; i < 4; i++)
            Assert.IsFalse(rig.Engine.Accept(good[i], rig.UptimeMs), "no reply yet");
        Assert.AreEqual(0, rig.Engine.ReplyLength, "no reply");
        mark.AssertUntouched("four of five pieces");
        AssertWorks(rig, "four of five pieces");
    }

    [TestMethod]
    public void Bad_headers_are_refused()
    {
        LockRig rig = new LockRig();
        AssertRefused(rig, new byte[][] { new byte[0] }, Status.Malformed, "nothing");
        AssertRefused(rig, new byte[][] { Piece(First | Last, 0) }, Status.Malformed, "header only");
        AssertRefused(rig, new byte[][] { Piece(First, 10), Piece(Last | 1, 0) }, Status.Malformed, "empty last piece");
        AssertRefused(rig, new byte[][] { Piece(First | 1, 10) }, Status.OutOfOrder, "first with index 1");
        AssertRefused(rig, new byte[][] { Piece(0, 10) }, Status.OutOfOrder, "index 0 without first");
        AssertRefused(rig, new byte[][] { Piece(63, 10) }, Status.OutOfOrder, "index 63");
        for (int header = 0; header < 256; header++)
            AssertRefused(rig, new byte[][] { Piece(header | Last, 10) }, (header | Last) == (First | Last)
                ? Status.Malformed
                : Status.OutOfOrder, "header " + header.ToString());
    }

    [TestMethod]
    public void A_new_first_piece_in_the_middle_starts_a_new_frame()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[][] left = Pieces(rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]), 23);
        byte[][] sent = Pieces(rig.Make(Command.Status, LockRig.NewGrant(), null, new byte[0]), 23);
        for (int i = 0; i < 3; i++)
            rig.Engine.Accept(left[i], rig.UptimeMs);
        Assert.AreEqual((int)Status.Ok, (int)SendPieces(rig, sent), "the new frame");
        Assert.AreEqual((int)Command.Status, (int)rig.Reply.CommandByte, "its command");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "the frame left behind opens nothing");
    }

    [TestMethod]
    public void Pieces_before_a_new_challenge_or_connection_are_forgotten()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[][] pieces = Pieces(rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]), 23);
        rig.Engine.Accept(pieces[0], rig.UptimeMs);
        rig.ReadChallenge();
        AssertRefused(rig, Pick(pieces, 1, 2, 3, 4), Status.OutOfOrder, "after a challenge");
        rig.Engine.Accept(pieces[0], rig.UptimeMs);
        rig.Disconnect();
        rig.Connect();
        AssertRefused(rig, Pick(pieces, 1, 2, 3, 4), Status.OutOfOrder, "after a connection");
    }

    [TestMethod]
    public void Lengths_inside_a_request_that_do_not_add_up_are_malformed()
    {
        LockRig rig = new LockRig();
        byte[] good =
            Request.Build(Command.Unlock, 1, new byte[16], LockRig.NewGrant().ToBytes(), null, new byte[0], LockRig.Secret(3),
                new byte[22]);
        int[] offsets = { 19, 60, 61, 62 };
        for (int i = 0; i < offsets.Length; i++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] bad = (byte[])good.Clone();
                if (bad[offsets[i]] == value)
                    continue;
                bad[offsets[i]] = (byte)value;
                AssertRefused(rig, new byte[][] { Whole(bad) }, Status.Malformed,
                    "offset " + offsets[i].ToString() + " = " + value.ToString());
            }
        }
    }

    private static void AssertLongestNotice(int mtu)
    {
        LockRig rig = new LockRig();
        NoticeBuilder builder = new NoticeBuilder(LockRig.LockId, 1, 0, LockRig.Noon);
        while (builder.RevokeKey(77, LockRig.Noon + LockRig.Day))
        {
        }
        while (builder.Tenancy(1))
        {
        }
        byte[] notice = builder.ToBytes(rig.Secrets.NoticeSecret);
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Deliver, null, null, notice);
        Assert.IsTrue(request.Length > 512 - 4, "a frame as long as items allow: " + request.Length.ToString());
        Assert.AreEqual((int)Status.Ok, (int)rig.Send(request, mtu), "MTU " + mtu.ToString());
    }

    private static void AssertRefused(LockRig rig, byte[][] pieces, Status expected, string what)
    {
        RigMark mark = new RigMark(rig);
        Assert.AreEqual((int)expected, (int)SendPieces(rig, pieces), what);
        Assert.IsTrue(rig.Reply.IsUnkeyed, what + ": unkeyed");
        mark.AssertUntouched(what);
        AssertWorks(rig, what);
    }

    private static void AssertWorks(LockRig rig, string what) =>
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Status, LockRig.NewGrant()), what + ": the next request");

    private static Status SendPieces(LockRig rig, byte[][] pieces)
    {
        Status first = Status.Ok;
        for (int i = 0; i < pieces.Length; i++)
        {
            if (!rig.Engine.Accept(pieces[i], rig.UptimeMs))
                continue;
            Status status = rig.TakeReply();
            if (first == Status.Ok)
                first = status;
        }
        return first;
    }

    private static byte[][] Pieces(byte[] frame, int mtu)
    {
        byte[][] pieces = new byte[FrameSplitter.PieceCount(frame.Length, mtu)][];
        for (int i = 0; i < pieces.Length; i++)
            pieces[i] = FrameSplitter.Piece(frame, frame.Length, mtu, i);
        return pieces;
    }

    private static byte[][] Pick(byte[][] pieces, params int[] indices)
    {
        byte[][] picked = new byte[indices.Length][];
        for (int i = 0; i < indices.Length; i++)
            picked[i] = pieces[indices[i]];
        return picked;
    }

    private static byte[] Piece(int header, int contentLength)
    {
        byte[] piece = new byte[1 + contentLength];
        piece[0] = (byte)header;
        return piece;
    }

    private static byte[] Whole(byte[] frame)
    {
        byte[] piece = Piece(First | Last, frame.Length);
        Bytes.Append(piece, 1, frame);
        return piece;
    }
}
