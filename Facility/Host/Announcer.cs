namespace LockFirmware.Facility.Host;

/// <summary>Prints links and codes on the console, for the person who starts the program. They must not be in a log.</summary>
public sealed class Announcer(TextWriter console)
{
    /// <summary>Prints a text.</summary>
    public void Say(string text)
    {
        console.WriteLine(text);
        console.Flush();
    }
}
