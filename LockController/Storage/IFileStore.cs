namespace LockFirmware.LockController.Storage;

/// <summary>
/// Small files, as littlefs gives them: only closing commits, and a file that the power cut while it was written is empty
/// or as it was before. Used by the lock's thread only.
/// </summary>
public interface IFileStore
{
    /// <summary>Reads a file.</summary>
    /// <param name="name">A short name without folder.</param>
    /// <returns>Its content, an array of its own; null when there is none or it cannot be read.</returns>
    byte[]? Read(string name);

    /// <summary>Replaces a file's content.</summary>
    /// <returns>False when it could not be written; the content is then unknown.</returns>
    bool Write(string name, byte[] content);
}
