using System.Threading.Tasks;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.Tests.Pc.Board;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualBoard.Phone;

namespace LockFirmware.Tests.Pc.Link;

/// <summary>The phone's side of the exchange when the radio fails (docs/protocol.md, 4.4 and 4.5).</summary>
[TestClass]
public sealed class LockClientTests
{
    [TestMethod]
    public async Task A_lost_reply_is_asked_for_again_and_the_door_opens_once()
    {
        using BoardBench bench = new();
        TroubledLink link = Connect(bench);
        link.RepliesToLose = 3;
        PhoneAnswer answer = await new LockClient(link, new HurriedTime()).AskAsync(Command.Unlock, bench.NewKey(Rights.Unlock));
        Assert.AreEqual(Status.Ok, answer.Status);
        Assert.IsTrue(answer.IsProven);
        Assert.AreEqual(1, bench.Count(EventKind.AccessGranted));
        bench.AssertNoFaults();
    }

    [TestMethod]
    public async Task A_lock_that_never_answers_is_given_up_with_a_word_of_what_to_do()
    {
        using BoardBench bench = new();
        TroubledLink link = Connect(bench);
        link.RepliesToLose = int.MaxValue;
        LockClient client = new(link, new HurriedTime());
        LockLinkException given =
            await Assert.ThrowsExactlyAsync<LockLinkException>(() => client.AskAsync(Command.Unlock, bench.NewKey(Rights.Unlock)));
        Assert.AreEqual(LinkFault.TimedOut, given.Fault);
        StringAssert.Contains(given.Message, "try again");
        Assert.AreEqual(1 + (2 * LockClient.TryCountMax), link.Messages, "a challenge, and each try a write and a read");
    }

    [TestMethod]
    public async Task A_full_queue_is_tried_again_after_a_pause()
    {
        using BoardBench bench = new();
        TroubledLink link = Connect(bench);
        link.WritesToRefuse = 2;
        HurriedTime time = new();
        PhoneAnswer answer = await new LockClient(link, time).AskAsync(Command.Status, bench.NewKey(Rights.Unlock));
        Assert.AreEqual(Status.Ok, answer.Status);
        Assert.AreEqual(2, time.Waits);
    }

    [TestMethod]
    public async Task A_full_queue_that_stays_full_is_reported()
    {
        using BoardBench bench = new();
        TroubledLink link = Connect(bench);
        link.WritesToRefuse = int.MaxValue;
        LockClient client = new(link, new HurriedTime());
        LockLinkException given =
            await Assert.ThrowsExactlyAsync<LockLinkException>(() => client.AskAsync(Command.Status, bench.NewKey(Rights.Unlock)));
        Assert.AreEqual(LockLinkException.AttInsufficientResources, given.AttError);
    }

    [TestMethod]
    public async Task An_unkeyed_refusal_is_tried_once_with_another_challenge_and_then_told_as_unproven()
    {
        using BoardBench bench = new();
        TroubledLink link = Connect(bench);
        PhoneKey key = bench.NewKey(Rights.Unlock);
        PhoneAnswer answer = await new LockClient(link).AskAsync(Command.Unlock, key with { Secret = LockRig.Secret(9) });
        Assert.AreEqual(Status.NotAuthentic, answer.Status);
        Assert.IsFalse(answer.IsProven);
        Assert.AreEqual(6, link.Messages);
    }

    [TestMethod]
    public async Task Identity_tells_who_the_lock_is()
    {
        using BoardBench bench = new();
        IdentityFrame identity = await new LockClient(Connect(bench)).ReadIdentityAsync();
        Assert.AreEqual((LockRig.FacilityId, LockRig.LockId, (ushort)LockRig.Generation),
            (identity.FacilityId, identity.LockId, identity.Generation));
        Assert.IsTrue(identity.IsProvisioned);
    }

    private static TroubledLink Connect(BoardBench bench) => new(new CentralLink(bench.Connect(185).Central));
}
