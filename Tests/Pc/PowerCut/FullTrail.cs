using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;

namespace LockFirmware.Tests.Pc.PowerCut;

/// <summary>A trail as a lock has it after months: every segment in use, the newest almost full. Bytes: docs/reliability.md.</summary>
internal static class FullTrail
{
    private const int SegmentCount = 41;
    private const int EventsEach = 255;

    /// <summary>Writes the segments.</summary>
    /// <param name="files">Empty flash.</param>
    /// <param name="room">How many more events the newest segment takes, 0 to 254.</param>
    /// <returns>How many events there are.</returns>
    public static uint Fill(IFileStore files, int room)
    {
        uint count = 0;
        for (int segment = 0; segment < SegmentCount; segment++)
        {
            int events = segment == SegmentCount - 1 ? EventsEach - room : EventsEach;
            byte[] content = new byte[(1 + events) * AuditEvent.Size];
            new AuditEvent { Detail = count + 1 }.WriteTo(content, 0);
            for (int i = 1; i <= events; i++)
                new AuditEvent { Kind = EventKind.RequestToExit, Detail = count + (uint)i }.WriteTo(content, i * AuditEvent.Size);
            files.Write(StorageFolders.Ring + "/" + segment, content);
            count += (uint)events;
        }
        return count;
    }
}
