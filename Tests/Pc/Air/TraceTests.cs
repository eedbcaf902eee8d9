using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace LockFirmware.Tests.Pc.Air;

/// <summary>The trace of the controllers shows how many ATT transactions an unlock takes.</summary>
[TestClass]
public sealed class TraceTests
{
    private const string Variable = "LOCK_TEST_AIR_TRACE";

    private static readonly byte[] ReadChallenge = [0x0A, 0x21, 0x00];
    private static readonly byte[] Challenge = [0x0B, 1, .. new byte[21]];
    private static readonly byte[] Unlock = [0x12, 0x24, 0x00, 0xC0, 1, .. new byte[78]];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [TestCategory("AirTrace")]
    [TestCategory("Slow")]
    public void Every_unlock_in_the_trace_takes_two_transactions()
    {
        string? path = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(path))
            Assert.Inconclusive($"{Variable} names no trace of btmon.");
        List<int> counts = BluetoothTrace.TransactionsToUnlock(BluetoothTrace.Read(File.ReadAllBytes(path), 0));
        TestContext.WriteLine($"air: ATT transactions of each unlock in the trace: {string.Join(", ", counts)}");
        Assert.IsNotEmpty(counts, "there was an unlock");
        Assert.IsTrue(counts.All(count => count == 2), string.Join(", ", counts));
    }

    [TestMethod]
    public void An_unlock_of_two_transactions_is_counted()
    {
        byte[] trace = Trace((true, ReadChallenge), (false, Challenge), (true, Unlock), (false, [0x13]));
        Assert.AreSequenceEqual([2], BluetoothTrace.TransactionsToUnlock(BluetoothTrace.Read(trace, 0)));
    }

    [TestMethod]
    public void One_request_more_is_counted_and_another_controller_is_not()
    {
        byte[] trace = Trace((true, ReadChallenge), (false, Challenge), (true, [0x0A, 0x26, 0x00]), (false, [0x0B]), (true, Unlock));
        Assert.AreSequenceEqual([3], BluetoothTrace.TransactionsToUnlock(BluetoothTrace.Read(trace, 0)));
        Assert.IsEmpty(BluetoothTrace.Read(trace, 1));
    }

    [TestMethod]
    public void A_file_that_is_no_trace_is_refused() =>
        Assert.ThrowsExactly<InvalidDataException>(() => BluetoothTrace.Read(new byte[64], 0));

    private static byte[] Trace(params (bool IsSent, byte[] Att)[] packets)
    {
        List<byte> trace = [.. "btsnoop\0"u8, 0, 0, 0, 1, 0, 0, 0x07, 0xD1];
        foreach ((bool isSent, byte[] att) in packets)
        {
            byte[] acl = [0x40, 0x00, (byte)(att.Length + 4), 0, (byte)att.Length, 0, 4, 0, .. att];
            trace.AddRange([0, 0, 0, (byte)acl.Length, 0, 0, 0, (byte)acl.Length, 0, 0, 0, (byte)(isSent ? 4 : 5), 0, 0, 0, 0,
                .. new byte[8], .. acl]);
        }
        return [.. trace];
    }
}
