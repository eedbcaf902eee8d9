namespace LockFirmware.InstallerTool.Cli;

/// <summary>The serial ports of this computer at which boards can be.</summary>
internal interface ISerialPorts
{
    /// <summary>The ports that are there now.</summary>
    /// <param name="named">The only ports that count; empty for all ports of USB.</param>
    IReadOnlyList<string> List(IReadOnlyList<string> named);

    /// <summary>Waits until other ports are there than before.</summary>
    /// <param name="before">The ports that were there.</param>
    /// <param name="named">The only ports that count; empty for all ports of USB.</param>
    /// <param name="stop">Interrupts.</param>
    /// <returns>The ports that are there now.</returns>
    Task<IReadOnlyList<string>> NextAsync(IReadOnlyList<string> before, IReadOnlyList<string> named, CancellationToken stop);
}
