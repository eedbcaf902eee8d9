namespace LockFirmware.VirtualBoard.Hardware.Flash;

/// <summary>The operations whose cost the model counts.</summary>
public enum FlashOperation
{
    /// <summary>A file is opened to be read, which writes a time to it.</summary>
    Open,

    /// <summary>A file is replaced or made.</summary>
    Write,

    /// <summary>A file grows.</summary>
    Append,

    /// <summary>A file is removed.</summary>
    Delete,

    /// <summary>A folder is made.</summary>
    MakeFolder,
}
