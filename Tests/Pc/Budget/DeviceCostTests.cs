using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Reflection;
using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Heap;
using LockFirmware.DeviceCosts.Il;
using LockFirmware.DeviceCosts.Run;
using LockFirmware.KeyCrypto;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Budget;

/// <summary>What the firmware may take of the device's heap and of its interpreter's time (docs/performance.md).</summary>
[TestClass]
[DoNotParallelize]
[TestCategory("Slow")]
public class DeviceCostTests
{
    private const string Board = "esp32-c3";
    private const int WaitingBytesMax = 1_200;
    private const int RestMs = 3_000;

    /// <summary>How much of a budget of the heap may be left, bytes. A smaller count takes longer: it is made twice.</summary>
    private const int BudgetRestMax = 500;

    private static readonly Dictionary<string, int> Budgets = new()
    {
        [HeapMoments.Start] = 43_620,
        [HeapMoments.Provision] = 51_150,
        [HeapMoments.Boot] = 47_870,
        [HeapMoments.Full] = 44_020,
        [HeapMoments.Connected] = 44_470,
        [HeapMoments.Unlock] = 49_020,
        [HeapMoments.Notice] = 51_570,
        [HeapMoments.ReadEvents] = 49_670,
    };

    private static readonly FirmwareImage Image = FirmwareImage.Of(RepositoryFiles.Root, Board);
    private static IReadOnlyList<(string Name, HeapCount Count)> _moments = [];
    private static IReadOnlyList<IlCount> _counts = [];

    [ClassInitialize]
    public static void Count(TestContext context)
    {
        _moments = HeapMoments.CountAll(Image, null, Budgets.ToDictionary(pair => pair.Key, pair => pair.Value - BudgetRestMax));
        _counts = IlMoments.CountAll(Image);
    }

    [TestMethod]
    [DataRow(HeapMoments.Start)]
    [DataRow(HeapMoments.Provision)]
    [DataRow(HeapMoments.Boot)]
    [DataRow(HeapMoments.Full)]
    [DataRow(HeapMoments.Connected)]
    [DataRow(HeapMoments.Unlock)]
    [DataRow(HeapMoments.Notice)]
    [DataRow(HeapMoments.ReadEvents)]
    public void The_heap_of_the_device_keeps_its_budget(string moment) =>
        Assert.IsLessThanOrEqualTo(Budgets[moment], Moment(moment).Total);

    [TestMethod]
    [DataRow(IlMoments.UnlockByHolder, 5_180)]
    [DataRow(IlMoments.UnlockByGuest, 5_860)]
    [DataRow(IlMoments.UnlockOfFull, 7_220)]
    [DataRow(IlMoments.Idle, 279_000)]
    [DataRow(IlMoments.IdleTick, 930)]
    [DataRow(IlMoments.Boot, 94_000)]
    public void The_interpreter_keeps_its_budget(string name, int instructionsMax) =>
        Assert.IsLessThanOrEqualTo(instructionsMax, Of(name).Instructions);

    /// <summary>On the interpreter a call costs more than a dozen other instructions.</summary>
    [TestMethod]
    [DataRow(IlMoments.UnlockByHolder, 367)]
    [DataRow(IlMoments.UnlockByGuest, 396)]
    public void An_unlock_keeps_its_budget_of_calls(string name, int callsMax) =>
        Assert.IsLessThanOrEqualTo(callsMax, Of(name).Calls);

    /// <summary>A stranger can write while the lock is at its worst moment.</summary>
    [TestMethod]
    public void The_most_writes_that_can_wait_fit_beside_the_worst_moment()
    {
        lock (DeviceLock.OneAtATime)
        {
            using DeviceLock device = DeviceSite.Provisioned(Image, false);
            device.Connect(DeviceVisit.Mtu);
            device.Rest(RestMs);
            int before = HeapCount.Take(device, Image).Total;
            int worst = 0;
            foreach (int size in new[] { Request.FrameSizeMax, Request.FrameSizeMax / 8, DeviceVisit.Mtu - 3, 1 })
            {
                while (DeviceLock.TryWriteWhileBusy(LockUuids.Request, new byte[size]))
                    worst = Math.Max(worst, HeapCount.Take(device, Image).Total - before);
                device.Rest(RestMs);
            }
            Assert.IsInRange(Request.FrameSizeMax, WaitingBytesMax, worst);
            Assert.IsLessThanOrEqualTo(HeapConstants.HeapBytes, Moment(HeapMoments.Notice).Total + worst);
        }
    }

    [TestMethod]
    public void Idle_allocates_nothing() => Assert.AreEqual(0, Of(IlMoments.Idle).Objects);

    /// <summary>Optimized code lets objects go earlier, and nobody knows when a method gets optimized.</summary>
    [TestMethod]
    public void The_runtime_optimizes_neither_the_model_nor_the_firmware()
    {
        foreach (Assembly counted in new[] { typeof(Meter).Assembly, Assembly.Load(Image.KeyCrypto), Assembly.Load(Image.LockController) })
        {
            DebuggableAttribute? attribute = counted.GetCustomAttribute<DebuggableAttribute>();
            Assert.IsNotNull(attribute, counted.FullName);
            // The runtime looks at the second only where the first is set.
            Assert.IsTrue(attribute.IsJITTrackingEnabled && attribute.IsJITOptimizerDisabled, counted.FullName);
        }
    }

    [TestMethod]
    public void Two_counts_are_the_same()
    {
        // What is said to be known is wrong this time, and is found out. Then the collector runs at each new maximum. That takes long, and
        // is done for the first moments only.
        IReadOnlyList<(string Name, HeapCount Count)> moments =
            HeapMoments.CountBox(Image, null, new Dictionary<string, int> { [HeapMoments.Provision] = int.MaxValue });
        Assert.AreSequenceEqual(
            _moments.Take(moments.Count).Select(moment => moment.Count.Total), moments.Select(moment => moment.Count.Total));
        IReadOnlyList<IlCount> counts = IlMoments.CountAll(Image);
        Assert.AreSequenceEqual(_counts.Select(count => count.Instructions), counts.Select(count => count.Instructions));
        Assert.AreSequenceEqual(_counts.Select(count => count.Bytes), counts.Select(count => count.Bytes));
    }

    [TestMethod]
    public void The_lists_of_the_Bluetooth_library_are_those_that_were_measured()
    {
        // 12 lists and 4 characteristics were seen on the interpreter, after the firmware had let go of the others.
        HeapCount connected = Moment(HeapMoments.Connected);
        Assert.AreEqual(204, connected.Objects["GattLocalCharacteristic"].Bytes / connected.Objects["GattLocalCharacteristic"].Count);
        Assert.AreEqual(48, connected.Objects["ArrayList"].Bytes / connected.Objects["ArrayList"].Count);
        Assert.AreEqual(4, connected.Objects["GattLocalCharacteristic"].Count);
        Assert.AreEqual(12, connected.Objects["ArrayList"].Count);
        Assert.IsFalse(connected.Objects.ContainsKey("GpioPinBundle"));
    }

    [TestMethod]
    public void The_document_says_what_is_counted()
    {
        string[] lines = RepositoryFiles.Read("docs/performance.md").Split('\n');
        int[] totals = Figures(lines.First(line => line.StartsWith("| **all** |", StringComparison.Ordinal)));
        Assert.HasCount(_moments.Count, totals);
        for (int i = 0; i < totals.Length; i++)
            AssertIsClose(_moments[i].Count.Total, totals[i], _moments[i].Name);
        foreach (IlCount count in _counts)
        {
            string row = lines.First(line => line.StartsWith($"| {count.Name} |", StringComparison.Ordinal));
            AssertIsClose(count.Instructions, Figure(row.Split('|')[3]), count.Name);
        }
    }

    private static void AssertIsClose(long counted, long documented, string name) =>
        Assert.IsInRange(counted * 95 / 100, counted * 105 / 100, documented, name);

    private static int[] Figures(string row) => [.. row.Split('|', StringSplitOptions.TrimEntries)[2..^1]
        .Select(Figure)];

    private static int Figure(string cell) => int.Parse(cell.Trim(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static HeapCount Moment(string name) => _moments.Single(moment => moment.Name == name).Count;

    private static IlCount Of(string name) => _counts.Single(count => count.Name == name);
}
