using LockFirmware.FacilityDemo;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>The content of a lock's flash at one moment, which a test writes back later.</summary>
internal sealed class FlashCopy
{
    private readonly Dictionary<string, byte[]> _files;

    private FlashCopy(Dictionary<string, byte[]> files) => _files = files;

    /// <summary>Copies the flash of a lock whose power is cut meanwhile.</summary>
    public static FlashCopy Of(VirtualLock door)
    {
        door.Board.CutPower();
        FlashCopy copy = new(door.Board.Flash.Files.Names.ToDictionary(name => name, name => door.Board.Flash.Files.Read(name)!));
        door.Board.PowerOn();
        return copy;
    }

    /// <summary>Writes the content back and starts the lock again.</summary>
    public void WriteTo(VirtualLock door)
    {
        door.Board.CutPower();
        foreach (string name in door.Board.Flash.Files.Names.Except(_files.Keys).ToArray())
            door.Board.Flash.Files.Delete(name);
        foreach ((string name, byte[] content) in _files)
            door.Board.Flash.Files.Write(name, content);
        door.Board.PowerOn();
    }
}
