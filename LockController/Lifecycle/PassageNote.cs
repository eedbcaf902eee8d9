using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Lifecycle;

/// <summary>
/// Carries passage mode over the reboot that puts off a central: otherwise any stranger could end it by staying connected
/// (docs/protocol.md, 4.5). File: until u32 | bootCount u32 | check u16 (CRC-16 as in docs/protocol.md, 7). Belongs to the lock's
/// thread.
/// </summary>
internal static class PassageNote
{
    private const string FileName = "passage.bin";
    private const long MsPerSecond = 1000;
    private const int CheckAt = 8;
    private const int Size = CheckAt + 2;

    /// <summary>Notes until when the door is held open, if it is, for the next start only.</summary>
    internal static void Write(IFileStore? files, LockMemory memory, LockClock clock, DoorController door, long uptimeMs)
    {
        if (files == null || !door.IsHeld || clock.Trust != ClockTrust.Set)
            return;
        byte[] note = new byte[Size];
        Bytes.WriteU32(note, 0, LockClock.Later(clock.Now(uptimeMs), door.HoldLeftMs(uptimeMs)));
        Bytes.WriteU32(note, 4, memory.State.BootCount);
        Bytes.WriteU16(note, CheckAt, Crc16.Compute(note, 0, CheckAt));
        files.Write(FileName, note);
    }

    /// <summary>Goes on with passage mode where the last boot noted it, the clock was kept and nothing closes the door.</summary>
    internal static void Resume(IFileStore? files, LockMemory memory, LockClock clock, DoorController door, long uptimeMs)
    {
        byte[]? note = files == null || memory.Fault != Status.Ok ? null : files.Read(FileName);
        if (note == null)
            return;
        files!.Delete(FileName);
        if (note.Length != Size || Bytes.ReadU16(note, CheckAt) != Crc16.Compute(note, 0, CheckAt) || clock.Trust != ClockTrust.Set
            || Bytes.ReadU32(note, 4) + 1 != memory.State.BootCount || memory.State.Overlocked || memory.State.Lockdown)
            return;
        uint until = Bytes.ReadU32(note, 0);
        uint now = clock.Now(uptimeMs);
        if (until > now)
            door.Hold(0, (until - now) * MsPerSecond, uptimeMs);
    }
}
