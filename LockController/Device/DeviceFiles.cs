using System;
using System.IO;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Device;

/// <summary>
/// Files on the chip's internal storage. No other code of the firmware opens a file. Each thread has an instance of its own, which
/// may keep one file open.
/// </summary>
internal sealed class DeviceFiles : IFileStore
{
    // The library makes its own kind of slash of the one in a name.
    private const string Root = "I:\\";

    // All files that are read whole are smaller. A corrupt length must not exhaust the memory.
    private const int WholeSizeMax = 4096;

    // Made at the start: a file that cannot be read must be told from one that is absent, also when memory is exhausted.
    private static readonly byte[] Unreadable = new byte[0];

    private const int UnknownLength = -1;

    // The runtime chooses. Its shorter constructors call the long one, and each call takes memory.
    private const int DefaultBuffer = 0;

    private readonly IFaultSink _faults;
    private FileStream? _reading;
    private string _readingName = "";

    /// <summary>Creates the files of one thread.</summary>
    /// <param name="faults">Is told of exhausted memory, which callers see as a file that cannot be used.</param>
    internal DeviceFiles(IFaultSink faults) => _faults = faults;

    /// <summary>Creates the folders, once in a lock's life.</summary>
    internal void MakeFolders()
    {
        try
        {
            foreach (string folder in StorageFolders.All())
            {
                if (!Directory.Exists(Root + folder))
                    Directory.CreateDirectory(Root + folder);
            }
        }
        catch (Exception exception)
        {
            // Without the folder every write fails and returns false.
            _faults.ReportMemory(exception);
        }
    }

    /// <inheritdoc/>
    public byte[]? Read(string name)
    {
        try
        {
            FileStream? stream = OpenToRead(name);
            if (stream == null)
                return null;
            byte[] content = new byte[stream.Length > WholeSizeMax ? 0 : (int)stream.Length];
            stream.Seek(0, SeekOrigin.Begin);
            return stream.Read(content, 0, content.Length) == content.Length ? content : Unreadable;
        }
        catch (Exception exception)
        {
            _faults.ReportMemory(exception);
            CloseReading();
            return Unreadable;
        }
    }

    /// <inheritdoc/>
    public bool Write(string name, byte[] content)
    {
        // Not in one method with Append: opening a file is the deepest point of an unlock, and each call takes memory there.
        CloseReading();
        for (bool isSecond = false; ; isSecond = true)
        {
            FileStream? stream = null;
            try
            {
                stream = new FileStream(Root + name, FileMode.Create, FileAccess.Write, FileShare.Read, DefaultBuffer);
                Commit(stream, content, 0, content.Length);
                return true;
            }
            catch (Exception exception)
            {
                if (isSecond || stream != null || !MayTryAgain(exception))
                {
                    _faults.ReportMemory(exception);
                    return false;
                }
            }
            finally
            {
                Close(stream);
            }
        }
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] content, int offset, int length)
    {
        CloseReading();
        for (bool isSecond = false; ; isSecond = true)
        {
            FileStream? stream = null;
            try
            {
                stream = new FileStream(Root + name, FileMode.Append, FileAccess.Write, FileShare.Read, DefaultBuffer);
                Commit(stream, content, offset, length);
                return true;
            }
            catch (Exception exception)
            {
                if (isSecond || stream != null || !MayTryAgain(exception))
                {
                    _faults.ReportMemory(exception);
                    return false;
                }
            }
            finally
            {
                Close(stream);
            }
        }
    }

    /// <inheritdoc/>
    public int ReadPart(string name, int position, byte[] target, int offset, int length)
    {
        try
        {
            FileStream? stream = OpenToRead(name);
            if (stream == null || position >= stream.Length)
                return 0;
            stream.Seek(position, SeekOrigin.Begin);
            return stream.Read(target, offset, length);
        }
        catch (Exception exception)
        {
            _faults.ReportMemory(exception);
            CloseReading();
            return 0;
        }
    }

    /// <inheritdoc/>
    public int Length(string name)
    {
        try
        {
            FileStream? stream = OpenToRead(name);
            return stream == null ? 0 : (int)stream.Length;
        }
        catch (Exception exception)
        {
            _faults.ReportMemory(exception);
            CloseReading();
            return UnknownLength;
        }
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        CloseReading();
        try
        {
            if (File.Exists(Root + name))
                File.Delete(Root + name);
            return true;
        }
        catch (Exception exception)
        {
            _faults.ReportMemory(exception);
            return false;
        }
    }

    /// <summary>The stream to read a file: the open one or a new one; null when there is no such file.</summary>
    private FileStream? OpenToRead(string name)
    {
        if (_reading != null && _readingName == name)
            return _reading;
        CloseReading();
        for (bool isSecond = false; ; isSecond = true)
        {
            try
            {
                if (!File.Exists(Root + name))
                    return null;
                _reading = new FileStream(Root + name, FileMode.Open, FileAccess.Read, FileShare.Read, DefaultBuffer);
                _readingName = name;
                return _reading;
            }
            catch (Exception exception)
            {
                if (isSecond || !MayTryAgain(exception))
                    throw;
            }
        }
    }

    private void CloseReading()
    {
        Close(_reading);
        _reading = null;
    }

    /// <summary>
    /// Whether a file that could not be opened may be now: when memory was only in pieces, which have been moved together.
    /// </summary>
    private static bool MayTryAgain(Exception exception)
    {
        if (!(exception is OutOfMemoryException))
            return false;
        nanoFramework.Runtime.Native.GC.Run(true);
        return true;
    }

    private static void Commit(FileStream stream, byte[] content, int offset, int length)
    {
        stream.Write(content, offset, length);
        // Closing commits the write, so its failure must be noticed here.
        stream.Dispose();
    }

    /// <summary>
    /// Closes a stream. The runtime's FileStream does not suppress its finalizer, so many files would exhaust the memory.
    /// </summary>
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
            // A failed write was reported before; a read is complete.
        }
        GC.SuppressFinalize(stream);
    }
}
