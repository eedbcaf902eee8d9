namespace LockFirmware.Fuzz;

/// <summary>
/// What is fuzzed: every input starts from the same state and ends without an exception, whatever its bytes are. A property
/// that does not hold is an exception too.
/// </summary>
internal abstract class FuzzTarget
{
    /// <summary>No input is longer; what lies behind is not looked at.</summary>
    internal const int InputSizeMax = 4096;

    // An execution is far below; a loop that runs away is not. Counts and not seconds: they are the same on every machine.
    private const long AllocatedMax = 64L << 20;

    /// <summary>Its name on the command line and of its folder in the corpus.</summary>
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
