using System.CommandLine;
using LockFirmware.InstallerTool.Locks;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>Arguments and options of more than one command.</summary>
internal static class Options
{
    private const string FacilityVariable = "LOCKCTL_FACILITY";

    /// <summary>The facility file.</summary>
    public static Option<string> Facility() => new("--facility")
    {
        Description = $"The facility file. Default: the variable {FacilityVariable}, else {SiteFolder.FacilityFileName} in the working " +
        $"folder or the next folder above it that has one.",
        HelpName = "file",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(FacilityVariable) is { Length: > 0 } path
            ? path
            : SiteFolder.Find(Environment.CurrentDirectory) ?? SiteFolder.FacilityFileName,
    };

    /// <summary>The facility file of "facility new", which must not exist: no folder above is looked at.</summary>
    public static Option<string> NewFacility() => new("--facility")
    {
        Description = $"The facility file to create. Default: the variable {FacilityVariable}, else {SiteFolder.FacilityFileName}.",
        HelpName = "file",
        DefaultValueFactory = _ =>
            Environment.GetEnvironmentVariable(FacilityVariable) is { Length: > 0 } path ? path : SiteFolder.FacilityFileName,
    };

    /// <summary>A lock of the facility file.</summary>
    public static Argument<string> Lock() => new("lock") { Description = "The lock's name or number in the facility file." };

    /// <summary>Machine-readable output.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Write JSON instead of text." };

    /// <summary>The flashing tool.</summary>
    public static Option<string?> Nanoff() => new("--nanoff")
    {
        Description = "The path of the flashing tool. Default: lockctl searches PATH and the .NET tools."
    };

    /// <summary>The version of the runtime.</summary>
    public static Option<string?> Runtime() => new("--runtime")
    {
        Description = "The version of the runtime, 1.x, with all four numbers. Default: the one that board.json pins."
    };

    /// <summary>Whether to do it without a question.</summary>
    public static Option<bool> Yes() => new("--yes") { Description = "Do not ask." };

    /// <summary>A key to use instead of lockctl's own.</summary>
    public static Option<FileInfo?> Key() => new("--key")
    {
        Description = "Use this key file instead of lockctl's own " +
        "key.",
        HelpName = "file"
    };

    /// <summary>Whether to set the lock's time without a question.</summary>
    public static Option<bool> SetTime() => new("--set-time")
    {
        Description = "Set the lock's clock to this computer's time without " +
        "asking. Check the time first."
    };
}
