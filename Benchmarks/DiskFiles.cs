using LockFirmware.LockController.Ports;

namespace LockFirmware.Benchmarks;

/// <summary>A lock's files in a folder of the PC. As on a device, the file that was read last stays open.</summary>
internal sealed class DiskFiles : IFileStore, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lock-").FullName;
    private FileStream? _reading;
    private string _readingName = "";

    internal DiskFiles()
    {
        foreach (string folder in StorageFolders.All())
            Directory.CreateDirectory(Path.Combine(_root, folder));
    }

    /// <summary>Files opened to be read.</summary>
    internal long Opened { get; private set; }

    /// <summary>Bytes read.</summary>
    internal long ReadBytes { get; private set; }

    public byte[]? Read(string name)
    {
        byte[] content = new byte[Length(name)];
        return _reading != null && ReadPart(name, 0, content, 0, content.Length) == content.Length ? content : null;
    }

    public bool Write(string name, byte[] content)
    {
        CloseReading();
        File.WriteAllBytes(PathOf(name), content);
        return true;
    }

    public bool Append(string name, byte[] content, int offset, int length)
    {
        CloseReading();
        using FileStream stream = new(PathOf(name), FileMode.Append);
        stream.Write(content, offset, length);
        return true;
    }

    public int ReadPart(string name, int position, byte[] target, int offset, int length)
    {
        if (OpenToRead(name) is not { } stream)
            return 0;
        stream.Seek(position, SeekOrigin.Begin);
        int count = stream.ReadAtLeast(target.AsSpan(offset, length), length, throwOnEndOfStream: false);
        ReadBytes += count;
        return count;
    }

    public int Length(string name) => (int)(OpenToRead(name)?.Length ?? 0);

    public bool Delete(string name)
    {
        CloseReading();
        File.Delete(PathOf(name));
        return true;
    }

    public void Dispose()
    {
        CloseReading();
        Directory.Delete(_root, true);
    }

    private string PathOf(string name) => Path.Combine(_root, name);

    private FileStream? OpenToRead(string name)
    {
        if (_reading != null && _readingName == name)
            return _reading;
        CloseReading();
        if (!File.Exists(PathOf(name)))
            return null;
        Opened++;
        // No buffer, so that the count is what the lock asks for.
        _reading = new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        _readingName = name;
        return _reading;
    }

    private void CloseReading()
    {
        _reading?.Dispose();
        _reading = null;
    }
}
