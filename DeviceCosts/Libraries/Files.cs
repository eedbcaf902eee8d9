using LockFirmware.DeviceCosts.Heap;
using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Libraries;

/// <summary>The content of the device's internal storage, which a reboot keeps.</summary>
public sealed class DeviceDisk
{
    /// <summary>The storage of the device that runs.</summary>
    internal static DeviceDisk Current { get; set; } = new();

    /// <summary>The name that the library makes of a path. Source: nanoframework/System.IO.FileSystem, PathInternal.cs.</summary>
    internal static string NameOf(string path) => path.Replace('/', '\\');

    /// <summary>The files by their full names.</summary>
    internal Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>
    /// The static lists of the library: open files, locked folders, drives and cards. Source: nanoframework/System.IO.FileSystem,
    /// FileSystemManager.cs and StorageEventManager.cs.
    /// </summary>
    internal ArrayList[] Lists { get; } = [new(), new(), new(), new()];

    /// <summary>How many of the next openings of a file find no memory.</summary>
    public int ExhaustedOpenings { get; set; }

    /// <summary>The same files for another device.</summary>
    internal DeviceDisk Copy()
    {
        DeviceDisk copy = new();
        foreach ((string name, byte[] content) in Files)
            copy.Files.Add(name, (byte[])content.Clone());
        return copy;
    }
}

/// <summary>Operations on files.</summary>
public static class File
{
    /// <summary>Whether there is a file.</summary>
    public static bool Exists(string path) => DeviceDisk.Current.Files.ContainsKey(DeviceDisk.NameOf(path));

    /// <summary>Deletes a file.</summary>
    public static void Delete(string path) => DeviceDisk.Current.Files.Remove(DeviceDisk.NameOf(path));
}

/// <summary>Operations on folders. All exist.</summary>
public static class Directory
{
    /// <summary>Whether there is a folder.</summary>
    public static bool Exists(string path) => path.Length > 0;

    /// <summary>Makes a folder.</summary>
    public static void CreateDirectory(string path) => ArgumentException.ThrowIfNullOrEmpty(path);
}

/// <summary>An open file. Source: nanoframework/System.IO.FileSystem, FileStream.cs.</summary>
public sealed class FileStream : LibraryObject, IDisposable
{
    private readonly bool _canRead;
    private readonly bool _canWrite;
    private readonly bool _canSeek = true;
    private readonly long _seekLimit;
    private bool _disposed;
    private readonly string _fileName;
    private readonly NativeFileStream _nativeFileStream = new();
    private readonly FileRecord _fileRecord;

    [NotOnDevice]
    private byte[] _content;

    [NotOnDevice]
    private int _position;

    /// <summary>Opens a file.</summary>
    public FileStream(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize)
    {
        _canRead = access == FileAccess.Read;
        _canWrite = access == FileAccess.Write;
        if (DeviceDisk.Current.ExhaustedOpenings > 0)
        {
            DeviceDisk.Current.ExhaustedOpenings--;
            throw new InsufficientMemoryException();
        }
        _fileName = DeviceDisk.NameOf(path);
        _fileRecord = new FileRecord(_fileName);
        Meter.Deep(HeapConstants.OpenFileFrames);
        _content = mode == FileMode.Create ? [] : DeviceDisk.Current.Files.GetValueOrDefault(_fileName, []);
        _position = mode == FileMode.Append ? _content.Length : 0;
    }

    /// <summary>Bytes of the file.</summary>
    public long Length => _content.Length;

    /// <summary>Moves to a place.</summary>
    public long Seek(long offset, SeekOrigin origin) => _position = (int)offset;

    /// <summary>Reads.</summary>
    public int Read(byte[] buffer, int offset, int count)
    {
        int read = Math.Clamp(_content.Length - _position, 0, count);
        Array.Copy(_content, _position, buffer, offset, read);
        _position += read;
        return read;
    }

    /// <summary>Writes.</summary>
    public void Write(byte[] buffer, int offset, int count)
    {
        Array.Resize(ref _content, Math.Max(_content.Length, _position + count));
        Array.Copy(buffer, offset, _content, _position, count);
        _position += count;
    }

    /// <summary>Commits what was written.</summary>
    public void Dispose()
    {
        if (_canWrite && !_disposed)
            DeviceDisk.Current.Files[_fileName] = _content;
        _disposed = true;
    }

    private sealed class NativeFileStream : LibraryObject
    {
        private readonly object? _fs;
    }

    private sealed class FileRecord : LibraryObject
    {
        private readonly string _fullName;
        private readonly object? _nativeFileStream;
        private readonly int _share;

        internal FileRecord(string fullName) => _fullName = fullName;
    }
}
