using System.Runtime.InteropServices;

namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>
/// Files with secrets. Only their owner can read them. A file is replaced completely or not at all, also when the power fails.
/// </summary>
public static class SafeFile
{
    private const string TemporaryEnd = ".new";
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Replaces a file. When this returns, the new content is on the disk.</summary>
    public static void Replace(string path, byte[] content) => Write(path, content, true);

    /// <summary>Creates a file that must not exist.</summary>
    /// <exception cref="IOException">It exists.</exception>
    public static void Create(string path, byte[] content) => Write(path, content, false);

    /// <summary>Deletes a file, and the temporary file of an interrupted replacement.</summary>
    public static void Remove(string path)
    {
        File.Delete(path);
        File.Delete(path + TemporaryEnd);
    }

    /// <summary>Creates a folder that only its owner can use, if there is none.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerFolder);
    }

    /// <summary>Whether users other than the owner may read or write a file. Always false on Windows, where the folder decides.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerFolder) != 0;

    /// <summary>Locks a file against other lockctl processes until the result is disposed.</summary>
    public static FileStream Hold(string path)
    {
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerFile;
            return new FileStream(path + ".lock", options);
        }
        catch (IOException) when (File.Exists(path + ".lock"))
        {
            throw new FacilityFileException($"{path} is in use by another lockctl. Wait until that has ended, and try again.")
            {
                IsInUse = true,
            };
        }
    }

    private static void Write(string path, byte[] content, bool mayExist)
    {
        string full = Path.GetFullPath(path);
        if (!mayExist && File.Exists(full))
            throw new IOException($"{path} exists.");
        string temporary = full + TemporaryEnd;
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        File.Delete(temporary);
        try
        {
            using (FileStream stream = new(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, mayExist);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        FlushFolder(Path.GetDirectoryName(full)!);
    }

    /// <summary>Writes a folder to the disk: only then is the new name of a file on the disk.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int handle = Open(folder, 0);
        if (handle < 0)
            throw new IOException($"{folder} cannot be opened, so it is not certain that it is on the disk (error " +
                $"{Marshal.GetLastPInvokeError()}).");
        bool isWritten = Fsync(handle) == 0;
        _ = Close(handle);
        if (!isWritten)
            throw new IOException($"{folder} cannot be written to the disk.");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
