using System;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The strict reading of access windows inside a larger array.</summary>
[TestClass]
public sealed class AccessWindowsTests
{
    [TestMethod]
    public void A_window_is_read_in_little_endian()
    {
        byte[] bytes = { 0xEE, 0x9F, 0x68, 0x01, 0x28, 0x05, 0xEE };
        AccessWindows windows = new AccessWindows();
        Assert.IsTrue(windows.TryRead(bytes, 1, 1), "reads");
        Assert.AreEqual(1, windows.Count, "count");
        Assert.AreEqual(0x9F, windows.Days(0), "days");
        Assert.AreEqual(360, windows.Start(0), "start");
        Assert.AreEqual(1320, windows.End(0), "end");
    }

    [TestMethod]
    public void The_last_start_and_the_last_end_are_read()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Always, 1439, 1440);
        Assert.AreEqual(1439, windows.Start(0), "start");
        Assert.AreEqual(1440, windows.End(0), "end");
        Assert.AreEqual(0, AccessSamples.Windows(1, 0, 0).End(0), "end 0");
    }

    [TestMethod]
    public void Days0_IsRefused() => CheckRefused(0, 360, 720);

    [TestMethod]
    public void Start1440_IsRefused() => CheckRefused(0xFF, 1440, 720);

    [TestMethod]
    public void Start65535_IsRefused() => CheckRefused(0xFF, 65535, 720);

    [TestMethod]
    public void End1441_IsRefused() => CheckRefused(0xFF, 360, 1441);

    [TestMethod]
    public void End65535_IsRefused() => CheckRefused(0xFF, 360, 65535);

    [TestMethod]
    public void Windows0_AreRefused() =>
        Assert.IsFalse(new AccessWindows().TryRead(ManyWindows(9), 0, 0), "none does not mean always");

    [TestMethod]
    public void Windows8_AreRead()
    {
        AccessWindows windows = new AccessWindows();
        Assert.IsTrue(windows.TryRead(ManyWindows(9), 0, 8), "reads");
        Assert.AreEqual(8, windows.Count, "count");
        for (int i = 0; i < 8; i++)
            Assert.AreEqual(i + 1, windows.Start(i), "start");
    }

    [TestMethod]
    public void Windows9_AreRefused() => Assert.IsFalse(new AccessWindows().TryRead(ManyWindows(9), 0, 9), "nine");

    [TestMethod]
    public void One_wrong_window_among_many_is_refused()
    {
        for (int i = 0; i < 8; i++)
        {
            byte[] bytes = ManyWindows(8);
            bytes[i * AccessWindows.EntrySize] = 0;
            Assert.IsFalse(new AccessWindows().TryRead(bytes, 0, 8), "window " + i);
        }
    }

    [TestMethod]
    public void Windows_outside_their_source_are_refused()
    {
        byte[] bytes = ManyWindows(2);
        AccessWindows windows = new AccessWindows();
        Assert.IsTrue(windows.TryRead(bytes, 0, 2), "exactly");
        Assert.IsFalse(windows.TryRead(bytes, 1, 2), "beyond the end");
        Assert.IsFalse(windows.TryRead(bytes, 0, 3), "one too many");
        Assert.IsFalse(windows.TryRead(bytes, -5, 2), "before the beginning");
        Assert.IsFalse(windows.TryRead(bytes, int.MaxValue, 1), "far beyond");
        Assert.IsFalse(windows.TryRead(bytes, 0, -1), "a negative count");
        Assert.IsFalse(windows.TryRead(new byte[0], 0, 1), "nothing");
    }

    [TestMethod]
    public void A_failed_reading_leaves_no_windows()
    {
        AccessWindows windows = AccessSamples.Windows(0xFF, 0, 1440);
        Assert.IsFalse(windows.TryRead(new byte[5], 0, 1), "days 0");
        Assert.AreEqual(0, windows.Count, "count");
        Assert.IsTrue(Throws(windows, 0), "no window 0");
    }

    [TestMethod]
    public void An_index_that_names_no_window_throws()
    {
        AccessWindows windows = new AccessWindows();
        Assert.IsTrue(windows.TryRead(ManyWindows(3), 5, 1), "the middle one");
        Assert.IsFalse(Throws(windows, 0), "the one window");
        Assert.IsTrue(Throws(windows, 1), "behind");
        Assert.IsTrue(Throws(windows, -1), "before");
    }

    [TestMethod]
    public void Windows_are_copied_as_they_were_read()
    {
        byte[] expected = ManyWindows(3);
        AccessWindows windows = new AccessWindows();
        Assert.IsTrue(windows.TryRead(expected, 0, 3), "reads");
        byte[] written = new byte[15];
        windows.WriteTo(written, 0);
        CollectionAssert.AreEqual(expected, written, "bytes");
        windows.TryRead(expected, 0, 0);
        windows.WriteTo(written, 1);
        CollectionAssert.AreEqual(expected, written, "nothing to copy");
    }

    [TestMethod]
    public void A_window_that_every_lock_would_refuse_is_not_written()
    {
        Assert.IsTrue(WriteThrows(0, 0, 0), "days 0");
        Assert.IsTrue(WriteThrows(256, 0, 0), "days 256");
        Assert.IsTrue(WriteThrows(1, -1, 0), "start -1");
        Assert.IsTrue(WriteThrows(1, 1440, 0), "start 1440");
        Assert.IsTrue(WriteThrows(1, 0, -1), "end -1");
        Assert.IsTrue(WriteThrows(1, 0, 1441), "end 1441");
        Assert.IsFalse(WriteThrows(255, 1439, 1440), "the largest");
    }

    private static void CheckRefused(int days, int start, int end)
    {
        byte[] bytes = new byte[AccessWindows.EntrySize];
        bytes[0] = (byte)days;
        Bytes.WriteU16(bytes, 1, start);
        Bytes.WriteU16(bytes, 3, end);
        AccessWindows windows = new AccessWindows();
        Assert.IsFalse(windows.TryRead(bytes, 0, 1), "refused");
        Assert.AreEqual(0, windows.Count, "count");
    }

    private static byte[] ManyWindows(int count)
    {
        byte[] bytes = new byte[count * AccessWindows.EntrySize];
        for (int i = 0; i < count; i++)
            AccessWindows.WriteWindow(bytes, i * AccessWindows.EntrySize, 0xFF, i + 1, 1440);
        return bytes;
    }

    private static bool Throws(AccessWindows windows, int index)
    {
        try
        {
            windows.Days(index);
            return false;
        }
        catch (ArgumentOutOfRangeException)
        {
            return true;
        }
    }

    private static bool WriteThrows(int days, int start, int end)
    {
        try
        {
            AccessWindows.WriteWindow(new byte[AccessWindows.EntrySize], 0, days, start, end);
            return false;
        }
        catch (ArgumentOutOfRangeException)
        {
            return true;
        }
    }
}
