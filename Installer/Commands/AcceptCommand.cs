using System.CommandLine;
using LockFirmware.InstallerTool.Acceptance;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl accept.</summary>
internal static class AcceptCommand
{
    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<string[]> passed = Items("--pass", "Tests that were done and passed.");
        Option<string[]> failed = Items("--fail", "Tests that were done and failed.");
        Option<string[]> absent = Items("--absent", "Tests of what this door does not have.");
        Option<string?> installer = new("--installer") { Description = "Who mounted the lock." };
        Option<string?> taker = new("--operator") { Description = "Who takes it over." };
        Option<bool> json = Options.Json();
        Command command = new("accept", $"""
            Fills in the acceptance list of a lock and keeps it, with a page for printing and signing: acceptance/<id>-<generation>.html
            beside the facility file. lockctl checks by itself what the lock can tell: time, trail, and that each test has left its
            event. At a terminal it asks for the other tests. Run it again to continue. Exit code 1 while something is open or failed.

            The tests: {string.Join(", ", AcceptanceItem.All.Select(item => item.Id))}.
            """) { door, path, passed, failed, absent, installer, taker, json };
        PlaceOptions place = PlaceOptions.Needed(command);
        command.SetAction(async (parsed, stop) =>
        {
            Dictionary<string, AcceptanceResult> said = Said(parsed, passed, failed, absent);
            using FacilityFileStore store = StoreAccess.Open(terminal, parsed.GetValue(path)!, forWriting: true);
            FacilityLock found = store.Find(parsed.GetValue(door)!);
            AcceptanceRecord record = AcceptanceRecord.Read(store, found);
            record.Installer = parsed.GetValue(installer) ?? record.Installer;
            record.Operator = parsed.GetValue(taker) ?? record.Operator;
            Terminal talk = terminal.Beside(parsed.GetValue(json));
            await using Visit visit =
                await Visit.BeginAsync(talk, place.Of(parsed)!, store, found, stop).ConfigureAwait(false);
            string page = await new AcceptanceRun(talk, store, found, record).RunAsync(visit, said, stop).ConfigureAwait(false);
            if (parsed.GetValue(json))
                terminal.Say(Json(found, record, page));
            talk.Say(record.IsComplete
                ? $"{found.Name} is accepted. Print and sign {page}."
                : $"{found.Name} is not accepted yet. The list so far: {page}.");
            return record.IsComplete ? ExitCode.Ok : ExitCode.Refused;
        });
        return command;
    }

    /// <exception cref="ToolException">A test is named twice.</exception>
    private static Dictionary<string, AcceptanceResult> Said(
        ParseResult parsed, Option<string[]> passed, Option<string[]> failed, Option<string[]> absent)
    {
        Dictionary<string, AcceptanceResult> said = [];
        foreach ((Option<string[]> option, AcceptanceResult result) in new[]
            {
                (passed, AcceptanceResult.Passed), (failed, AcceptanceResult.Failed), (absent, AcceptanceResult.Absent),
            })
        {
            foreach (string item in parsed.GetValue(option) ?? [])
            {
                if (!said.TryAdd(item, result))
                    throw new ToolException(ExitCode.Unusable, $"{item} is named twice.");
            }
        }
        return said;
    }

    private static string Json(FacilityLock door, AcceptanceRecord record, string page) => JsonText.Of(new
    {
        id = door.Id,
        name = door.Name,
        generation = record.Generation,
        isComplete = record.IsComplete,
        page,
        tests = AcceptanceItem.All.Select(item => new
        {
            test = item.Id,
            result = record.ResultOf(item.Id).ToString().ToLowerInvariant(),
        }),
    });

    private static Option<string[]> Items(string name, string description)
    {
        Option<string[]> option = new(name) { Description = description, AllowMultipleArgumentsPerToken = true, HelpName = "test" };
        option.AcceptOnlyFromAmong([.. AcceptanceItem.All.Select(item => item.Id)]);
        return option;
    }
}
