namespace LockFirmware.KeyCrypto;

/// <summary>
/// The version of a firmware. On the wire major u8 | minor u8 | patch u8; as a number, also in the detail of a Boot event,
/// major &lt;&lt; 16 | minor &lt;&lt; 8 | patch.
/// </summary>
public static class FirmwareNumber
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 3;

    /// <summary>Writes the three bytes and returns the offset behind them.</summary>
    public static int Write(byte[] target, int offset, uint version)
    {
        target[offset] = (byte)(version >> 16);
        target[offset + 1] = (byte)(version >> 8);
        target[offset + 2] = (byte)version;
        return offset + Size;
    }

    /// <summary>Reads the three bytes.</summary>
    public static uint Read(byte[] source, int offset) =>
        ((uint)source[offset] << 16) | ((uint)source[offset + 1] << 8) | source[offset + 2];

    /// <summary>The version for people, like "0.1.0".</summary>
    public static string Text(uint version) =>
        (version >> 16).ToString() + "." + (version >> 8 & 0xFF).ToString() + "." + (version & 0xFF).ToString();
}
