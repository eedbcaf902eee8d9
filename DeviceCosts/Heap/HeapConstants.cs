using LockFirmware.ImageSize;

namespace LockFirmware.DeviceCosts.Heap;

/// <summary>
/// What was measured on the interpreter itself (nf-interpreter, main of July 2026, built with 32 bits for a PC) and cannot be counted here.
/// </summary>
public static class HeapConstants
{
    /// <summary>The managed heap of an ESP32-C3 with Bluetooth, as firmware 1.17.0.257 reports it.</summary>
    public const int HeapBytes = 54_472;

    /// <summary>
    /// The tables and static fields of the libraries' assemblies: Bluetooth, CoreLibrary, FileSystem, Streams, Gpio, Collections, Text,
    /// Events, Native, Cryptography.
    /// </summary>
    public const int LibraryTables = 4_944 + 4_056 + 1_944 + 888 + 840 + 660 + 636 + 600 + 420 + 384;

    /// <summary>A native thread and its sub-thread: CLR_RT_Thread and CLR_RT_SubThread.</summary>
    public const int Thread = 372 + 48;

    /// <summary>What a thread that waits for an event needs: CLR_RT_HeapBlock_WaitForObject.</summary>
    public const int Wait = 48;

    /// <summary>The frame of the Bluetooth library's thread, which waits for scans (WatcherEventQueueThread).</summary>
    public const int WatcherFrame = 228;

    /// <summary>
    /// The frames of the library while it opens a file: FileStream's longest constructor makes a full path with a StringBuilder.
    /// </summary>
    public const int OpenFileFrames = 2_100;

    // TypeSystem.cpp, CLR_RT_Assembly::CreateInstance: the size of the base was taken from the measured totals. A release image of the
    // ESP32 has the debugger, which keeps a byte for each method.
    private const int AssemblyBase = 140, Reference = 4, Type = 8, Field = 2, Method = 3, StaticField = 12;

    /// <summary>The tables of assemblies of ours.</summary>
    /// <param name="assemblies">Their rows.</param>
    /// <param name="staticFields">The static fields of all of them.</param>
    public static int Tables(IEnumerable<ImageTables> assemblies, int staticFields) => (staticFields * StaticField)
        + assemblies.Sum(one => AssemblyBase + (Reference * (one.AssemblyReferences + one.TypeReferences + one.MemberReferences))
            + (Type * one.Types) + (Field * one.Fields) + (Method * one.Methods));
}
