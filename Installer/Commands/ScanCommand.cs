using System.CommandLine;
using System.Globalization;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink.Places;
using Spectre.Console;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl scan.</summary>
internal static class ScanCommand
{
    private const int SecondsDefault = 15;
    private const int SecondsMax = 3600;

    public static System.CommandLine.Command Make(Terminal terminal)
    {
        Option<string> path = Options.Facility();
        Option<int> seconds = new("--time")
        {
            Description = $"How long to listen, seconds. Default: {SecondsDefault}.",
            HelpName = "seconds",
            DefaultValueFactory = _ => SecondsDefault,
        };
        Option<string?> adapter = new("--adapter")
        {
            Description = "Listen with this adapter only, for example hci1.",
            HelpName = "adapter",
        };
        Option<bool> look = new("--look")
        {
            Description = "Afterwards connect to each lock for a moment: facility, firmware and board.",
        };
        Option<bool> json = Options.Json();
        System.CommandLine.Command command = new("scan", """
            Lists the locks that the Bluetooth adapters of this computer hear, how strongly, and whether they have an identity. What
            a lock says of itself here is not proved: "lockctl status" proves it.
            """) { path, seconds, adapter, look, json };
        seconds.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture,
                out int value) || value is 0 or > SecondsMax))
                result.AddError($"A time is a number of seconds from 1 to {SecondsMax}.");
        });
        adapter.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !LockPlace.IsAdapter(result.Tokens[0].Value))
                result.AddError($"\"{result.Tokens[0].Value}\" is not an adapter. Write it like hci0.");
        });
        command.SetAction(async (parsed, stop) =>
        {
            using FacilityFileStore? store = File.Exists(parsed.GetValue(path))
                ? StoreAccess.Open(terminal, parsed.GetValue(path)!, forWriting: false)
                : null;
            RadioScan scan = new(terminal);
            async Task ScanAsync(Action changed)
            {
                TimeSpan listening = TimeSpan.FromSeconds(parsed.GetValue(seconds));
                await scan.ListenAsync(parsed.GetValue(adapter), listening, changed, stop).ConfigureAwait(false);
                if (parsed.GetValue(look))
                    await scan.LookAsync(changed, stop).ConfigureAwait(false);
            }
            return await RunAsync(terminal, scan, store, ScanAsync, parsed.GetValue(json)).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, RadioScan scan, FacilityFileStore? store, Func<Action, Task> run,
        bool isJson)
    {
        if (isJson)
        {
            await run(() => { }).ConfigureAwait(false);
            terminal.Say(JsonText.Of(scan.Found.Select(one => Json(one, store))));
            return ExitCode.Ok;
        }
        if (terminal.HasColours)
            await ShowAsync(scan, store, run).ConfigureAwait(false);
        else
        {
            await run(() => { }).ConfigureAwait(false);
            foreach (ScannedLock one in scan.Found)
                ScanShow.Write(terminal, one, RadioScan.DoorOf(store, one));
        }
        if (scan.Found.Count == 0)
            terminal.Say("No lock was heard. Locks that are connected to a phone are silent; a wall of concrete or a metal door costs " +
                "most of the range. Go nearer, and listen longer with --time.");
        foreach (ScannedLock one in scan.Found.Where(one => one.Trouble != null))
            terminal.Warn($"{one.Heard}: {one.Trouble}");
        return ExitCode.Ok;
    }

    private static Task ShowAsync(RadioScan scan, FacilityFileStore? store, Func<Action, Task> run)
    {
        Table table = ScanShow.Head(AnsiConsole.Profile.Width);
        return AnsiConsole.Live(table).StartAsync(async live =>
        {
            await run(() =>
            {
                table.Rows.Clear();
                foreach (ScannedLock one in scan.Found)
                    ScanShow.Add(table, one, RadioScan.DoorOf(store, one));
                live.Refresh();
            }).ConfigureAwait(false);
        });
    }

    private static object Json(ScannedLock one, FacilityFileStore? store) => new
    {
        name = one.Heard.Name,
        number = one.Identity is { IsProvisioned: true } known ? known.LockId : one.Heard.Number,
        door = RadioScan.DoorOf(store, one)?.Name,
        signal = one.Heard.Signal,
        provisioned = one.Identity?.IsProvisioned ?? (one.Heard.IsNew ? false : one.Heard.Number != null ? true : null),
        facility = one.Identity is { IsProvisioned: true } identity ? identity.FacilityId : (uint?)null,
        generation = one.Identity?.Generation,
        firmware = one.Identity is { } has ? FirmwareNumber.Text(has.Firmware) : null,
        board = one.Identity?.Board,
        adapter = one.Heard.Adapter,
        address = one.Heard.Address,
        trouble = one.Trouble,
    };
}
