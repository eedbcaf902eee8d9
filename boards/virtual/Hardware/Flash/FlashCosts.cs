namespace LockFirmware.VirtualBoard.Hardware.Flash;

/// <summary>The cost of one kind of operation so far.</summary>
public sealed class FlashCosts
{
    /// <summary>How many operations.</summary>
    public long Count { get; internal set; }

    /// <summary>Blocks erased by them.</summary>
    public long Erases { get; internal set; }

    /// <summary>Bytes programmed by them.</summary>
    public long ProgrammedBytes { get; internal set; }
}
