using System;
using System.IO;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Device;

/// <summary>The setup secret that the installer's cable left on the internal storage.</summary>
internal static class SetupFile
{
    private const string Path = "I:\\setup.bin";

    /// <summary>Reads it.</summary>
    /// <returns>32 bytes; null when the file is missing or of another length: the lock then cannot be provisioned over the air.</returns>
    internal static byte[]? Read()
    {
        if (!File.Exists(Path))
            return null;
        FileStream stream = new FileStream(Path, FileMode.Open, FileAccess.Read);
        byte[] secret = new byte[Hmac.HashSize];
        bool isWhole = stream.Length == secret.Length && stream.Read(secret, 0, secret.Length) == secret.Length;
        stream.Dispose();
        GC.SuppressFinalize(stream);
        return isWhole ? secret : null;
    }
}
