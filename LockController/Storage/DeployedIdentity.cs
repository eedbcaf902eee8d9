using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Storage;

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
    /// <param name="setupSecret">The setup secret that came with the same cable, 32 bytes: the lock is as fresh from the box.</param>
    /// <returns>Whether the lock has another identity than before.</returns>
    public static bool TryTake(IFileStore? files, LockMemory memory, byte[] setupSecret)
    {
        byte[]? file = files == null ? null : files.Read(FileName);
        if (file == null || memory.IsDamaged)
            return false;
        ProvisionBody identity = new ProvisionBody();
        bool isGood = IdentityFile.TryRead(file, identity);
        Bytes.Clear(file);
        // A file of a newer version waits for the firmware that can read it.
        if (!isGood)
            return false;
        bool isNew = identity.Generation > memory.State.HighestGeneration;
        if (isNew)
        {
            memory.Identity.StartFresh(setupSecret);
            Adopt(memory, identity);
            isNew = memory.SaveAll();
        }
        Bytes.Clear(identity.LockSecret);
        // One that could not be written is tried again at the next start; any other has had its use.
        if (isNew || memory.State.HighestGeneration >= identity.Generation)
            files!.Delete(FileName);
        return isNew;
    }

    /// <summary>
    /// Makes an identity the lock's own, in working memory. Tenancy, revocations, overlock and lockdown of the former one end;
    /// boot count, event numbers and the last notice go on.
    /// </summary>
    public static void Adopt(LockMemory memory, ProvisionBody identity)
    {
        memory.Identity.Take(identity.FacilityId, identity.LockId, identity.Generation, identity.LockSecret);
        memory.Configure(identity.Configuration);
        LockState state = memory.State;
        state.HighestGeneration = identity.Generation;
        state.Tenancy = 0;
        state.Overlocked = false;
        state.Lockdown = false;
        memory.Revocations.Clear();
        memory.Await(null);
    }
}
