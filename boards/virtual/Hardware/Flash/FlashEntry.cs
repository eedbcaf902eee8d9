namespace LockFirmware.VirtualBoard.Hardware.Flash;

/// <summary>An entry of a folder: a file (a small one is stored inside the folder), another folder, or the superblock.</summary>
internal sealed class FlashEntry
{
    internal const int TagSize = 4;

    // A pointer to blocks (list head and size, or the two blocks of a folder).
    internal const int PointerTagSize = TagSize + 8;

    // The time of the last change, which the device's file layer keeps with every file.
    internal const int TimeTagSize = TagSize + 8;

    private const int SuperblockNameSize = 8;
    private const int SuperblockSize = 24;

    internal FlashEntry(string name) => Name = name;

    internal string Name { get; }

    internal bool IsSuperblock { get; init; }

    /// <summary>The pairs of a folder; null for a file.</summary>
    internal FlashPair? Folder { get; set; }

    /// <summary>Bytes of a file.</summary>
    internal int Size { get; set; }

    /// <summary>The blocks of a large file; empty while it is stored inside its folder.</summary>
    internal List<int> Blocks { get; } = [];

    internal bool HasTime { get; set; }

    /// <summary>Bytes that say where or what the content is.</summary>
    internal int StructSize => Folder != null || Blocks.Count > 0 ? PointerTagSize : TagSize + Size;

    /// <summary>Bytes that a compaction keeps of it.</summary>
    internal int LiveSize => IsSuperblock
        ? TagSize + SuperblockNameSize + TagSize + SuperblockSize
        : TagSize + Name.Length + StructSize + (HasTime ? TimeTagSize : 0);
}
