using System;
using System.IO;
using LockFirmware.LockController.Storage;

namespace LockFirmware.LockController.Device;

/// <summary>Files on the chip's internal storage. The only place of the firmware that opens one.</summary>
internal sealed class DeviceFiles : IFileStore
{
    private const string Folder = "I:\\";

    /// <inheritdoc/>
    public byte[]? Read(string name)
    {
        string path = Folder + name;
        FileStream? stream = null;
        try
        {
            if (!File.Exists(path))
                return null;
            stream = new FileStream(path, FileMode.Open, FileAccess.Read);
            byte[] content = new byte[(int)stream.Length];
            return stream.Read(content, 0, content.Length) == content.Length ? content : null;
        }
        catch (Exception)
        {
            return null;
        }
        finally
        {
            Close(stream);
        }
    }

    /// <inheritdoc/>
    public bool Write(string name, byte[] content)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(Folder + name, FileMode.Create, FileAccess.Write);
            stream.Write(content, 0, content.Length);
            // Only closing commits, and its failure must be seen.
            stream.Dispose();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
        finally
        {
            Close(stream);
        }
    }

    /// <summary>The runtime's FileStream leaves its finalizer armed; a loop of files would exhaust the memory.</summary>
    private static void Close(FileStream? stream)
    {
        if (stream == null)
            return;
        try
        {
            stream.Dispose();
        }
        catch (Exception)
        {
            // The write has already been reported as failed, or the read is done.
        }
        GC.SuppressFinalize(stream);
    }
}
