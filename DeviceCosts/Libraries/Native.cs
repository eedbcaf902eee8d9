using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Libraries.Native;

/// <summary>Reboots the board.</summary>
public static class Power
{
    /// <summary>Never returns.</summary>
    public static void RebootDevice() => DeviceKernel.Current.Reboot();
}

/// <summary>The garbage collector. What it moves is of no interest here: only living objects are counted.</summary>
public static class GC
{
    /// <summary>Collects, and moves the objects together if wanted.</summary>
    public static uint Run(bool compactHeap)
    {
        Runs++;
        return 0;
    }

    /// <summary>How often it was called.</summary>
    internal static int Runs { get; private set; }
}

/// <summary>The chip's clock.</summary>
public static class Rtc
{
    /// <summary>Sets it.</summary>
    public static bool SetSystemTime(System.DateTime time)
    {
        DateTime.Offset = time - System.DateTime.UnixEpoch - TimeSpan.FromMilliseconds(DeviceKernel.Current.NowMs);
        return true;
    }
}

/// <summary>The wall clock.</summary>
public static class DateTime
{
    /// <summary>Since 1970-01-01 at the start of the board.</summary>
    internal static TimeSpan Offset { get; set; }

    /// <summary>Now.</summary>
    public static System.DateTime UtcNow => System.DateTime.UnixEpoch + Offset + TimeSpan.FromMilliseconds(DeviceKernel.Current.NowMs);

    /// <summary>Converts seconds since 1970-01-01.</summary>
    public static System.DateTime FromUnixTimeSeconds(long seconds) => System.DateTime.UnixEpoch.AddSeconds(seconds);

    /// <summary>Converts to seconds since 1970-01-01.</summary>
    public static long ToUnixTimeSeconds(this System.DateTime time) => (long)(time - System.DateTime.UnixEpoch).TotalSeconds;
}
