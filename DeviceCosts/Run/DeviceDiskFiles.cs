using LockFirmware.DeviceCosts.Libraries;
using LockFirmware.LockController.Ports;

namespace LockFirmware.DeviceCosts.Run;

/// <summary>The files of the modelled device, for code of a PC that prepares them.</summary>
internal sealed class DeviceDiskFiles(DeviceDisk disk) : IFileStore
{
    private const string Root = "I:\\";

    /// <inheritdoc/>
    public byte[]? Read(string name) => disk.Files.TryGetValue(PathOf(name), out byte[]? content) ? (byte[])content.Clone() : null;

    /// <inheritdoc/>
    public bool Write(string name, byte[] content)
    {
        disk.Files[PathOf(name)] = (byte[])content.Clone();
        return true;
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] content, int offset, int length) =>
        Write(name, [.. disk.Files.GetValueOrDefault(PathOf(name), []), .. content.AsSpan(offset, length)]);

    /// <inheritdoc/>
    public int ReadPart(string name, int position, byte[] target, int offset, int length)
    {
        int count = Math.Clamp(Length(name) - position, 0, length);
        if (count > 0)
            Array.Copy(disk.Files[PathOf(name)], position, target, offset, count);
        return count;
    }

    /// <inheritdoc/>
    public int Length(string name) => disk.Files.TryGetValue(PathOf(name), out byte[]? content) ? content.Length : 0;

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        disk.Files.Remove(PathOf(name));
        return true;
    }

    private static string PathOf(string name) => Root + name.Replace('/', '\\');
}
