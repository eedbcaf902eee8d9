using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;

namespace LockFirmware.Tests.Pc.PowerCut;

/// <summary>The trail of a lock after months: every segment is in use, the newest almost full. Format: docs/reliability.md.</summary>
internal static class FullTrail
{
    private const int SegmentCount = 41;
    private const int EventsEach = 255;

    // Computed once, because thousands of lives start with the same bytes.
    private static readonly byte[][] Segments = MakeSegments();

    /// <summary>Writes the segments.</summary>
    /// <param name="files">An empty flash.</param>
    /// <param name="room">How many more events the newest segment takes, 0 to 254.</param>
    /// <returns>How many events there are.</returns>
    public static uint Fill(IFileStore files, int room)
    {
        for (int segment = 0; segment < SegmentCount - 1; segment++)
            files.Write(StorageFolders.Ring + "/" + segment, Segments[segment]);
        int events = EventsEach - room;
        files.Write(StorageFolders.Ring + "/" + (SegmentCount - 1), Segments[^1][..((1 + events) * AuditEvent.Size)]);
        return (uint)(((SegmentCount - 1) * EventsEach) + events);
    }

    private static byte[][] MakeSegments()
    {
        byte[][] segments = new byte[SegmentCount][];
        uint count = 0;
        for (int segment = 0; segment < SegmentCount; segment++)
        {
            byte[] content = segments[segment] = new byte[(1 + EventsEach) * AuditEvent.Size];
            new AuditEvent { Detail = count + 1 }.WriteTo(content, 0);
            for (int i = 1; i <= EventsEach; i++)
                new AuditEvent { Kind = EventKind.RequestToExit, Detail = count + (uint)i }.WriteTo(content, i * AuditEvent.Size);
            count += EventsEach;
        }
        return segments;
    }
}
