using System.Runtime.InteropServices;

namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>Files with secrets: for their owner alone, and replaced whole or not at all, also when the power goes.</summary>
public static class SafeFile
{
    private const string TemporaryEnd = ".new";
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Replaces a file; when this returns, the new content is on the disk.</summary>
    public static void Replace(string path, byte[] content) => Write(path, content, true);

    /// <summary>Makes a file that must not exist.</summary>
    /// <exception cref="IOException">It exists.</exception>
    public static void Create(string path, byte[] content) => Write(path, content, false);

    /// <summary>Removes a file, and what a replacing of it that was cut off has left.</summary>
    public static void Remove(string path)
    {
        File.Delete(path);
        File.Delete(path + TemporaryEnd);
    }

    /// <summary>Makes a folder for its owner alone, if there is none.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerFolder);
    }

    /// <summary>Whether others than its owner may read or write a file. Unknown on Windows, where the folder decides.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerFolder) != 0;

    /// <summary>Keeps other processes of this tool away from a file until disposed.</summary>
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
            throw new FacilityFileException($"{path} is in use by another lockctl. Wait until it has ended, and try again.");
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

    /// <summary>The new name of a file is on the disk only when its folder is.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int handle = Open(folder, 0);
        if (handle < 0)
            throw new IOException($"{folder} cannot be opened to write it to the disk (error {Marshal.GetLastPInvokeError()}).");
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
