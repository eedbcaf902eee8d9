using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Storage;

/// <summary>
/// The format of every file: version u8 = 1 | sequence u32 | payload | check[8]. The check detects torn and corrupt files; it
/// does not protect against forgery. A later version may change the bytes between the version and the check only.
/// </summary>
internal static class SealedFile
{
    internal const int HeaderSize = 5;

    private const byte Version = 1;
    private const int CheckSize = 8;

    // "LF1 file" in ASCII.
    private static readonly byte[] CheckKey = { 0x4C, 0x46, 0x31, 0x20, 0x66, 0x69, 0x6C, 0x65 };

    /// <summary>Size of a file, bytes.</summary>
    internal static int SizeOf(int payloadSize) => HeaderSize + payloadSize + CheckSize;

    /// <summary>Makes the file of a payload.</summary>
    internal static byte[] Seal(uint sequence, byte[] payload)
    {
        byte[] file = new byte[SizeOf(payload.Length)];
        Bytes.Append(file, HeaderSize, payload);
        SealInPlace(sequence, file);
        return file;
    }

    /// <summary>Completes a file that holds its payload already.</summary>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="file">The whole file; the payload stands from <see cref="HeaderSize"/>.</param>
    internal static void SealInPlace(uint sequence, byte[] file)
    {
        file[0] = Version;
        Bytes.WriteU32(file, 1, sequence);
        Bytes.Append(file, file.Length - CheckSize, Check(file), 0, CheckSize);
    }

    /// <summary>Reads a file, and once more when it is not whole or seems to be absent, because a read can fail once.</summary>
    /// <param name="files">The files.</param>
    /// <param name="name">The file.</param>
    /// <param name="form">What was found.</param>
    /// <returns>The file when it is whole; else null.</returns>
    internal static byte[]? Read(IFileStore files, string name, out FileForm form)
    {
        byte[]? file = files.Read(name);
        form = FormOf(file);
        if (form < FileForm.Whole)
        {
            file = files.Read(name);
            FileForm second = FormOf(file);
            if (form != FileForm.Damaged || second != FileForm.Unreadable)
                form = second;
        }
        // A file that a power cut has left empty looks the same.
        if (form == FileForm.Unreadable && (files.Length(name) == 0 || files.Length(name) == 0))
            form = FileForm.Damaged;
        return form == FileForm.Whole ? file : null;
    }

    /// <summary>The sequence number of a whole file.</summary>
    internal static uint Sequence(byte[] file) => Bytes.ReadU32(file, 1);

    /// <summary>The payload of a whole file.</summary>
    internal static byte[] Payload(byte[] file) => Bytes.Copy(file, HeaderSize, file.Length - HeaderSize - CheckSize);

    /// <summary>Wipes the bytes of a file; null is allowed.</summary>
    internal static void Wipe(byte[]? file)
    {
        if (file != null)
            Bytes.Clear(file);
    }

    private static FileForm FormOf(byte[]? file)
    {
        if (file == null)
            return FileForm.Absent;
        if (file.Length == 0)
            return FileForm.Unreadable;
        if (file.Length < HeaderSize + CheckSize || file[0] < Version
            || !Bytes.AreEqual(file, file.Length - CheckSize, Check(file), 0, CheckSize))
            return FileForm.Damaged;
        return file[0] == Version ? FileForm.Whole : FileForm.TooNew;
    }

    private static byte[] Check(byte[] file)
    {
        byte[] checkedBytes = Bytes.Copy(file, 0, file.Length - CheckSize);
        byte[] check = Hmac.Hash(CheckKey, checkedBytes);
        Bytes.Clear(checkedBytes);
        return check;
    }
}
