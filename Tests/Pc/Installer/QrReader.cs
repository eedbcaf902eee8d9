using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>
/// Reads a clean QR code of version 4 to 6, level M, numeric, alphanumeric and byte segments, as ISO/IEC 18004 says, without error
/// correction: the tests' own eyes, because the generator must not check itself.
/// </summary>
internal static class QrReader
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private const int Terminator = 0;
    private const int Numeric = 1;
    private const int Alphanumeric = 2;
    private const int OctetMode = 4;
    private const int LevelM = 0;

    public static string Read(bool[,] modules)
    {
        int size = modules.GetLength(0);
        int version = (size - 17) / 4;
        (int blocks, int blockSize) = version switch
        {
            4 => (2, 32),
            5 => (2, 43),
            6 => (4, 27),
            _ => throw new NotSupportedException($"version {version}"),
        };
        int format = FormatOf(modules) ^ 0b101010000010010;
        Assert.AreEqual(LevelM, format >> 13, "level M");
        byte[] codewords = Codewords(modules, size, (format >> 10) & 7);
        byte[] data = new byte[blocks * blockSize];
        for (int i = 0; i < data.Length; i++)
            data[(i % blocks * blockSize) + (i / blocks)] = codewords[i];
        return TextOf(data);
    }

    private static int FormatOf(bool[,] modules)
    {
        int format = 0;
        for (int i = 0; i < 15; i++)
        {
            (int row, int column) = i switch { < 6 => (8, i), 6 => (8, 7), 7 => (8, 8), 8 => (7, 8), _ => (14 - i, 8) };
            format = (format << 1) | (modules[row, column] ? 1 : 0);
        }
        return format;
    }

    private static byte[] Codewords(bool[,] modules, int size, int mask)
    {
        List<byte> bytes = [];
        int value = 0;
        int bits = 0;
        bool isUpwards = true;
        for (int right = size - 1; right > 0; right -= 2)
        {
            if (right == 6)
                right--;
            for (int i = 0; i < size; i++)
            {
                int row = isUpwards ? size - 1 - i : i;
                for (int column = right; column > right - 2; column--)
                {
                    if (IsFunction(row, column, size))
                        continue;
                    value = (value << 1) | (modules[row, column] ^ IsMasked(mask, row, column) ? 1 : 0);
                    if (++bits % 8 == 0)
                        bytes.Add((byte)value);
                }
            }
            isUpwards = !isUpwards;
        }
        return [.. bytes];
    }

    /// <summary>Finders with formats and separators, timing, and the one alignment pattern that versions 2 to 6 have.</summary>
    private static bool IsFunction(int row, int column, int size) =>
        (row < 9 && (column < 9 || column >= size - 8)) || (row >= size - 8 && column < 9)
        || row == 6 || column == 6
        || (Math.Abs(row - (size - 7)) <= 2 && Math.Abs(column - (size - 7)) <= 2);

    private static bool IsMasked(int mask, int row, int column) => 0 == mask switch
    {
        0 => (row + column) % 2,
        1 => row % 2,
        2 => column % 3,
        3 => (row + column) % 3,
        4 => ((row / 2) + (column / 3)) % 2,
        5 => (row * column % 2) + (row * column % 3),
        6 => ((row * column % 2) + (row * column % 3)) % 2,
        _ => (((row + column) % 2) + (row * column % 3)) % 2,
    };

    private static string TextOf(byte[] data)
    {
        BitSource bits = new(data);
        StringBuilder text = new();
        while (bits.Left >= 4)
        {
            switch (bits.Take(4))
            {
                case Terminator:
                    return text.ToString();
                case Numeric:
                    Digits(bits, text, bits.Take(10));
                    break;
                case Alphanumeric:
                    Characters(bits, text, bits.Take(9));
                    break;
                case OctetMode:
                    for (int left = bits.Take(8); left > 0; left--)
                        text.Append((char)bits.Take(8));
                    break;
                default:
                    throw new NotSupportedException("a segment of another mode");
            }
        }
        return text.ToString();
    }

    private static void Digits(BitSource bits, StringBuilder text, int count)
    {
        for (; count > 0; count -= 3)
        {
            (int digits, int size) = count switch { 1 => (1, 4), 2 => (2, 7), _ => (3, 10) };
            text.Append(bits.Take(size).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'));
        }
    }

    private static void Characters(BitSource bits, StringBuilder text, int count)
    {
        for (; count >= 2; count -= 2)
        {
            int pair = bits.Take(11);
            text.Append(Letters[pair / 45]).Append(Letters[pair % 45]);
        }
        if (count == 1)
            text.Append(Letters[bits.Take(6)]);
    }

    /// <summary>Takes bits from the most significant on.</summary>
    private sealed class BitSource(byte[] data)
    {
        private int _at;

        public int Left => (8 * data.Length) - _at;

        public int Take(int count)
        {
            int value = 0;
            for (; count > 0; count--, _at++)
                value = (value << 1) | (data[_at / 8] >> (7 - (_at % 8)) & 1);
            return value;
        }
    }
}
