using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Lifecycle;

/// <summary>Takes the identity that the installer's cable left on the internal storage (docs/protocol.md, 8).</summary>
/// <remarks>
/// The file is deleted only after the lock's memory is stored. After a power cut at any write, the lock has the identity of
/// before or the one of the file, and the next start completes the change. Belongs to the lock's thread.
/// </remarks>
public static class DeployedIdentity
{
    /// <summary>The file on the internal storage, see <see cref="IdentityFile"/>.</summary>
    public const string FileName = "identity.bin";

    /// <summary>Takes the identity at the start of the lock, if its generation is above every earlier one.</summary>
    /// <param name="files">The internal storage; null where a lock has none.</param>
    /// <param name="memory">The lock's memory, as it was read.</param>
    /// <param name="transaction">Stores and records the change.</param>
    /// <param name="setupSecret">The setup secret that came with the same cable, 32 bytes: it replaces the one in the memory.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>Whether the lock has a new identity.</returns>
    public static bool TryTake(IFileStore? files, LockMemory memory, StateTransaction transaction, byte[] setupSecret, long uptimeMs)
    {
        byte[]? file = files == null ? null : files.Read(FileName);
        if (file == null || memory.IsDamaged || memory.IsTooNew)
            return false;
        ProvisionBody identity = new ProvisionBody();
        bool isGood = IdentityFile.TryRead(file, identity);
        Bytes.Clear(file);
        // A file of a newer version stays for a firmware that can read it.
        if (!isGood)
            return false;
        bool isNew = identity.Generation > memory.State.HighestGeneration;
        if (isNew)
            isNew = transaction.TryBegin(uptimeMs) && TryAdopt(memory, transaction, identity, setupSecret, uptimeMs);
        Bytes.Clear(identity.LockSecret);
        // A file whose identity could not be stored stays for the next start; any other is of no more use.
        if (isNew || memory.State.HighestGeneration >= identity.Generation)
            files!.Delete(FileName);
        return isNew;
    }

    private static bool TryAdopt(
        LockMemory memory, StateTransaction transaction, ProvisionBody identity, byte[] setupSecret, long uptimeMs)
    {
        memory.Identity.StartFresh(setupSecret);
        memory.Adopt(identity);
        transaction.Enqueue(EventKind.Provisioned, 0, 0, identity.Generation, uptimeMs);
        return transaction.TryCommit(uptimeMs);
    }
}
