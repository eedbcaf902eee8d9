using LockFirmware.LockController.Ports;

namespace LockFirmware.TestKit.Budget;

/// <summary>
/// Files in memory. Only the first write of a file allocates memory, so that a count of allocations contains only the lock's.
/// </summary>
public sealed class QuietFiles : IFileStore
{
    private const int SizeMax = 4096;

    private readonly List<string> _names = [];
    private readonly List<byte[]> _contents = [];
    private readonly List<int> _lengths = [];

    /// <inheritdoc/>
    public byte[]? Read(string name)
    {
        int at = _names.IndexOf(name);
        return at < 0 || _lengths[at] < 0 ? null : _contents[at].AsSpan(0, _lengths[at]).ToArray();
    }

    /// <inheritdoc/>
    public bool Write(string name, byte[] content)
    {
        int at = Place(name);
        content.CopyTo(_contents[at], 0);
        _lengths[at] = content.Length;
        return true;
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] content, int offset, int length)
    {
        int at = Place(name);
        _lengths[at] = Math.Max(_lengths[at], 0);
        Array.Copy(content, offset, _contents[at], _lengths[at], length);
        _lengths[at] += length;
        return true;
    }

    /// <inheritdoc/>
    public int ReadPart(string name, int position, byte[] target, int offset, int length)
    {
        int count = Math.Clamp(Length(name) - position, 0, length);
        if (count > 0)
            Array.Copy(_contents[_names.IndexOf(name)], position, target, offset, count);
        return count;
    }

    /// <inheritdoc/>
    public int Length(string name)
    {
        int at = _names.IndexOf(name);
        return at < 0 ? 0 : Math.Max(_lengths[at], 0);
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        int at = _names.IndexOf(name);
        if (at >= 0)
            _lengths[at] = -1;
        return true;
    }

    private int Place(string name)
    {
        int at = _names.IndexOf(name);
        if (at >= 0)
            return at;
        _names.Add(name);
        _contents.Add(new byte[SizeMax]);
        _lengths.Add(-1);
        return _names.Count - 1;
    }
}
