namespace LockFirmware.KeyCrypto;

/// <summary>
/// The identity of a lock as a file that comes with the cable that flashes it (docs/protocol.md, 8): version u8 = 1 |
/// identity in the clear (<see cref="ProvisionBody"/>) | check[16] = <c>H(lockSecret, "LF1 file" | all before it)[0..16)</c>.
/// </summary>
/// <remarks>The check finds a file that was torn or has rotted; who can write files there needs no forgery.</remarks>
public static class IdentityFile
{
    /// <summary>The version of this layout.</summary>
    public const byte Version = 1;

    /// <summary>Bytes of the longest file.</summary>
    public const int SizeMax = 1 + ProvisionBody.SizeMax + Hmac.MacSize;

    /// <summary>Makes the file (the facility's side).</summary>
    public static byte[] Write(ProvisionBody identity)
    {
        int length = 1 + ProvisionBody.HeaderSize + identity.Configuration.Size;
        byte[] file = new byte[length + Hmac.MacSize];
        file[0] = Version;
        identity.WriteTo(file, 1);
        Bytes.Append(file, length, Check(identity.LockSecret, file, length), 0, Hmac.MacSize);
        return file;
    }

    /// <summary>Reads the file (the lock's side).</summary>
    /// <param name="file">Its exact bytes.</param>
    /// <param name="identity">Receives the identity; undefined when the file is not good.</param>
    /// <returns>False when it is torn, corrupt, of another version, or a value in it is out of range.</returns>
    public static bool TryRead(byte[] file, ProvisionBody identity)
    {
        int length = file.Length - Hmac.MacSize;
        if (length < 1 + ProvisionBody.HeaderSize || file.Length > SizeMax || file[0] != Version)
            return false;
        return identity.TryRead(file, 1, length - 1)
            && Bytes.FixedTimeEquals(Check(identity.LockSecret, file, length), 0, file, length, Hmac.MacSize);
    }

    private static byte[] Check(byte[] lockSecret, byte[] file, int length) =>
        Hmac.Derive(lockSecret, Labels.File, Bytes.Copy(file, 0, length));
}
