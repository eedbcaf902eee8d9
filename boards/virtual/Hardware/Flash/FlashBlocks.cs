namespace LockFirmware.VirtualBoard.Hardware.Flash;

/// <summary>
/// The erase blocks of the internal storage. Counts erases and programmed bytes, and finds free blocks as littlefs does:
/// it scans all files, then takes the blocks that the scan found free in a circle.
/// </summary>
public sealed class FlashBlocks
{
    /// <summary>Bytes of an erase block.</summary>
    public const int BlockSize = 4096;

    /// <summary>How many blocks the partition has.</summary>
    public const int Count = 64;

    /// <summary>The program unit, bytes. Every write is rounded up to it.</summary>
    public const int ProgramSize = 128;

    private readonly int[] _erases = new int[Count];
    private readonly bool[] _isUsed = new bool[Count];
    private readonly bool[] _wasUsed = new bool[Count];
    private int _start;
    private int _next = Count;

    /// <summary>The number of blocks erased.</summary>
    public long Erases { get; private set; }

    /// <summary>The number of bytes programmed.</summary>
    public long ProgrammedBytes { get; private set; }

    /// <summary>The number of blocks in use.</summary>
    public int InUse { get; private set; }

    /// <summary>The most blocks that were ever in use.</summary>
    public int Peak { get; private set; }

    /// <summary>The erases of the block that was erased most.</summary>
    public int WorstErases => _erases.Max();

    internal static int AlignUp(int bytes) => (bytes + ProgramSize - 1) / ProgramSize * ProgramSize;

    /// <summary>Takes a free block.</summary>
    /// <exception cref="IOException">There is none.</exception>
    internal int Take()
    {
        for (int scans = 0; scans < 2; scans++)
        {
            for (; _next < Count; _next++)
            {
                int block = (_start + _next) % Count;
                if (_wasUsed[block])
                    continue;
                _next++;
                Use(block);
                return block;
            }
            _start = (_start + _next) % Count;
            _next = 0;
            _isUsed.CopyTo(_wasUsed, 0);
        }
        throw new IOException("the flash is full");
    }

    internal void Use(int block)
    {
        _isUsed[block] = true;
        InUse++;
        Peak = Math.Max(Peak, InUse);
    }

    internal void Free(int block)
    {
        _isUsed[block] = false;
        InUse--;
    }

    internal void Erase(int block)
    {
        _erases[block]++;
        Erases++;
    }

    internal void Program(int bytes) => ProgrammedBytes += bytes;

    /// <summary>A mount discards the scan; the next scan starts at another block.</summary>
    internal void Remount(int seed)
    {
        _start = seed % Count;
        _next = Count;
    }
}
