using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl job new, import and end.</summary>
internal static class JobCommand
{
    public static Command Make(Terminal terminal) =>
        new("job", "Gives an installer some locks for a limited time, without the facility's secret, and takes back what was done.")
        {
            MakeNew(terminal),
            MakeImport(terminal),
            MakeEnd(terminal),
        };

    private static Command MakeNew(Terminal terminal)
    {
        Argument<string[]> doors = new("locks") { Description = "The locks of the job.", Arity = ArgumentArity.OneOrMore };
        Option<string> path = Options.Facility();
        Option<string> until = new("--until")
        {
            Description = "When the job ends, in the facility's local time, like \"2026-12-24 18:00\".",
            Required = true
        };
        Option<string> output = new("--out") { Description = "The job file to write. It must not exist.", Required = true };
        Option<bool> json = Options.Json();
        Command command = new("new", """
            Writes a job file: a facility file for these locks alone, which lockctl takes until the job ends. Whoever has it can open
            these locks until their secrets are changed, and no other lock. The locks must not be in service.
            """) { doors, path, until, output, json };
        command.SetAction(async (parsed, stop) =>
        {
            string file = parsed.GetValue(output)!;
            if (File.Exists(file))
                throw new ToolException(ExitCode.Unusable, $"{file} exists, and lockctl never overwrites a job. Choose another file with " +
                    $"--out.");
            using FacilityFileStore store = await StoreAccess.OpenAsync(terminal, parsed.GetValue(path)!, stop).ConfigureAwait(false);
            if (store.Time.TryRead(parsed.GetValue(until)!, out uint notAfter) is { } wrong)
                throw new ToolException(ExitCode.Unusable, wrong);
            if (notAfter <= terminal.Now)
                throw new ToolException(ExitCode.Unusable, "The job would have ended already. Check --until.");
            FacilityLock[] chosen = [.. parsed.GetValue(doors)!.Select(store.Find).Distinct()];
            FacilityData job = JobFile.Make(store.Facility, chosen, terminal.Now, notAfter);
            store.Save();
            FacilityFileStore.Create(file, job);
            Terminal talk = terminal.Beside(parsed.GetValue(json));
            talk.Say($"{file}: {chosen.Length} locks, until {store.Time.Full(notAfter)}. The installer uses it as facility file: " +
                $"\"lockctl --facility {file}\" with each command. Give it to nobody else.");
            talk.Say("When it comes back: \"lockctl job import\". Then change the secrets of these locks, because the job knows them.");
            if (parsed.GetValue(json))
                terminal.Say(Result(store, job.Job!.Number, notAfter, chosen, Path.GetFullPath(file)));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command MakeImport(Terminal terminal)
    {
        Argument<string> file = new("file") { Description = "The job file as the installer brings it back." };
        Option<string> path = Options.Facility();
        Option<bool> json = Options.Json();
        Command command = new("import", """
            Takes back what was done with a job file: which locks are in service, on which board and in which generation. It can be
            repeated, and also after the end of the job.
            """) { file, path, json };
        command.SetAction(async (parsed, stop) =>
        {
            using FacilityFileStore store = await StoreAccess.OpenAsync(terminal, parsed.GetValue(path)!, stop).ConfigureAwait(false);
            using FacilityFileStore result = FacilityFileStore.Open(parsed.GetValue(file)!, terminal.Warn, forWriting: false);
            IReadOnlyList<string> lines = JobFile.TakeBack(store.Facility, result.Facility);
            store.Save();
            Terminal talk = terminal.Beside(parsed.GetValue(json));
            foreach (string line in lines)
                talk.Say(line);
            talk.Say("The job knows the secrets of these locks. Change them with nobody of the job in radio range: in the portal " +
                "\"Retire all keys of this lock\", or \"lockctl reset\" and \"lockctl provision\".");
            if (parsed.GetValue(json))
                terminal.Say(Result(store, result.Facility.Job!.Number, result.Facility.Job.NotAfter,
                    store.Facility.Locks.Where(door => result.Facility.Locks.Exists(done => done.Id == door.Id)), null));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command MakeEnd(Terminal terminal)
    {
        Argument<uint> number = new("number") { Description = "The number of the job." };
        Option<string> path = Options.Facility();
        Option<bool> yes = Options.Yes();
        Option<bool> json = Options.Json();
        Command command = new("end", """
            Ends a job whose file does not come back. Each lock that was not taken back gets a generation and a setup secret that the
            job does not have: flash it again.
            """) { number, path, yes, json };
        command.SetAction(async (parsed, stop) =>
        {
            using FacilityFileStore store = await StoreAccess.OpenAsync(terminal, parsed.GetValue(path)!, stop).ConfigureAwait(false);
            uint job = parsed.GetValue(number);
            FacilityLock[] open = [.. store.Facility.Locks.Where(door => door.JobNumber == job)];
            if (open.Length == 0)
                throw new ToolException(ExitCode.Unusable, $"No lock is in job {job}.");
            string names = string.Join(", ", open.Select(door => door.Name));
            Terminal talk = terminal.Beside(parsed.GetValue(json));
            await talk.DemandAsync($"{names} must be flashed again afterwards, also where the job has put them into service. End job " +
                $"{job}?", parsed.GetValue(yes), stop).ConfigureAwait(false);
            IReadOnlyList<FacilityLock> ended = JobFile.End(store.Facility, job);
            store.Save();
            foreach (FacilityLock door in ended)
            {
                new LockFolder(store, door).WriteFiles();
                talk.Say($"{door.Name} waits for its hardware, generation {door.Generation}.");
            }
            if (parsed.GetValue(json))
                terminal.Say(Result(store, job, store.Facility.Jobs.Find(note => note.Number == job)?.NotAfter, ended, null));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>A job and how its locks are in the facility file, as a script reads it.</summary>
    private static string Result(FacilityFileStore store, uint number, uint? notAfter, IEnumerable<FacilityLock> doors, string? file) =>
        JsonText.Of(new
        {
            number,
            until = notAfter is { } at ? JsonText.Utc(at) : null,
            file,
            locks = doors.Select(door => ListCommand.LineOf(store, door)),
        });
}
