using LockFirmware.LockController.Ports;

namespace LockFirmware.VirtualBoard.Hardware.Flash;

/// <summary>
/// The internal storage of the device: its file layer above littlefs in 64 blocks of 4 KB.
/// Counts what each operation erases and programs; docs/reliability.md says how the model was checked.
/// </summary>
public sealed class LittleFlash : IFileStore
{
    /// <summary>Files up to this size are stored inside their folder, bytes.</summary>
    public const int InlineMax = 512;

    private readonly FlashTree _tree;
    private readonly Dictionary<string, byte[]> _contents = [];
    private readonly FlashCosts[] _costs = Enum.GetValues<FlashOperation>().Select(_ => new FlashCosts()).ToArray();
    private string? _reading;
    private int _mounts;

    /// <summary>Formats the flash.</summary>
    public LittleFlash() => _tree = new FlashTree(Blocks);

    /// <summary>The blocks and their counters.</summary>
    public FlashBlocks Blocks { get; } = new();

    /// <summary>The number of bytes read.</summary>
    public long ReadBytes { get; private set; }

    /// <summary>The number of operations that were tried, without boots.</summary>
    public long OperationCount { get; private set; }

    /// <summary>Called for each operation, with its letter (O, W, A, D, M, B for a boot), its file and its bytes.</summary>
    public Action<string>? Trace { get; set; }

    /// <summary>The cost of the current operation so far.</summary>
    public FlashCosts Costs(FlashOperation operation) => _costs[(int)operation];

    /// <summary>The names of all files.</summary>
    public IReadOnlyCollection<string> Names => _contents.Keys;

    /// <summary>Mounts the file system again, as after a power cut.</summary>
    public void Remount()
    {
        _reading = null;
        _mounts++;
        Blocks.Remount((int)(Blocks.ProgrammedBytes / FlashBlocks.ProgramSize) + (_mounts * 17));
        Trace?.Invoke("B");
    }

    /// <inheritdoc/>
    public byte[]? Read(string name)
    {
        if (!Open(name, out byte[] content))
            return null;
        ReadBytes += content.Length;
        return (byte[])content.Clone();
    }

    /// <inheritdoc/>
    public int ReadPart(string name, int position, byte[] target, int offset, int length)
    {
        if (!Open(name, out byte[] content))
            return 0;
        int count = Math.Max(0, Math.Min(length, content.Length - position));
        Array.Copy(content, position, target, offset, count);
        ReadBytes += count;
        return count;
    }

    /// <inheritdoc/>
    public int Length(string name) => Open(name, out byte[] content) ? content.Length : 0;

    /// <inheritdoc/>
    public bool Write(string name, byte[] content) =>
        MakeFolder(name) && Run(FlashOperation.Write, name, content.Length, () => Put(name, (byte[])content.Clone(), 0));

    /// <inheritdoc/>
    public bool Append(string name, byte[] content, int offset, int length) =>
        MakeFolder(name) && Run(FlashOperation.Append, name, length, () =>
        {
            byte[] before = _contents.GetValueOrDefault(name, []);
            Put(name, [.. before, .. content.AsSpan(offset, length)], before.Length);
        });

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        _reading = null;
        return !_contents.ContainsKey(name) || Run(FlashOperation.Delete, name, 0, () =>
        {
            FlashPair folder = FolderOf(name, out string leaf);
            _tree.Remove(folder, FlashTree.Find(folder, leaf, out _, out _)!);
            _contents.Remove(name);
        });
    }

    /// <summary>Opens a file to read it, unless it is still open.</summary>
    private bool Open(string name, out byte[] content)
    {
        if (!_contents.TryGetValue(name, out content!))
            return false;
        byte[] found = content;
        if (_reading == name)
            return true;
        return Run(FlashOperation.Open, name, found.Length, () =>
        {
            FlashPair folder = FolderOf(name, out string leaf);
            FlashEntry entry = FlashTree.Find(folder, leaf, out FlashPair pair, out _)!;
            pair.Fetch();
            _tree.Update(folder, entry);
            _reading = name;
        });
    }

    /// <summary>Opens for writing (which commits), changes, closes (which commits).</summary>
    private void Put(string name, byte[] content, int kept)
    {
        FlashPair folder = FolderOf(name, out string leaf);
        FlashEntry? found = FlashTree.Find(folder, leaf, out FlashPair pair, out _);
        pair.Fetch();
        FlashEntry entry = found ?? _tree.Create(folder, leaf);
        _tree.Update(folder, entry);
        List<int> before = kept == 0 ? [.. entry.Blocks] : entry.Blocks.Count == 0 ? [] : [entry.Blocks[^1]];
        int from = kept == 0 || entry.Blocks.Count == 0 ? 0 : kept;
        if (kept == 0)
            entry.Blocks.Clear();
        List<int> stale = content.Length <= InlineMax ? before : Grow(entry, from, content.Length, before);
        entry.Size = content.Length;
        _tree.Update(folder, entry);
        stale.ForEach(Blocks.Free);
        _contents[name] = content;
    }

    /// <summary>
    /// Programs the blocks of a large file from a position on. The last block, which is not full, is copied into a new one.
    /// </summary>
    /// <returns>The blocks that the file no longer uses.</returns>
    private List<int> Grow(FlashEntry entry, int from, int size, List<int> before)
    {
        int start = 0;
        int index = 0;
        while (from > 0 && from - start >= Capacity(index))
            start += Capacity(index++);
        bool copies = index < entry.Blocks.Count;
        if (copies)
            entry.Blocks.RemoveAt(index);
        for (; start < size; start += Capacity(index++))
        {
            int block = Blocks.Take();
            entry.Blocks.Add(block);
            Blocks.Erase(block);
            int pointers = FlashBlocks.BlockSize - Capacity(index);
            Blocks.Program(FlashBlocks.AlignUp(pointers + Math.Min(size - start, Capacity(index))));
        }
        return from == 0 || copies ? before : [];
    }

    /// <summary>The number of bytes of the file in a block of its list. The other bytes hold pointers to earlier blocks.</summary>
    private static int Capacity(int index) =>
        index == 0 ? FlashBlocks.BlockSize : FlashBlocks.BlockSize - (4 * (System.Numerics.BitOperations.TrailingZeroCount(index) + 1));

    private bool Run(FlashOperation operation, string name, int bytes, Action change)
    {
        _reading = null;
        OperationCount++;
        long erases = Blocks.Erases;
        long programmed = Blocks.ProgrammedBytes;
        Trace?.Invoke($"{operation.ToString()[0]} {name} {bytes}");
        try
        {
            change();
        }
        catch (IOException)
        {
            return false;
        }
        FlashCosts costs = _costs[(int)operation];
        costs.Count++;
        costs.Erases += Blocks.Erases - erases;
        costs.ProgrammedBytes += Blocks.ProgrammedBytes - programmed;
        return true;
    }

    /// <summary>The device makes its folders once; this model makes them at their first use.</summary>
    private bool MakeFolder(string name)
    {
        int slash = name.IndexOf('/');
        return slash < 0 || FlashTree.Find(_tree.Root, name[..slash], out _, out _) != null
            || Run(FlashOperation.MakeFolder, name[..slash], 0, () => _tree.CreateFolder(name[..slash]));
    }

    private FlashPair FolderOf(string name, out string leaf)
    {
        int slash = name.IndexOf('/');
        leaf = name[(slash + 1)..];
        return slash < 0 ? _tree.Root : FlashTree.Find(_tree.Root, name[..slash], out _, out _)!.Folder!;
    }
}
