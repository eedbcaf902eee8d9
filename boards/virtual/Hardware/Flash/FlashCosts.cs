namespace LockFirmware.VirtualBoard.Hardware.Flash;

/// <summary>What one kind of operation has cost so far.</summary>
public sealed class FlashCosts
{
    /// <summary>How many operations.</summary>
    public long Count { get; internal set; }

    /// <summary>Blocks erased by them.</summary>
    public long Erases { get; internal set; }

    /// <summary>Bytes programmed by them.</summary>
    public long ProgrammedBytes { get; internal set; }
}
