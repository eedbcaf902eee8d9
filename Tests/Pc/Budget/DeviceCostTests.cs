using System.Collections.Generic;
using System.Linq;
using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Heap;
using LockFirmware.DeviceCosts.Il;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Budget;

/// <summary>What the firmware may take of the device's heap and of its interpreter's time (docs/performance.md).</summary>
[TestClass]
[DoNotParallelize]
[TestCategory("Slow")]
public class DeviceCostTests
{
    private const string Board = "esp32-c3";

    private static readonly FirmwareImage Image = FirmwareImage.Of(RepositoryFiles.Root, Board);
    private static IReadOnlyList<(string Name, HeapCount Count)> _moments = [];
    private static IReadOnlyList<IlCount> _counts = [];

    [ClassInitialize]
    public static void Count(TestContext context)
    {
        _moments = HeapMoments.CountAll(Image);
        _counts = IlMoments.CountAll(Image);
    }

    [TestMethod]
    [DataRow(HeapMoments.Start, 54_000)]
    [DataRow(HeapMoments.Boot, 58_000)]
    [DataRow(HeapMoments.Full, 54_500)]
    [DataRow(HeapMoments.Connected, 54_500)]
    [DataRow(HeapMoments.Unlock, 60_000)]
    [DataRow(HeapMoments.Notice, 64_000)]
    [DataRow(HeapMoments.ReadEvents, 60_000)]
    public void The_heap_of_the_device_keeps_its_budget(string moment, int bytesMax) =>
        Assert.IsLessThanOrEqualTo(bytesMax, Moment(moment).Total);

    [TestMethod]
    [DataRow(IlMoments.UnlockByHolder, 12_500)]
    [DataRow(IlMoments.UnlockByGuest, 13_500)]
    [DataRow(IlMoments.Idle, 800_000)]
    [DataRow(IlMoments.IdleTick, 2_700)]
    [DataRow(IlMoments.Boot, 110_000)]
    public void The_interpreter_keeps_its_budget(string name, int instructionsMax) =>
        Assert.IsLessThanOrEqualTo(instructionsMax, Of(name).Instructions);

    [TestMethod]
    public void Idle_allocates_nothing() => Assert.AreEqual(0, Of(IlMoments.Idle).Objects);

    [TestMethod]
    public void Two_counts_are_the_same()
    {
        IReadOnlyList<(string Name, HeapCount Count)> moments = HeapMoments.CountAll(Image);
        Assert.AreSequenceEqual(_moments.Select(moment => moment.Count.Total), moments.Select(moment => moment.Count.Total));
        IReadOnlyList<IlCount> counts = IlMoments.CountAll(Image);
        Assert.AreSequenceEqual(_counts.Select(count => count.Instructions), counts.Select(count => count.Instructions));
        Assert.AreSequenceEqual(_counts.Select(count => count.Bytes), counts.Select(count => count.Bytes));
    }

    [TestMethod]
    public void The_lists_of_the_Bluetooth_library_are_those_that_were_measured()
    {
        // 39 lists and 6 characteristics were seen on the interpreter, of a firmware with one service of four.
        HeapCount connected = Moment(HeapMoments.Connected);
        Assert.AreEqual(204, connected.Objects["GattLocalCharacteristic"].Bytes / connected.Objects["GattLocalCharacteristic"].Count);
        Assert.AreEqual(48, connected.Objects["ArrayList"].Bytes / connected.Objects["ArrayList"].Count);
        Assert.AreEqual(connected.Objects["GattLocalCharacteristic"].Count * 4 + 15, connected.Objects["ArrayList"].Count);
    }

    private static HeapCount Moment(string name) => _moments.Single(moment => moment.Name == name).Count;

    private static IlCount Of(string name) => _counts.Single(count => count.Name == name);
}
