namespace LockFirmware.VirtualBoard.Hardware.Flash;

/// <summary>
/// A metadata pair: two blocks that alternate as the log of a folder or of a part of one. All pairs of the file system form
/// one linked list; the pairs of one folder follow each other in it.
/// </summary>
internal sealed class FlashPair
{
    internal FlashPair(int first, int second)
    {
        Active = first;
        Spare = second;
    }

    /// <summary>The block with the log.</summary>
    internal int Active { get; set; }

    /// <summary>The block that the next compaction erases.</summary>
    internal int Spare { get; set; }

    /// <summary>The number of compactions so far. Every 513th moves the pair to another block.</summary>
    internal int Revision { get; set; }

    /// <summary>Where the next commit goes.</summary>
    internal int Offset { get; set; }

    /// <summary>
    /// Whether the flash behind the log is known to be erased. littlefs finds out when it reads the pair, not while it
    /// works on it, so an operation that finds a full log compacts it at each of its commits.
    /// </summary>
    internal bool IsErased { get; private set; }

    /// <summary>The entries, sorted by name.</summary>
    internal List<FlashEntry> Entries { get; set; } = [];

    /// <summary>The next pair of the list; null at its end.</summary>
    internal FlashPair? Next { get; set; }

    /// <summary>Whether <see cref="Next"/> continues the same folder.</summary>
    internal bool IsSplit { get; set; }

    /// <summary>Reads the pair. Each operation on it does this first.</summary>
    internal FlashPair Fetch()
    {
        IsErased = Offset < FlashBlocks.BlockSize;
        return this;
    }
}
