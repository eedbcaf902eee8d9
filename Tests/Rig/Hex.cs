namespace LockFirmware.Tests.Rig;

/// <summary>Bytes in the notation of published vectors.</summary>
internal static class Hex
{
    private const string Digits = "0123456789abcdef";

    internal static byte[] Parse(string text)
    {
        byte[] bytes = new byte[text.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((Digits.IndexOf(text[2 * i]) << 4) | Digits.IndexOf(text[(2 * i) + 1]));
        return bytes;
    }

    internal static byte[] Repeat(int value, int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = (byte)value;
        return bytes;
    }

    internal static byte[] Ascii(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)text[i];
        return bytes;
    }

    internal static byte[] Count(int first, int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = (byte)(first + i);
        return bytes;
    }

    /// <summary>A copy with one bit changed.</summary>
    internal static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] copy = (byte[])bytes.Clone();
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }

    /// <summary>A copy that is shortened, or extended with zeros.</summary>
    internal static byte[] Resize(byte[] bytes, int length)
    {
        byte[] copy = new byte[length];
        System.Array.Copy(bytes, 0, copy, 0, length < bytes.Length ? length : bytes.Length);
        return copy;
    }
}
