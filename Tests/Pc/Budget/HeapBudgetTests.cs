using System;
using LockFirmware.KeyCrypto;
using LockFirmware.TestKit.Budget;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Budget;

/// <summary>How much of the managed heap the lock may take. The platform leaves about 38 KB free (docs/performance.md).</summary>
[TestClass]
[DoNotParallelize]
public sealed class HeapBudgetTests
{
    private const int FreeHeap = 38 * 1024;

    private readonly HeapCosts _heap = new(LockRig.Secret(7));

    [TestMethod]
    public void An_event_allocates_at_most_256_bytes_on_the_mean_and_1024_where_it_begins_a_segment()
    {
        Assert.IsInRange(1, 256, _heap.AllocatedByEvent());
        Assert.IsInRange(1, 1024, _heap.AllocatedByDearestEvent);
    }

    [TestMethod]
    public void A_notice_with_a_revocation_allocates_at_most_2560_bytes()
    {
        const int wholeFrameMtu = 600;
        LockRig rig = new();
        for (uint number = 1; number <= 16; number++)
        {
            NoticeBuilder notice = Office.Next(rig);
            notice.RevokeHolder(number, LockRig.Noon, LockRig.Noon + LockRig.Day);
            rig.ReadChallenge();
            byte[] request = rig.Make(Command.Deliver, null, null, notice.ToBytes(rig.Secrets.NoticeSecret));
            byte[] piece = FrameSplitter.Piece(request, request.Length, wholeFrameMtu, 0);
            long allocated = OwnAllocations.Of(() => rig.Engine.Accept(piece, rig.UptimeMs));
            Assert.AreEqual(Status.Ok, rig.TakeReply());
            if (number > 4)
                Assert.IsInRange(1, 2_560, allocated);
        }
    }

    [TestMethod]
    public void A_started_lock_holds_less_than_half_of_the_free_heap_whatever_it_knows()
    {
        Assert.IsInRange(1, FreeHeap / 2, _heap.HeldAfterStart());
        Assert.IsInRange(1, FreeHeap / 2, _heap.HeldByFreshLock());
    }

    [TestMethod]
    public void A_start_does_not_grow_with_what_the_lock_knows_beyond_the_free_heap() =>
        Assert.IsInRange(1, FreeHeap, _heap.AllocatedByStart());
}
