using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.LockLink.Places;

namespace LockFirmware.InstallerTool.Bench;

/// <summary>What a bench works with.</summary>
/// <param name="Terminal">Its clock, its ports and its links are used.</param>
/// <param name="Facility">The facility file.</param>
/// <param name="Tool">The flashing tool. It was checked.</param>
/// <param name="Runtime">The version of the runtime; null for the one that each board pins.</param>
/// <param name="Places">Where locks may be reached; empty when nothing is read back.</param>
/// <param name="Ports">The only ports that are used; empty for every port at which a board appears.</param>
/// <param name="OnlyBoard">The only board that is taken; null for all.</param>
/// <param name="Print">A program and its arguments, which gets the file of a tag as its last argument; null to print nothing.</param>
/// <param name="EndsWhenIdle">Whether the bench ends as soon as nothing is left to do on the ports that are there.</param>
internal sealed record BenchSetup(Terminal Terminal, string Facility, Nanoff Tool, string? Runtime, IReadOnlyList<LockPlace> Places,
    IReadOnlyList<string> Ports, string? OnlyBoard, string? Print, bool EndsWhenIdle)
{
    /// <summary>The folder of the facility.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(Facility))!;

    /// <summary>The image of a board.</summary>
    public string ImageOf(BoardFile board) => SiteFolder.ImageOf(Facility, board);
}
