namespace LockFirmware.KeyCrypto;

/// <summary>
/// CRC-16/IBM-3740 (polynomial 0x1021, start 0xFFFF): detects torn and corrupt records; it does not protect against forgery.
/// </summary>
public static class Crc16
{
    /// <summary>The check value of a range of bytes.</summary>
    public static ushort Compute(byte[] source, int offset, int length)
    {
        int crc = 0xFFFF;
        int end = offset + length;
        for (int i = offset; i < end; i++)
        {
            // A byte at a time: the polynomial has few terms, so this needs no table.
            int x = (crc >> 8) ^ source[i];
            x ^= x >> 4;
            crc = (ushort)((crc << 8) ^ (x << 12) ^ (x << 5) ^ x);
        }
        return (ushort)crc;
    }
}
