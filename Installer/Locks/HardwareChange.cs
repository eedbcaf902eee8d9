using System.Security.Cryptography;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>Prepares a door for other hardware.</summary>
internal static class HardwareChange
{
    /// <summary>Whether hardware may have the identity of the door's current generation.</summary>
    public static bool HasHardware(FacilityFileStore store, FacilityLock door) =>
        door.InstalledGeneration == door.Generation || new LockFolder(store, door).StepsDone.Count > 0;

    /// <summary>
    /// Gives a door a new setup secret, and the next generation where hardware may have the present one. Saves the facility file, then
    /// writes the files for flashing.
    /// </summary>
    /// <param name="store">The facility file, open for writing.</param>
    /// <param name="door">The door. The caller holds its folder.</param>
    /// <param name="board">Another board; null for the same.</param>
    public static void Prepare(FacilityFileStore store, FacilityLock door, string? board)
    {
        if (HasHardware(store, door))
            TakeNext(store, door, board);
        else
        {
            Renew(door, board);
            store.Save();
            new LockFolder(store, door).WriteFiles();
        }
    }

    /// <summary>Gives a door a new setup secret and the next generation, and writes the files for flashing.</summary>
    public static void TakeNext(FacilityFileStore store, FacilityLock door, string? board)
    {
        Renew(door, board);
        door.RecoverySecrets.Clear();
        door.IsReplaced = true;
        store.TakeGeneration(door);
        new LockFolder(store, door).WriteFiles();
    }

    private static void Renew(FacilityLock door, string? board)
    {
        door.Board = board ?? door.Board;
        door.SetupSecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Hmac.HashSize));
    }
}
