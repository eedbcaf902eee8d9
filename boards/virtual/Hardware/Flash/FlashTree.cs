namespace LockFirmware.VirtualBoard.Hardware.Flash;

/// <summary>
/// The metadata of littlefs on disk version 2.1: commits to logs, compaction, the splitting of folders that grow, and
/// the moves that level the wear. Only sizes and blocks are modelled, not the bytes.
/// </summary>
internal sealed class FlashTree
{
    private const int RevisionSize = 4;
    private const int TailSize = 12;
    private const int CheckSize = 20;
    private const int LastCheckSize = 8;
    private const int LogEnd = FlashBlocks.BlockSize - 8;
    private const int SplitSize = FlashBlocks.BlockSize / 2;
    private const int CompactionsUntilMove = 513;

    private readonly FlashBlocks _blocks;
    private readonly FlashPair _first = new(0, 1);

    /// <summary>Formats the flash.</summary>
    internal FlashTree(FlashBlocks blocks)
    {
        _blocks = blocks;
        Root = _first;
        _blocks.Use(0);
        _blocks.Use(1);
        _first.Entries.Add(new FlashEntry("littlefs") { IsSuperblock = true });
        Rewrite(_first);
        Rewrite(_first);
    }

    /// <summary>The first pair of the root folder.</summary>
    internal FlashPair Root { get; private set; }

    /// <summary>Finds a name in a folder, or the place where it belongs.</summary>
    internal static FlashEntry? Find(FlashPair folder, string name, out FlashPair pair, out int index)
    {
        for (pair = folder; ; pair = pair.Next!)
        {
            for (index = 0; index < pair.Entries.Count; index++)
            {
                FlashEntry entry = pair.Entries[index];
                int order = entry.IsSuperblock ? -1 : string.CompareOrdinal(entry.Name, name);
                if (order == 0)
                    return entry;
                if (order > 0)
                    return null;
            }
            if (!pair.IsSplit)
                return null;
        }
    }

    /// <summary>Adds a name without content.</summary>
    internal FlashEntry Create(FlashPair folder, string name)
    {
        FlashEntry entry = new(name);
        Find(folder, name, out FlashPair pair, out int index);
        pair.Entries.Insert(index, entry);
        Commit(pair, FlashEntry.TagSize + FlashEntry.TagSize + name.Length + entry.StructSize);
        return entry;
    }

    /// <summary>Writes a changed entry with its time.</summary>
    internal void Update(FlashPair folder, FlashEntry entry)
    {
        entry.HasTime = true;
        Find(folder, entry.Name, out FlashPair pair, out _);
        Commit(pair, entry.StructSize + FlashEntry.TimeTagSize);
    }

    /// <summary>Removes a name; its blocks are free.</summary>
    internal void Remove(FlashPair folder, FlashEntry entry)
    {
        Find(folder, entry.Name, out FlashPair pair, out int index);
        pair.Fetch();
        pair.Entries.RemoveAt(index);
        entry.Blocks.ForEach(_blocks.Free);
        FlashPair? before = Before(pair)?.Fetch();
        if (pair.Entries.Count > 0 || before is not { IsSplit: true })
        {
            Commit(pair, FlashEntry.TagSize);
            return;
        }
        before.Next = pair.Next;
        before.IsSplit = pair.IsSplit;
        _blocks.Free(pair.Active);
        _blocks.Free(pair.Spare);
        Commit(before, TailSize);
    }

    /// <summary>Makes a folder in the root.</summary>
    internal FlashEntry CreateFolder(string name)
    {
        FlashPair folder = NewPair();
        Find(Root, name, out FlashPair pair, out int index);
        FlashPair last = Root;
        while (last.IsSplit)
            last = last.Next!;
        folder.Next = last.Next;
        Rewrite(folder);
        pair.Fetch();
        last.Fetch();
        last.Next = folder;
        if (last != pair)
            Commit(last, TailSize);
        FlashEntry entry = new(name) { Folder = folder };
        pair.Entries.Insert(index, entry);
        Commit(pair, FlashEntry.TagSize + FlashEntry.TagSize + name.Length + entry.StructSize + (last == pair ? TailSize : 0));
        return entry;
    }

    private void Commit(FlashPair pair, int tags)
    {
        if (!pair.IsErased || pair.Offset + tags > LogEnd)
            Compact(pair);
        else
            Program(pair, pair.Offset, pair.Offset + tags);
    }

    /// <summary>Ends a commit. It is padded to whole program units; units without a byte are not programmed.</summary>
    private void Program(FlashPair pair, int begin, int tagsEnd)
    {
        int end = FlashBlocks.AlignUp(Math.Min(tagsEnd + CheckSize, FlashBlocks.BlockSize));
        int checkSize = end == FlashBlocks.BlockSize ? LastCheckSize : CheckSize;
        _blocks.Program(FlashBlocks.AlignUp(tagsEnd + checkSize) - begin);
        pair.Offset = end;
    }

    private void Compact(FlashPair pair)
    {
        while (true)
        {
            int split = 0;
            while (pair.Entries.Count - split > 1 && Live(pair, split) > SplitSize)
                split += (pair.Entries.Count - split) / 2;
            if (split == 0)
                break;
            Split(pair, split);
        }
        if (pair == _first && IsTired(pair) && FlashBlocks.Count - _blocks.InUse > FlashBlocks.Count / 8)
            MoveRoot();
        Rewrite(pair);
    }

    private static int Live(FlashPair pair, int from) => pair.Entries.Skip(from).Sum(entry => entry.LiveSize);

    private static bool IsTired(FlashPair pair) => (pair.Revision + 1) % CompactionsUntilMove == 0;

    private FlashPair NewPair() => new(_blocks.Take(), _blocks.Take());

    private FlashPair Split(FlashPair pair, int split)
    {
        FlashPair tail = NewPair();
        tail.Entries = pair.Entries[split..];
        tail.Next = pair.Next;
        tail.IsSplit = pair.IsSplit;
        Rewrite(tail);
        tail.Fetch();
        pair.Entries = pair.Entries[..split];
        pair.Next = tail;
        pair.IsSplit = true;
        return tail;
    }

    /// <summary>The first pair cannot move. When it is worn, the root folder moves to another pair.</summary>
    private void MoveRoot()
    {
        FlashEntry superblock = _first.Entries[0];
        FlashPair root = Split(_first, 0);
        _first.Entries = [superblock];
        if (Root == _first)
            Root = root;
    }

    private void Rewrite(FlashPair pair)
    {
        bool moves = pair != _first && IsTired(pair);
        pair.Revision++;
        if (moves)
        {
            _blocks.Free(pair.Spare);
            pair.Spare = _blocks.Take();
        }
        _blocks.Erase(pair.Spare);
        Program(pair, 0, RevisionSize + Live(pair, 0) + (pair.Next == null ? 0 : TailSize));
        (pair.Active, pair.Spare) = (pair.Spare, pair.Active);
        if (moves)
            TellMove(pair);
    }

    /// <summary>Updates the pointers to a pair that moved: the entry of its folder and the pair before it.</summary>
    private void TellMove(FlashPair moved)
    {
        for (FlashPair? pair = _first; pair != null; pair = pair.Next)
        {
            if (pair.Entries.Any(entry => entry.Folder == moved))
                Commit(pair.Fetch(), FlashEntry.PointerTagSize);
        }
        FlashPair? before = Before(moved)?.Fetch();
        if (before != null)
            Commit(before, TailSize);
    }

    private FlashPair? Before(FlashPair wanted)
    {
        for (FlashPair? pair = _first; pair != null; pair = pair.Next)
        {
            if (pair.Next == wanted)
                return pair;
        }
        return null;
    }
}
