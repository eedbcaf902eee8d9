namespace LockFirmware.VirtualBoard.Facility;

/// <summary>A facility file cannot be used; the message says where and what to do.</summary>
public sealed class DemoFileException : Exception
{
    /// <summary>Complains about a place in a file.</summary>
    /// <param name="place">JSON path, like <c>$.keys[3].notAfter</c>.</param>
    /// <param name="line">Line, from 1; 0 where there is none.</param>
    /// <param name="complaint">What is wrong and what to do about it: a sentence.</param>
    public DemoFileException(string place, int line, string complaint)
        : base(line > 0 ? $"line {line}, {place}: {complaint}" : $"{place}: {complaint}")
    {
        Place = place;
        Line = line;
    }

    /// <summary>JSON path of the place.</summary>
    public string Place { get; }

    /// <summary>Its line, from 1; 0 where there is none.</summary>
    public int Line { get; }
}
