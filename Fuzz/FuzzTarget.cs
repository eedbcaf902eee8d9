namespace LockFirmware.Fuzz;

/// <summary>
/// A fuzzing target. Every input starts from the same state and must end without an exception, whatever its bytes are. A property
/// that does not hold is an exception too.
/// </summary>
internal abstract class FuzzTarget
{
    /// <summary>The size of the longest input, bytes. Later bytes are ignored.</summary>
    internal const int InputSizeMax = 4096;

    // A normal execution stays far below; an endless loop does not. It counts steps, not seconds, so it is the same on every machine.
    private const long AllocatedMax = 64L << 20;

    /// <summary>Its name on the command line, and the name of its folder in the corpus.</summary>
    internal abstract string Name { get; }

    /// <summary>Inputs made from real data, by a name for each.</summary>
    internal abstract IEnumerable<(string Name, byte[] Input)> Seeds();

    /// <summary>Executes one input.</summary>
    /// <exception cref="FuzzFailure">A property does not hold.</exception>
    internal void Execute(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(input.Length > InputSizeMax ? input[..InputSizeMax] : input);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        FuzzFailure.Unless(allocated < AllocatedMax, $"work is bounded, but {allocated} bytes were allocated");
    }

    /// <summary>Executes one input of at most <see cref="InputSizeMax"/> bytes.</summary>
    protected abstract void Run(byte[] input);
}
