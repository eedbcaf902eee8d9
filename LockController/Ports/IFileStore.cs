namespace LockFirmware.LockController.Ports;

/// <summary>
/// Small files with the guarantees of littlefs: a write is committed when the file is closed; after a power cut during a write
/// the file is empty or as it was before. Opening a file writes to the flash, even for reading, because it updates a time stamp.
/// The file read last therefore stays open until another one is used. Only one thread uses an instance.
/// </summary>
public interface IFileStore
{
    /// <summary>Reads a file.</summary>
    /// <param name="name">A short name; for a file in one of the <see cref="StorageFolders"/>, the folder and a slash before it.</param>
    /// <returns>The content; null when there is no such file; an empty array when there is one that cannot be read.</returns>
    byte[]? Read(string name);

    /// <summary>Replaces a file's content.</summary>
    /// <returns>False when it could not be written. The content of the file is unknown then.</returns>
    bool Write(string name, byte[] content);

    /// <summary>Appends to a file; creates it when there is none.</summary>
    /// <param name="name">The file.</param>
    /// <param name="content">Holds the bytes to append.</param>
    /// <param name="offset">Index of the first byte.</param>
    /// <param name="length">Number of bytes.</param>
    /// <returns>False when it could not be written. The end of the file is unknown then.</returns>
    bool Append(string name, byte[] content, int offset, int length);

    /// <summary>Reads a part of a file.</summary>
    /// <param name="name">The file.</param>
    /// <param name="position">Position of the first byte in the file.</param>
    /// <param name="target">Receives the bytes.</param>
    /// <param name="offset">Index of the first byte received.</param>
    /// <param name="length">The highest number of bytes.</param>
    /// <returns>The number of bytes read; 0 when there is no such file or it cannot be read.</returns>
    int ReadPart(string name, int position, byte[] target, int offset, int length);

    /// <summary>Size of a file in bytes; 0 when there is none, -1 when there may be one and it cannot be read.</summary>
    int Length(string name);

    /// <summary>Deletes a file; does nothing when there is none.</summary>
    /// <returns>False when the file still exists.</returns>
    bool Delete(string name);
}
