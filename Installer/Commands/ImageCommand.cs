using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl image.</summary>
internal static class ImageCommand
{
    public static Command Make(Terminal terminal)
    {
        Argument<string> file = new("file") { Description = "LockController.bin, as the build or a release made it." };
        Option<string> path = Options.Facility();
        Command command = new("image", """
            Brings the image of an application into the folder of the facility, to images/<board>, where "flash" takes it. It checks
            first that the image is whole, and for which board it was built: the file <image>.board.json beside it says so.
            """) { file, path };
        command.SetAction(parsed => Run(terminal, parsed.GetValue(file)!, parsed.GetValue(path)!));
        return command;
    }

    private static int Run(Terminal terminal, string file, string path)
    {
        using FacilityFileStore store = StoreAccess.Open(terminal, path, forWriting: false);
        if (!File.Exists(file))
            throw new ToolException(ExitCode.Unusable, $"There is no file {file}. Build the application, or take it from a release.");
        BoardFile board = BoardFile.Read(FirmwareImage.Check(file, null));
        string target = SiteFolder.ImageOf(store.FilePath, board);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target, true);
        File.Copy(file + FirmwareImage.BoardFileEnd, target + FirmwareImage.BoardFileEnd, true);
        terminal.Say($"{target}: the application for {board.Name}. Next: \"lockctl flash <lock> --port <port>\".");
        return ExitCode.Ok;
    }
}
