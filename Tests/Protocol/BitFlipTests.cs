using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>Requests with one changed bit, each with its own challenge.</summary>
[TestClass]
public class BitFlipTests
{
    [TestMethod]
    public void An_unlock_request_with_any_bit_flipped_is_never_admitted()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant();
        RigMark mark = new RigMark(rig);
        for (int bit = 0; bit < 79 * 8; bit++)
        {
            rig.ReadChallenge();
            byte[] request = rig.Make(Command.Unlock, grant, null, new byte[0]);
            Assert.AreEqual(79, request.Length, "bytes of an unlock");
            AssertRefused(rig, request, bit);
        }
        mark.AssertUntouched("after all bits");
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, grant), "the key itself");
    }

    [TestMethod]
    public void A_guests_request_with_any_bit_flipped_is_never_admitted()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant(Rights.Unlock | Rights.Share);
        Share share = NewShare();
        RigMark mark = new RigMark(rig);
        for (int bit = 0; bit < 95 * 8; bit++)
        {
            rig.ReadChallenge();
            byte[] request = rig.Make(Command.Unlock, grant, share, new byte[0]);
            Assert.AreEqual(95, request.Length, "bytes of a guest's unlock");
            AssertRefused(rig, request, bit);
        }
        mark.AssertUntouched("after all bits");
        Assert.AreEqual((int)Status.Ok, (int)rig.AskAsGuest(Command.Unlock, grant, share), "the guest's key itself");
    }

    [TestMethod]
    public void A_time_with_any_bit_flipped_does_not_move_the_clock()
    {
        LockRig rig = new LockRig();
        RigMark mark = new RigMark(rig);
        rig.ReadChallenge();
        int length = FacilityTime.Size;
        for (int bit = 0; bit < length * 8; bit++)
        {
            rig.ReadChallenge();
            byte[] time = FacilityTime.Make(rig.Secrets.NoticeSecret, rig.Challenge, LockRig.Noon + LockRig.Day);
            time[bit / 8] ^= (byte)(1 << (bit % 8));
            Status status = rig.Send(rig.Make(Command.SetTime, null, null, time));
            Assert.AreEqual((int)Status.NotAuthentic, (int)status, "bit " + bit.ToString());
        }
        mark.AssertUntouched("after all bits");
        Assert.AreEqual((int)Status.Ok, (int)rig.SetTime(LockRig.Noon), "the time itself");
    }

    [TestMethod]
    public void A_notice_with_any_bit_flipped_is_not_applied()
    {
        LockRig rig = new LockRig();
        NoticeBuilder builder = new NoticeBuilder(LockRig.LockId, 1, 0, LockRig.Noon);
        builder.Lockdown(true);
        byte[] genuine = builder.ToBytes(rig.Secrets.NoticeSecret);
        RigMark mark = new RigMark(rig);
        for (int bit = 0; bit < genuine.Length * 8; bit++)
        {
            byte[] notice = (byte[])genuine.Clone();
            notice[bit / 8] ^= (byte)(1 << (bit % 8));
            Status status = rig.AskKeyless(Command.Deliver, notice);
            Assert.IsTrue(status == Status.NotAuthentic || status == Status.Malformed, "bit " + bit.ToString());
        }
        mark.AssertUntouched("after all bits");
        Assert.AreEqual((int)Status.Ok, (int)rig.AskKeyless(Command.Deliver, genuine), "the notice itself");
    }

    [TestMethod]
    public void A_request_under_a_challenge_with_any_bit_flipped_is_never_admitted()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant();
        RigMark mark = new RigMark(rig);
        for (int bit = 0; bit < ChallengeFrame.Size * 8; bit++)
        {
            rig.ReadChallenge();
            rig.Challenge[bit / 8] ^= (byte)(1 << (bit % 8));
            Status status = rig.Send(rig.Make(Command.Unlock, grant, null, new byte[0]));
            Assert.AreEqual((int)Status.NotAuthentic, (int)status, "bit " + bit.ToString());
        }
        mark.AssertUntouched("after all bits");
    }

    [TestMethod]
    public void A_truncated_or_lengthened_request_is_never_admitted()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant();
        RigMark mark = new RigMark(rig);
        for (int length = 1; length < 110; length++)
        {
            rig.ReadChallenge();
            byte[] request = rig.Make(Command.Unlock, grant, null, new byte[0]);
            if (length == request.Length)
                continue;
            byte[] other = new byte[length];
            Bytes.Append(other, 0, request, 0, length < request.Length ? length : request.Length);
            Assert.AreEqual((int)Status.Malformed, (int)rig.Send(other), "length " + length.ToString());
        }
        mark.AssertUntouched("after all lengths");
    }

    private static Share NewShare()
    {
        Share share = new Share { GuestId = 5, NotAfter = LockRig.Noon + LockRig.Day, Rights = Rights.Unlock };
        share.Windows.TryRead(LockRig.Always(), 0, 1);
        return share;
    }

    private static void AssertRefused(LockRig rig, byte[] request, int bit)
    {
        request[bit / 8] ^= (byte)(1 << (bit % 8));
        Status status = rig.Send(request);
        Assert.AreNotEqual((int)Status.Ok, (int)status, "bit " + bit.ToString());
        Assert.AreNotEqual((int)Status.InternalError, (int)status, "bit " + bit.ToString());
        Assert.IsTrue(rig.Reply.IsUnkeyed, "unkeyed, bit " + bit.ToString());
        Assert.IsFalse(rig.Door.IsReleased, "latch, bit " + bit.ToString());
    }
}
