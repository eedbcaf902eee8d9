using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Boot;

/// <summary>Taking an identity over for good: the one that waited, or the one that came with the cable (docs/protocol.md, 8).</summary>
/// <remarks>
/// The file is removed only after the lock's memory holds what it brought, so a power cut at any write leaves the identity
/// before or the one of the file, and the next start finishes. Belongs to the lock's thread.
/// </remarks>
public static class DeployedIdentity
{
    /// <summary>The file on the internal storage, see <see cref="IdentityFile"/>.</summary>
    public const string FileName = "identity.bin";

    /// <summary>Takes over what the cable left, at the start of the lock, if its generation is above every one it has had.</summary>
    /// <param name="files">The internal storage; null where a lock has none.</param>
    /// <param name="memory">The lock's memory, as it was read.</param>
    /// <param name="journal">Is to record it.</param>
    /// <param name="setupSecret">The setup secret that came with the same cable, 32 bytes: the lock is as fresh from the box.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>Whether the lock has another identity than before.</returns>
    public static bool TryTake(IFileStore? files, LockMemory memory, EventJournal journal, byte[] setupSecret, long uptimeMs)
    {
        byte[]? file = files == null ? null : files.Read(FileName);
        if (file == null || memory.IsDamaged || memory.IsTooNew)
            return false;
        ProvisionBody identity = new ProvisionBody();
        bool isGood = IdentityFile.TryRead(file, identity);
        Bytes.Clear(file);
        // A file of a newer version waits for the firmware that can read it.
        if (!isGood)
            return false;
        bool isNew = identity.Generation > memory.State.HighestGeneration;
        if (isNew)
            isNew = journal.Flush(uptimeMs) && IsTaken(memory, journal, identity, setupSecret, uptimeMs);
        Bytes.Clear(identity.LockSecret);
        // One that could not be written is tried again at the next start; any other has had its use.
        if (isNew || memory.State.HighestGeneration >= identity.Generation)
            files!.Delete(FileName);
        return isNew;
    }

    private static bool IsTaken(LockMemory memory, EventJournal journal, ProvisionBody identity, byte[] setupSecret, long uptimeMs)
    {
        memory.Identity.StartFresh(setupSecret);
        memory.Adopt(identity);
        journal.Enqueue(EventKind.Provisioned, 0, 0, identity.Generation, uptimeMs);
        return memory.SaveAll();
    }
}
