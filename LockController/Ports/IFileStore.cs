namespace LockFirmware.LockController.Ports;

/// <summary>
/// Small files, as littlefs gives them: only closing commits, and a file that the power cut while it was written is empty
/// or as it was before. Every opening writes there, also one for reading (it stamps a time on the file), so the file that was
/// read last stays open until another one is touched. Used by the lock's thread only.
/// </summary>
public interface IFileStore
{
    /// <summary>Reads a file.</summary>
    /// <param name="name">A short name; before it, where it is in one of the <see cref="StorageFolders"/>, the folder and a slash.</param>
    /// <returns>Its content, an array of its own; null when there is none or it cannot be read.</returns>
    byte[]? Read(string name);

    /// <summary>Replaces a file's content.</summary>
    /// <returns>False when it could not be written; the content is then unknown.</returns>
    bool Write(string name, byte[] content);

    /// <summary>Adds to the end of a file, which is made where there is none.</summary>
    /// <param name="name">The file.</param>
    /// <param name="content">Holds what is added.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>False when it could not be written; the end of the file is then unknown.</returns>
    bool Append(string name, byte[] content, int offset, int length);

    /// <summary>Reads a part of a file.</summary>
    /// <param name="name">The file.</param>
    /// <param name="position">The first byte of the file that is wanted.</param>
    /// <param name="target">Receives the part.</param>
    /// <param name="offset">Where it goes.</param>
    /// <param name="length">How many bytes are wanted.</param>
    /// <returns>How many there were; 0 when there is no such file.</returns>
    int ReadPart(string name, int position, byte[] target, int offset, int length);

    /// <summary>Bytes of a file; 0 when there is none.</summary>
    int Length(string name);

    /// <summary>Removes a file, if there is one.</summary>
    /// <returns>False when it is still there.</returns>
    bool Delete(string name);
}
