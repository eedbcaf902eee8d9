using System;

namespace LockFirmware.KeyCrypto;

/// <summary>Little-endian fields, constant-time comparison and wiping of byte arrays (docs/protocol.md, 2).</summary>
/// <remarks>The caller checks ranges: an offset outside its array throws.</remarks>
public static class Bytes
{
    /// <summary>Reads a u16, little-endian.</summary>
    public static ushort ReadU16(byte[] source, int offset) =>
        (ushort)(source[offset] | (source[offset + 1] << 8));

    /// <summary>Reads a u32, little-endian.</summary>
    public static uint ReadU32(byte[] source, int offset) =>
        source[offset] | ((uint)source[offset + 1] << 8) | ((uint)source[offset + 2] << 16) | ((uint)source[offset + 3] << 24);

    /// <summary>Writes a u16, little-endian, and returns the offset after it.</summary>
    public static int WriteU16(byte[] target, int offset, int value)
    {
        target[offset] = (byte)value;
        target[offset + 1] = (byte)(value >> 8);
        return offset + 2;
    }

    /// <summary>Writes a u32, little-endian, and returns the offset after it.</summary>
    public static int WriteU32(byte[] target, int offset, uint value)
    {
        target[offset] = (byte)value;
        target[offset + 1] = (byte)(value >> 8);
        target[offset + 2] = (byte)(value >> 16);
        target[offset + 3] = (byte)(value >> 24);
        return offset + 4;
    }

    /// <summary>Copies a whole array into another and returns the offset after it.</summary>
    public static int Append(byte[] target, int offset, byte[] source)
    {
        Array.Copy(source, 0, target, offset, source.Length);
        return offset + source.Length;
    }

    /// <summary>Copies a part of an array into another and returns the offset after it.</summary>
    public static int Append(byte[] target, int offset, byte[] source, int sourceOffset, int length)
    {
        Array.Copy(source, sourceOffset, target, offset, length);
        return offset + length;
    }

    /// <summary>Copies a range into an array of its own.</summary>
    public static byte[] Copy(byte[] source, int offset, int length)
    {
        byte[] copy = new byte[length];
        Array.Copy(source, offset, copy, 0, length);
        return copy;
    }

    /// <summary>Compares two ranges in a time that depends on their length only (the platform has no FixedTimeEquals).</summary>
    public static bool FixedTimeEquals(byte[] left, int leftOffset, byte[] right, int rightOffset, int length)
    {
        long difference = 0;
        int i = 0;
        // Eight bytes at a time, natively: a loop over bytes is slow on a lock's interpreter.
        for (; i + 8 <= length; i += 8)
            difference |= BitConverter.ToInt64(left, leftOffset + i) ^ BitConverter.ToInt64(right, rightOffset + i);
        for (; i < length; i++)
            difference |= (long)(left[leftOffset + i] ^ right[rightOffset + i]);
        return difference == 0;
    }

    /// <summary>Compares two ranges of public bytes; stops at the first difference.</summary>
    public static bool AreEqual(byte[] left, int leftOffset, byte[] right, int rightOffset, int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (left[leftOffset + i] != right[rightOffset + i])
                return false;
        }
        return true;
    }

    /// <summary>Tells whether a range holds zeros only.</summary>
    public static bool AreZero(byte[] source, int offset, int length)
    {
        int any = 0;
        for (int i = 0; i < length; i++)
            any |= source[offset + i];
        return any == 0;
    }

    /// <summary>Overwrites an array with zeros; for secrets that are no longer needed.</summary>
    public static void Clear(byte[] secret) => Array.Clear(secret, 0, secret.Length);
}
