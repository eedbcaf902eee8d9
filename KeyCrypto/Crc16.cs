namespace LockFirmware.KeyCrypto;

/// <summary>
/// CRC-16/IBM-3740 (polynomial 0x1021, start 0xFFFF): detects torn and corrupt records; it does not protect against forgery.
/// </summary>
public static class Crc16
{
    private static readonly ushort[] Nibbles =
    {
        0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7,
        0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF,
    };

    /// <summary>The check value of a range of bytes.</summary>
    public static ushort Compute(byte[] source, int offset, int length)
    {
        int crc = 0xFFFF;
        for (int i = offset; i < offset + length; i++)
        {
            crc = ((crc << 4) ^ Nibbles[((crc >> 12) ^ (source[i] >> 4)) & 0x0F]) & 0xFFFF;
            crc = ((crc << 4) ^ Nibbles[((crc >> 12) ^ source[i]) & 0x0F]) & 0xFFFF;
        }
        return (ushort)crc;
    }
}
