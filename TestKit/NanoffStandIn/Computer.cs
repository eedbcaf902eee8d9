namespace LockFirmware.NanoffStandIn;

/// <summary>What the stand-in has of the computer on which it runs.</summary>
/// <param name="Folder">The folder of the program, with the boards that are plugged in.</param>
/// <param name="Temporary">The folder for temporary files.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public abstract record Computer(string Folder, string Temporary, TextWriter Output, TextWriter Error)
{
    /// <summary>Replaces the last line on the screen. With redirected output it ends with an exception.</summary>
    public abstract void ReplaceLine(string line);

    /// <summary>Kills the program that called this one, and ends.</summary>
    public abstract void KillCaller();
}
