using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockLink;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualBoard.Hardware;
using LockFirmware.VirtualBoard.Phone;
using LockFirmware.VirtualRadio;

namespace LockFirmware.Tests.Pc.Budget;

/// <summary>How many radio transactions an unlock needs, counted by the radio model.</summary>
[TestClass]
[DoNotParallelize]
public class RadioBudgetTests
{
    [TestMethod]
    public void The_door_opens_after_two_transactions_and_the_third_brings_the_proof()
    {
        foreach (int mtu in new[] { 100, 185, 512 })
        {
            foreach (bool isGuest in new[] { false, true })
            {
                Cost cost = Unlock(mtu, isGuest);
                Assert.AreEqual(2, cost.ToOpen, $"MTU {mtu}, guest {isGuest}");
                Assert.AreEqual(3, cost.Answered, $"MTU {mtu}, guest {isGuest}");
            }
        }
    }

    [TestMethod]
    public void At_the_smallest_MTU_an_unlock_takes_nine_transactions()
    {
        // The challenge is one full piece, so the phone has to ask whether there is more; the request is five pieces, the
        // reply two.
        foreach (bool isGuest in new[] { false, true })
        {
            Cost cost = Unlock(0, isGuest);
            Assert.AreEqual(7, cost.ToOpen, $"guest {isGuest}");
            Assert.AreEqual(9, cost.Answered, $"guest {isGuest}");
        }
    }

    private static Cost Unlock(int mtu, bool isGuest)
    {
        DrivenTime time = new(LockRig.Noon);
        byte[] setupSecret = LockRig.Secret(7);
        using VirtualBoard.Hardware.VirtualBoard board = new(time, setupSecret);
        LockSecrets secrets = Provision(board, time, setupSecret);
        PhoneKey key = PhoneKey.Issue(secrets, LockRig.NewGrant(Rights.Unlock | Rights.Share));
        if (isGuest)
            key = key.ShareWith(NewShare());

        VirtualPhone phone = VirtualPhone.Connect(board.Air, mtu)!;
        VirtualCentral central = phone.Central;
        int before = central.Transactions;
        Assert.IsTrue(phone.ReadChallenge());
        byte[] request = phone.MakeRequest(Command.Unlock, key);
        Assert.IsFalse(board.Door.IsReleased);
        Assert.IsTrue(phone.Send(request));
        int toOpen = central.Transactions - before;
        time.Advance(Firmware.TickMs);
        Assert.IsTrue(board.Door.IsReleased);
        PhoneAnswer? answer = phone.ReadReply(request, key.Secret);
        Assert.IsTrue(answer is { Status: Status.Ok, IsProven: true });
        return new Cost(toOpen, central.Transactions - before);
    }

    private static LockSecrets Provision(VirtualBoard.Hardware.VirtualBoard board, DrivenTime time, byte[] setupSecret)
    {
        LockSecrets secrets = new(LockRig.Secret(1));
        byte[] provision = SetupSecrets.Provision(setupSecret);
        board.PowerOn();
        VirtualPhone phone = VirtualPhone.Connect(board.Air)!;
        Assert.IsTrue(phone.ReadChallenge());
        byte[] body = LockRig.NewProvisionBody(LockRig.Generation, secrets.LockSecret, new LockConfiguration())
            .Seal(setupSecret, phone.ChallengeFrame);
        phone.Exchange(phone.MakeRequest(Command.Provision, null, body, provision), provision);
        Assert.AreEqual(Status.Ok, phone.Ask(Command.Manage, PhoneKey.Issue(secrets, LockRig.NewGrant(Rights.Manage)), [1])?.Status);
        Assert.IsTrue(phone.ReadChallenge());
        byte[] now = FacilityTime.Make(secrets.NoticeSecret, phone.ChallengeFrame, time.Utc);
        Assert.AreEqual(Status.Ok, phone.Exchange(phone.MakeRequest(Command.SetTime, null, now), secrets.NoticeSecret)?.Status);
        phone.Leave();
        time.Advance(Firmware.TickMs);
        return secrets;
    }

    private static Share NewShare()
    {
        Share share = new() { GuestId = 20, NotAfter = LockRig.Noon + LockRig.Day, Rights = Rights.Unlock };
        share.Windows.TryRead(LockRig.Always(), 0, 1);
        return share;
    }

    private readonly record struct Cost(int ToOpen, int Answered);
}
