namespace LockFirmware.Fuzz;

/// <summary>Changes inputs at random, without coverage: for a short run that needs only .NET.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[] Edges = [0, 1, 2, 0x0F, 0x10, 0x3F, 0x40, 0x7F, 0x80, 0xC0, 0xFE, 0xFF];

    private readonly Random _random = new(seed);

    /// <summary>Makes a changed copy of one of the inputs.</summary>
    internal byte[] Next(IReadOnlyList<byte[]> inputs)
    {
        byte[] input = inputs[_random.Next(inputs.Count)];
        for (int i = 1 << _random.Next(4); i > 0; i--)
            input = Changed(input, inputs);
        return input;
    }

    private byte[] Changed(byte[] input, IReadOnlyList<byte[]> inputs)
    {
        int at = _random.Next(input.Length + 1);
        int length = Math.Min(1 + _random.Next(16), input.Length - at);
        byte[] copy = (byte[])input.Clone();
        if (at == input.Length)
            return [.. input, (byte)_random.Next(256)];
        switch (_random.Next(8))
        {
            case 0:
                copy[at] ^= (byte)(1 << _random.Next(8));
                return copy;
            case 1:
                copy[at] = Edges[_random.Next(Edges.Length)];
                return copy;
            case 2:
                copy[at] += (byte)_random.Next(-8, 9);
                return copy;
            case 3:
                _random.NextBytes(copy.AsSpan(at, length));
                return copy;
            case 4:
                return [.. input[..at], .. input[(at + length)..]];
            case 5:
                return [.. input[..(at + length)], .. input[at..]];
            case 6:
                return input[..at];
            default:
                byte[] other = inputs[_random.Next(inputs.Count)];
                return [.. input[..at], .. other[Math.Min(at, other.Length)..]];
        }
    }
}
