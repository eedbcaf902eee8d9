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
        FileStream? stream = null;
        try
        {
            stream = OpenToRead(name);
            if (stream == null)
                return null;
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
    public bool Write(string name, byte[] content) => Put(name, FileMode.Create, content, 0, content.Length);

    /// <inheritdoc/>
    public bool Append(string name, byte[] content, int offset, int length) => Put(name, FileMode.Append, content, offset, length);

    /// <inheritdoc/>
    public int ReadPart(string name, int position, byte[] target, int offset, int length)
    {
        FileStream? stream = null;
        try
        {
            stream = OpenToRead(name);
            if (stream == null || position >= stream.Length)
                return 0;
            stream.Seek(position, SeekOrigin.Begin);
            return stream.Read(target, offset, length);
        }
        catch (Exception)
        {
            return 0;
        }
        finally
        {
            Close(stream);
        }
    }

    /// <inheritdoc/>
    public int Length(string name)
    {
        FileStream? stream = null;
        try
        {
            stream = OpenToRead(name);
            return stream == null ? 0 : (int)stream.Length;
        }
        catch (Exception)
        {
            return 0;
        }
        finally
        {
            Close(stream);
        }
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        try
        {
            if (File.Exists(Folder + name))
                File.Delete(Folder + name);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static FileStream? OpenToRead(string name) =>
        File.Exists(Folder + name) ? new FileStream(Folder + name, FileMode.Open, FileAccess.Read) : null;

    private static bool Put(string name, FileMode mode, byte[] content, int offset, int length)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(Folder + name, mode, FileAccess.Write);
            stream.Write(content, offset, length);
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
