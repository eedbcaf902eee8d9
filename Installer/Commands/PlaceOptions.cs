using System.CommandLine;
using System.CommandLine.Parsing;
using LockFirmware.LockLink.Places;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>The options that say where locks are reached: one of them, or none where a command can do without.</summary>
internal sealed class PlaceOptions
{
    /// <summary>How to give a place, for the end of a sentence.</summary>
    public const string Choice = "--ble, --at <place> or --virtual <host:port>";

    private readonly Option<string[]> _virtual;
    private readonly Option<bool> _ble = new("--ble")
    {
        Description = "Over Bluetooth: whichever adapter of this computer hears the lock (Linux with BlueZ). The same as --at ble.",
    };
    private readonly Option<string[]> _at;

    private PlaceOptions(Command command, bool isSeveral)
    {
        _virtual = new Option<string[]>("--virtual")
        {
            Description = "The TCP address of a lock on the virtual board (dotnet run --project boards/virtual -- --listen 4711)"
                + (isSeveral ? ", or of several of them." : "."),
            HelpName = "host:port",
        };
        _at = new Option<string[]>("--at")
        {
            Description = "Where the lock is: ble, ble:hci1 (that adapter), ble:AA:BB:CC:DD:EE:FF (the address that \"lockctl scan\" "
                + "shows), or virtual:host:port.",
            HelpName = "place",
        };
        foreach (Option<string[]> option in new[] { _virtual, _at })
        {
            option.Arity = ArgumentArity.OneOrMore;
            option.AllowMultipleArgumentsPerToken = isSeveral;
        }
        command.Add(_ble);
        command.Add(_at);
        command.Add(_virtual);
        _at.Validators.Add(result => Check(result, LockPlace.Complaint));
        _virtual.Validators.Add(result => Check(result, text => LockPlace.TryRead(text) is { Virtual: not null }
            ? null
            : $"\"{text}\" is not an address. Write it like 127.0.0.1:4711."));
        command.Validators.Add(result =>
        {
            if (GivenCount(result) > 1 || (!isSeveral && Count(result) > 1))
                result.AddError($"Give only one of {Choice}.");
        });
    }

    /// <summary>Adds the options to a command that needs a place.</summary>
    public static PlaceOptions Needed(Command command) => Needed(command, isSeveral: false);

    /// <summary>Adds the options to a command that takes several places.</summary>
    public static PlaceOptions Several(Command command, bool isNeeded = true) =>
        isNeeded ? Needed(command, isSeveral: true) : new PlaceOptions(command, isSeveral: true);

    /// <summary>Adds the options to a command that can do without a place.</summary>
    public static PlaceOptions IfAny(Command command) => new(command, isSeveral: false);

    /// <summary>Whether one of the options is given.</summary>
    public bool IsGiven(CommandResult result) => GivenCount(result) > 0;

    /// <summary>How many places are given.</summary>
    public int Count(CommandResult result) => new Option[] { _virtual, _at }.Sum(option => result.GetResult(option)?.Tokens.Count ?? 0)
        + (result.GetResult(_ble) is { Implicit: false } ? 1 : 0);

    /// <summary>The place; null if none is given.</summary>
    public LockPlace? Of(ParseResult parsed) => AllOf(parsed) is [LockPlace first, ..] ? first : null;

    /// <summary>All places.</summary>
    public IReadOnlyList<LockPlace> AllOf(ParseResult parsed) => parsed.GetValue(_ble)
        ? [LockPlace.AnyAdapter]
        : [.. (parsed.GetValue(_at) ?? []).Concat(parsed.GetValue(_virtual) ?? []).Select(text => LockPlace.TryRead(text)!)];

    private static PlaceOptions Needed(Command command, bool isSeveral)
    {
        PlaceOptions options = new(command, isSeveral);
        command.Validators.Add(result =>
        {
            if (!options.IsGiven(result))
                result.AddError($"Say where the lock is: {Choice}.");
        });
        return options;
    }

    private static void Check(OptionResult result, Func<string, string?> complaint)
    {
        foreach (string wrong in result.Tokens.Select(token => complaint(token.Value)).OfType<string>())
            result.AddError(wrong);
    }

    private int GivenCount(CommandResult result) =>
        new Option[] { _virtual, _ble, _at }.Count(option => result.GetResult(option) is { Implicit: false });
}
