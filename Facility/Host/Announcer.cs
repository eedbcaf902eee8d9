namespace LockFirmware.Facility.Host;

/// <summary>Says on the console what is for the one who starts the program, and in no log: links and codes.</summary>
public sealed class Announcer(TextWriter console)
{
    /// <summary>Says it.</summary>
    public void Say(string text)
    {
        console.WriteLine(text);
        console.Flush();
    }
}
