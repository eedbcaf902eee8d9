using LockFirmware.KeyCrypto;
using LockFirmware.VirtualBoard.Facility;

namespace LockFirmware.VirtualBoard.Listen;

/// <summary>The files that a cable brings to one lock: the folder that lockctl prepares (docs/lockctl.md).</summary>
/// <param name="SetupSecret">Of setup.bin, 32 bytes.</param>
/// <param name="Identity">Of identity.bin; null if there is none, for a lock that is provisioned by radio.</param>
internal sealed record CableFiles(byte[] SetupSecret, byte[]? Identity)
{
    private const string SetupFileName = "setup.bin";
    private const string IdentityFileName = "identity.bin";

    /// <summary>Reads a folder, or its setup.bin alone.</summary>
    /// <param name="path">The folder; or the path of setup.bin, for a lock that is provisioned by radio.</param>
    /// <exception cref="IOException">A file cannot be read, or the length of setup.bin is not 32 bytes.</exception>
    public static CableFiles Read(string path)
    {
        bool isAlone = Path.GetFileName(path) == SetupFileName;
        byte[] setupSecret = File.ReadAllBytes(isAlone ? path : Path.Combine(path, SetupFileName));
        if (setupSecret.Length != Hmac.HashSize)
            throw new IOException($"{SetupFileName} has {setupSecret.Length} bytes instead of {Hmac.HashSize}.");
        string identity = Path.Combine(path, IdentityFileName);
        return new CableFiles(setupSecret, File.Exists(identity) ? File.ReadAllBytes(identity) : null);
    }

    /// <summary>A stand-in facility that knows only the setup secret of this lock. The real facility of the lock is unknown here.</summary>
    public FacilityFile Bench()
    {
        LockEntry entry = new("The lock", 0, 0, SetupSecret, 0, new LockConfiguration());
        return new FacilityFile("bench", 0, new byte[Hmac.HashSize], new ZoneEntry("UTC", new ZoneRule()), 0, [entry], [], [], [], [], []);
    }
}
