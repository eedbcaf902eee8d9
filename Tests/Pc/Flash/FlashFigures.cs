using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;
using LockFirmware.VirtualBoard.Hardware.Flash;

namespace LockFirmware.Tests.Pc.Flash;

/// <summary>
/// Computes the figures of the storage in docs/reliability.md. <c>dotnet test --project Tests --filter FlashFigures
/// --output Detailed</c> prints them.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class FlashFigures
{
    private const int EventCount = 100_000;
    private const int NoticeCount = 1_000;
    private const double ErasesOfABlock = 100_000;
    private const double DaysAYear = 365.25;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void A_hundred_thousand_events_stay_within_the_budget_of_erases_and_blocks()
    {
        LockLife life = new();
        while (life.Events < EventCount)
            life.LiveDay();
        FlashBlocks blocks = life.Flash.Blocks;
        double erasesAnEvent = (double)blocks.Erases / life.Events;
        double withoutErase = 1 - ((double)life.UnlocksWithErase / life.Unlocks);
        Print($"days {life.Days}, events {life.Events}, stored {life.Stored}");
        Print($"erases an event {erasesAnEvent:F3}, programmed bytes an event {(double)blocks.ProgrammedBytes / life.Events:F0}");
        Print($"unlocks without an erase before the latch {withoutErase:P1}");
        Print($"blocks: {blocks.InUse} in use, {blocks.Peak} at most, of {FlashBlocks.Count}");
        Print($"years by the mean block {Years(life, (double)blocks.Erases / FlashBlocks.Count):F0}, by the worst "
            + $"block {Years(life, blocks.WorstErases):F0}");
        foreach (FlashOperation operation in Enum.GetValues<FlashOperation>())
        {
            FlashCosts costs = life.Flash.Costs(operation);
            Print($"{operation}: {costs.Count}, {costs.Erases} erases, {costs.ProgrammedBytes} bytes");
        }
        Assert.IsFalse(life.HasFailed, "everything was written");
        Assert.IsTrue(life.Stored >= 10_000, "ten thousand events are kept");
        Assert.IsTrue(erasesAnEvent <= 0.25, "erases an event");
        Assert.IsTrue(withoutErase >= 0.9, "unlocks without an erase before the latch");
        Assert.IsTrue(blocks.Peak <= 56, "blocks");
    }

    [TestMethod]
    public void A_boot_with_a_full_ring_opens_each_file_once_and_reads_heads_only()
    {
        LittleFlash flash = new();
        EventRing ring = new(flash);
        byte[] record = new byte[AuditEvent.Size];
        while (ring.HasRoom)
        {
            new AuditEvent { Detail = ring.Head }.WriteTo(record, 0);
            ring.Append(record);
            ring.Compact();
        }
        long opens = flash.Costs(FlashOperation.Open).Count;
        long bytes = flash.ReadBytes;
        flash.Remount();
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        EventRing restarted = new(flash);
        watch.Stop();
        Assert.AreEqual(ring.Head, restarted.Head, "the same trail");
        opens = flash.Costs(FlashOperation.Open).Count - opens;
        bytes = flash.ReadBytes - bytes;
        Print($"boot with {ring.Head - ring.Oldest + 1} events: {opens} files opened, {bytes} bytes "
            + $"read, {watch.Elapsed.TotalMilliseconds:F1} ms");
        Assert.IsTrue(opens <= 58, "41 segments, the newest again for its end, 16 files of the tail");
        Assert.IsTrue(bytes <= 1_200, "heads and tail only");
    }

    [TestMethod]
    public void A_session_that_reads_a_segment_opens_it_once()
    {
        LittleFlash flash = new();
        EventRing ring = new(flash);
        for (int i = 0; i < 600; i++)
        {
            ring.Append(new byte[AuditEvent.Size]);
            ring.Compact();
        }
        long opens = flash.Costs(FlashOperation.Open).Count;
        byte[] target = new byte[320];
        for (uint first = 1; first <= 250; first += 10)
            Assert.AreEqual(10, ring.Read(first, target, 0, 10), "read");
        Assert.AreEqual(1L, flash.Costs(FlashOperation.Open).Count - opens, "opened");
    }

    [TestMethod]
    public void A_notice_that_revokes_somebody_costs_less_than_two_erases_and_never_leaves_its_folder()
    {
        LittleFlash flash = new();
        LockMemory memory = new(new SlottedRecords(flash), new byte[32]);
        memory.SaveAll();
        long erases = flash.Blocks.Erases;
        int blocks = flash.Blocks.InUse;
        for (uint i = 0; i < NoticeCount; i++)
        {
            memory.State.Applied++;
            memory.Revocations.Add(NoticeItemKind.RevokeKey, i % 24, 0, i, i, 0);
            Assert.IsTrue(memory.SaveAll(), "saved");
        }
        double each = (double)(flash.Blocks.Erases - erases) / NoticeCount;
        Print($"erases a notice {each:F2}, blocks {blocks} before, {flash.Blocks.InUse} after");
        Assert.IsTrue(each <= 2, "erases a notice");
        Assert.IsTrue(flash.Blocks.InUse - blocks <= 2, "one more pair of the folder at most: no file of its own");
    }

    [TestMethod]
    public void No_record_leaves_its_folder_with_every_table_full()
    {
        LittleFlash flash = new();
        LockMemory memory = new(new SlottedRecords(flash), new byte[32]);
        for (uint i = 0; i < 96; i++)
            memory.Revocations.Add(NoticeItemKind.RevokeGuest, i, i, i, i, 0);
        LockConfiguration configuration = new();
        Assert.IsTrue(configuration.Calendar.TryReadHolidays(new byte[32], 0, 16), "as many holidays as there can be");
        memory.Configure(configuration);
        memory.SetPending(new ProvisionBody());
        memory.SaveAll();
        memory.SaveAll();
        for (int id = 0; id < RecordIds.Count; id++)
        {
            foreach (string slot in new[] { "a", "b" })
                Assert.IsTrue(flash.Length(StorageFolders.Records + "/" + id + slot) <= 480, "record " + id);
        }
    }

    private static double Years(LockLife life, double erases) => ErasesOfABlock / (erases / life.Days) / DaysAYear;

    private void Print(string line) => TestContext.WriteLine(line);
}
