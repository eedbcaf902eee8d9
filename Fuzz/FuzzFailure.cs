namespace LockFirmware.Fuzz;

/// <summary>A property that does not hold for an input.</summary>
internal sealed class FuzzFailure(string message) : Exception(message)
{
    internal static void Unless(bool holds, string property)
    {
        if (!holds)
            throw new FuzzFailure(property);
    }

    internal static void UnlessSame(byte[] expected, byte[] actual, string property)
    {
        if (!expected.AsSpan().SequenceEqual(actual))
            throw new FuzzFailure($"{property}: {Convert.ToHexString(expected)} became {Convert.ToHexString(actual)}");
    }
}
