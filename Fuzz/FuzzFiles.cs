using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;

namespace LockFirmware.Fuzz;

/// <summary>Files in memory, with any content.</summary>
internal sealed class FuzzFiles : IFileStore
{
    private const int CheckSize = 8;

    private readonly Dictionary<string, byte[]> _files = [];

    internal IEnumerable<string> Names => _files.Keys;

    /// <summary>All files with their content.</summary>
    internal byte[] Snapshot() =>
        [.. _files.OrderBy(f => f.Key, StringComparer.Ordinal)
            .SelectMany(f => System.Text.Encoding.UTF8.GetBytes(f.Key).Append((byte)0).Concat(f.Value))];

    public byte[]? Read(string name) => _files.TryGetValue(name, out byte[]? content) ? (byte[])content.Clone() : null;

    public bool Write(string name, byte[] content)
    {
        _files[name] = (byte[])content.Clone();
        return true;
    }

    public bool Append(string name, byte[] content, int offset, int length) =>
        Write(name, [.. Read(name) ?? [], .. content.AsSpan(offset, length)]);

    public int ReadPart(string name, int position, byte[] target, int offset, int length)
    {
        byte[] content = Read(name) ?? [];
        int count = Math.Min(content.Length - position, length);
        if (count <= 0)
            return 0;
        Bytes.Append(target, offset, content, position, count);
        return count;
    }

    public int Length(string name) => _files.TryGetValue(name, out byte[]? content) ? content.Length : 0;

    public bool Delete(string name)
    {
        _files.Remove(name);
        return true;
    }

    /// <summary>A sealed file's content with the right check: version u8 = 1 | sequence and payload as given | check.</summary>
    internal static byte[] Seal(byte[] sequenceAndPayload)
    {
        byte[] content = [1, .. sequenceAndPayload];
        return [.. content, .. Hmac.Hash("LF1 file"u8.ToArray(), content).AsSpan(0, CheckSize)];
    }
}
