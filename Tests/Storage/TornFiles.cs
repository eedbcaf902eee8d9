using LockFirmware.LockController.Storage;

namespace LockFirmware.Tests.Storage;

/// <summary>
/// Files that lose power at a chosen write: that write leaves the file empty, as it was, or torn in the middle, and every
/// later write does nothing until the power is back.
/// </summary>
public sealed class TornFiles : IFileStore
{
    private const int CountMax = 16;

    private readonly string[] _names = new string[CountMax];
    private readonly byte[]?[] _contents = new byte[]?[CountMax];
    private int _count;

    /// <summary>How many writes there have been.</summary>
    public int WriteCount { get; private set; }

    /// <summary>The write at which the power goes, from 1; 0 for never.</summary>
    public int CutAt { get; set; }

    /// <summary>How the interrupted file is left: 0 as it was, 1 empty, 2 torn, 3 written.</summary>
    public int Remains { get; set; }

    /// <summary>Whether the power is gone.</summary>
    public bool IsDead { get; private set; }

    /// <summary>When set, writes fail without losing power.</summary>
    public bool IsBroken { get; set; }

    public void PowerOn()
    {
        IsDead = false;
        CutAt = 0;
    }

    public byte[]? Read(string name)
    {
        int at = Find(name);
        return at < 0 ? null : (byte[])_contents[at]!.Clone();
    }

    public bool Write(string name, byte[] content)
    {
        if (IsDead || IsBroken)
            return false;
        WriteCount++;
        IsDead = WriteCount == CutAt;
        if (!IsDead || Remains == 3)
            Put(name, (byte[])content.Clone());
        else if (Remains == 1)
            Put(name, new byte[0]);
        else if (Remains == 2)
            Put(name, KeyCrypto.Bytes.Copy(content, 0, content.Length / 2));
        return !IsDead;
    }

    private int Find(string name)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_names[i] == name)
                return i;
        }
        return -1;
    }

    private void Put(string name, byte[] content)
    {
        int at = Find(name);
        if (at < 0)
            at = _count++;
        _names[at] = name;
        _contents[at] = content;
    }
}
