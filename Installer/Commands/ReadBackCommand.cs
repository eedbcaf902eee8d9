using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl readback.</summary>
internal static class ReadBackCommand
{
    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<bool> json = Options.Json();
        Option<string?> identity = new("--identity")
        {
            Description = "The value of the lock's characteristic Identity in hex digits, as a Bluetooth app for developers shows it.",
            HelpName = "hex",
        };
        Command command = new("readback", """
            Reads over the radio of a lock that was flashed which identity it has. If it is the one that was flashed, the files with its
            secrets are removed from this computer. Until then they stay.
            """) { door, path, identity, json };
        PlaceOptions place = PlaceOptions.IfAny(command);
        command.Validators.Add(result =>
        {
            if (place.IsGiven(result) == (result.GetResult(identity) is { Implicit: false }))
                result.AddError($"Give either the place of the lock ({PlaceOptions.Choice}) or --identity.");
        });
        command.SetAction(async (parsed, stop) =>
        {
            Terminal talk = terminal.Beside(parsed.GetValue(json));
            ReadLock read = await (place.Of(parsed) is { } at
                ? ReadBack.OverRadioAsync(talk, parsed.GetValue(path)!, parsed.GetValue(door)!, at, stop)
                : ReadBack.ByPersonAsync(talk, parsed.GetValue(path)!, parsed.GetValue(door)!, parsed.GetValue(identity)!, stop))
                .ConfigureAwait(false);
            if (parsed.GetValue(json))
                terminal.Say(JsonText.Of(read));
            return ExitCode.Ok;
        });
        return command;
    }
}
