namespace LockFirmware.VirtualBoard.Facility;

/// <summary>A facility file cannot be used. The message says where the mistake is and what to do.</summary>
public sealed class DemoFileException : Exception
{
    /// <summary>Makes an exception about a place in a file.</summary>
    /// <param name="place">JSON path, like <c>$.keys[3].notAfter</c>.</param>
    /// <param name="line">The line, from 1; 0 if there is none.</param>
    /// <param name="complaint">A sentence that says what is wrong and what to do.</param>
    public DemoFileException(string place, int line, string complaint)
        : base(line > 0 ? $"line {line}, {place}: {complaint}" : $"{place}: {complaint}")
    {
        Place = place;
        Line = line;
    }

    /// <summary>JSON path of the place.</summary>
    public string Place { get; }

    /// <summary>The line of the place, from 1; 0 if there is none.</summary>
    public int Line { get; }
}
