using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Supervision;

namespace LockFirmware.LockController.Lifecycle;

/// <summary>
/// Counts the boots and records each with its reason. Without a stored count there are no challenges, because a challenge could
/// then repeat one of an earlier boot. Belongs to the lock's thread.
/// </summary>
internal sealed class BootCounter
{
    private readonly LockMemory _memory;
    private readonly StateTransaction _transaction;

    internal BootCounter(LockMemory memory, StateTransaction transaction)
    {
        _memory = memory;
        _transaction = transaction;
    }

    /// <summary>The number of this boot; 0 until it is stored.</summary>
    internal uint Count { get; private set; }

    /// <summary>Counts this boot, unless it has been counted.</summary>
    /// <returns>Whether the count is stored.</returns>
    internal bool TryCount()
    {
        if (Count != 0)
            return true;
        _memory.State.BootCount++;
        _memory.State.NextBootReason = BootReason.Power;
        if (!_transaction.TryStoreState())
            return false;
        Count = _memory.State.BootCount;
        return true;
    }

    /// <summary>
    /// Counts the boot and records it, after the fault that the supervisor noted before the reboot, if it did. Both events are stored
    /// with the count where the trail can be written.
    /// </summary>
    internal void Begin(IFileStore? files, EventJournal journal, long uptimeMs)
    {
        byte reason = (byte)_memory.State.NextBootReason;
        byte[]? note = files == null ? null : files.Read(FaultNote.FileName);
        bool hasFault = FaultNote.TryRead(note, _memory.State.BootCount, out FaultReason fault, out uint detail);
        if (hasFault)
            reason = (byte)(fault == FaultReason.OutOfMemory || fault == FaultReason.OutOfMemoryAtStart
                ? BootReason.OutOfMemory : BootReason.Supervisor);
        bool isReady = _transaction.TryBegin(uptimeMs);
        if (isReady && hasFault)
            _transaction.Enqueue(EventKind.Fault, (byte)fault, 0, detail, uptimeMs);
        if (isReady)
            _transaction.Enqueue(EventKind.Boot, reason, 0, FirmwareVersion.Packed, uptimeMs);
        bool isTold = TryCount() && isReady;
        if (isTold)
        {
            _transaction.Flush(uptimeMs);
        }
        else
        {
            isTold = !hasFault || journal.Record(EventKind.Fault, (byte)fault, 0, detail, uptimeMs);
            journal.Record(EventKind.Boot, reason, 0, FirmwareVersion.Packed, uptimeMs);
        }
        if (note == null)
            return;
        if (isTold)
        {
            files!.Delete(FaultNote.FileName);
            return;
        }
        // A fault that could not be recorded is noted again for the next start, under the boot count of now.
        FaultNote.Write(note, fault, detail, _memory.State.BootCount);
        files!.Write(FaultNote.FileName, note);
    }
}
