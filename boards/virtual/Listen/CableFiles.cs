using LockFirmware.KeyCrypto;
using LockFirmware.VirtualBoard.Facility;

namespace LockFirmware.VirtualBoard.Listen;

/// <summary>What the cable brings to one lock: the folder that the installer's tool prepares (docs/lockctl.md).</summary>
/// <param name="Folder">Its path.</param>
/// <param name="SetupSecret">Of setup.bin, 32 bytes.</param>
/// <param name="Identity">Of identity.bin; null where there is none, for a lock that is provisioned over the air.</param>
internal sealed record CableFiles(string Folder, byte[] SetupSecret, byte[]? Identity)
{
    private const string SetupFileName = "setup.bin";
    private const string IdentityFileName = "identity.bin";

    /// <summary>Reads a folder.</summary>
    /// <exception cref="IOException">A file cannot be read, or setup.bin has not 32 bytes.</exception>
    public static CableFiles Read(string folder)
    {
        byte[] setupSecret = File.ReadAllBytes(Path.Combine(folder, SetupFileName));
        if (setupSecret.Length != Hmac.HashSize)
            throw new IOException($"{SetupFileName} has {setupSecret.Length} bytes instead of {Hmac.HashSize}.");
        string identity = Path.Combine(folder, IdentityFileName);
        return new CableFiles(folder, setupSecret, File.Exists(identity) ? File.ReadAllBytes(identity) : null);
    }

    /// <summary>A facility that knows this lock's setup secret and nothing else: whose lock it is, its own facility knows.</summary>
    public FacilityFile Bench()
    {
        LockEntry entry = new("The lock", 0, 0, SetupSecret, 0, new LockConfiguration());
        return new FacilityFile("bench", 0, new byte[Hmac.HashSize], new ZoneEntry("UTC", new ZoneRule()), 0, [entry], [], [], [], [], []);
    }
}
