using LockFirmware.LockController.Ports;

namespace LockFirmware.Tests.Rig;

/// <summary>
/// Files that lose power at a chosen write: that write leaves the file empty, as it was, or torn in the middle, and every
/// later write does nothing until the power is back.
/// </summary>
public sealed class TornFiles : IFileStore
{
    private const int CountMax = 100;

    private readonly string[] _names = new string[CountMax];
    private readonly byte[]?[] _contents = new byte[]?[CountMax];
    private int _count;
    private string _cutName = "";
    private byte[]? _cutAfter;
    private byte[]? _cutBefore;

    /// <summary>How many writes there have been.</summary>
    public int WriteCount { get; private set; }

    /// <summary>How many writes were tried, also those that failed.</summary>
    public int TryCount { get; private set; }

    /// <summary>The write at which the power fails, from 1; 0 for never.</summary>
    public int CutAt { get; set; }

    /// <summary>How the interrupted file is left: 0 as it was, 1 empty, 2 torn, 3 written, 4 corrupt.</summary>
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

    /// <summary>How many reads were tried.</summary>
    public int ReadCount { get; private set; }

    /// <summary>The read that fails once, from 1; 0 for none.</summary>
    public int FailReadAt { get; set; }

    /// <summary>Whether the read after the one that fails once fails too.</summary>
    public bool FailsTwice { get; set; }

    /// <summary>A file whose reads all fail while it is set, or all files of a folder; empty for none.</summary>
    public string Unreadable { get; set; } = "";

    /// <summary>Whether a file seems to be absent when its read fails.</summary>
    public bool FailedReadIsAbsent { get; set; }

    public byte[]? Read(string name)
    {
        int at = Find(name);
        if (FailsRead(name))
            return at < 0 || FailedReadIsAbsent ? null : new byte[0];
        byte[]? content = at < 0 ? null : _contents[at];
        return content == null ? null : (byte[])content.Clone();
    }

    public bool Append(string name, byte[] content, int offset, int length)
    {
        byte[] before = Content(name);
        byte[] after = new byte[before.Length + length];
        KeyCrypto.Bytes.Append(after, KeyCrypto.Bytes.Append(after, 0, before), content, offset, length);
        return Commit(name, after, before);
    }

    public int ReadPart(string name, int position, byte[] target, int offset, int length)
    {
        byte[] content = FailsRead(name) ? new byte[0] : Content(name);
        int count = content.Length - position < length ? content.Length - position : length;
        if (count <= 0)
            return 0;
        KeyCrypto.Bytes.Append(target, offset, content, position, count);
        return count;
    }

    public int Length(string name) => FailsRead(name) ? -1 : Content(name).Length;

    public bool Delete(string name) => Commit(name, null, null);

    public bool Write(string name, byte[] content) => Commit(name, content, null);

    /// <summary>Changes a file unless the power fails. A torn append keeps the old bytes and adds a part of the new ones.</summary>
    private bool Commit(string name, byte[]? after, byte[]? before)
    {
        TryCount++;
        if (IsDead || IsBroken)
            return false;
        WriteCount++;
        IsDead = WriteCount == CutAt;
        if (!IsDead)
        {
            Put(name, after);
            return true;
        }
        _cutName = name;
        _cutAfter = after;
        _cutBefore = before;
        Leave(Remains);
        return false;
    }

    /// <summary>Files that lost their power at the same write, which left something else. Only where it left this file as it was.</summary>
    /// <param name="remains">As Remains.</param>
    public TornFiles Fork(int remains)
    {
        TornFiles fork = new()
        {
            _count = _count,
            _cutName = _cutName,
            _cutAfter = _cutAfter,
            _cutBefore = _cutBefore,
            WriteCount = WriteCount,
            TryCount = TryCount,
            IsDead = IsDead,
            Remains = remains,
        };
        // The contents are never changed in place.
        for (int i = 0; i < _count; i++)
        {
            fork._names[i] = _names[i];
            fork._contents[i] = _contents[i];
        }
        fork.Leave(remains);
        return fork;
    }

    private void Leave(int remains)
    {
        string name = _cutName;
        byte[]? after = _cutAfter;
        byte[]? before = _cutBefore;
        if (remains == 3)
            Put(name, after);
        else if (remains == 1 && after != null && before == null)
            Put(name, new byte[0]);
        else if (remains == 2 && after != null)
            Put(name, KeyCrypto.Bytes.Copy(after, 0, before == null ? after.Length / 2 : ((before.Length + after.Length) / 2) + 3));
        else if (remains == 4 && after != null)
            Put(name, Corrupt(after, before == null ? 0 : before.Length));
    }

    private static byte[] Corrupt(byte[] content, int from)
    {
        byte[] corrupt = (byte[])content.Clone();
        for (int i = from; i < corrupt.Length; i++)
            corrupt[i] ^= 0x5A;
        return corrupt;
    }

    private bool FailsRead(string name)
    {
        ReadCount++;
        return ReadCount == FailReadAt || (FailsTwice && ReadCount == FailReadAt + 1)
            || (Unreadable.Length > 0 && name.StartsWith(Unreadable));
    }

    private byte[] Content(string name)
    {
        int at = Find(name);
        return (at < 0 ? null : _contents[at]) ?? new byte[0];
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

    private void Put(string name, byte[]? content)
    {
        int at = Find(name);
        if (at < 0)
            at = _count++;
        _names[at] = name;
        _contents[at] = content == null ? null : (byte[])content.Clone();
    }
}
