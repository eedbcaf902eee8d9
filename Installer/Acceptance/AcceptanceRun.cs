using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Acceptance;

/// <summary>Fills in the acceptance list at a door: lockctl looks, the person answers, and the trail must agree.</summary>
/// <param name="terminal">Where it asks.</param>
/// <param name="store">The facility file, open for writing.</param>
/// <param name="door">The lock.</param>
/// <param name="record">The list.</param>
internal sealed class AcceptanceRun(Terminal terminal, FacilityFileStore store, FacilityLock door, AcceptanceRecord record)
{
    private const string Tool = "lockctl";

    /// <summary>Fills in the list and stores it.</summary>
    /// <param name="visit">The lock.</param>
    /// <param name="said">What the command line says about tests.</param>
    /// <param name="stop">Interrupts. What was answered until then is stored.</param>
    /// <returns>The path of the page.</returns>
    public async Task<string> RunAsync(Visit visit, IReadOnlyDictionary<string, AcceptanceResult> said, CancellationToken stop)
    {
        await Provisioning.LearnAsync(visit, store, door, stop).ConfigureAwait(false);
        HashSet<EventKind> seen = await LookAsync(visit, stop).ConfigureAwait(false);
        foreach (AcceptanceItem item in AcceptanceItem.All)
        {
            if (said.TryGetValue(item.Id, out AcceptanceResult result))
                Take(item, result, seen);
        }
        try
        {
            if (terminal.IsInteractive)
                await AskAsync(seen, stop).ConfigureAwait(false);
        }
        finally
        {
            record.Write(store, door);
        }
        foreach (AcceptanceItem item in AcceptanceItem.All)
        {
            AcceptanceEntry? entry = record.Entries.Find(known => known.Item == item.Id);
            string note = entry is { Note.Length: > 0 } ? $": {entry.Note}" : string.Empty;
            terminal.Say($"{item.Id,-11} {AcceptancePage.WordOf(record.ResultOf(item.Id))}{note}");
        }
        return record.Write(store, door);
    }

    /// <summary>What lockctl can see by itself.</summary>
    /// <returns>The kinds of event in the trail.</returns>
    private async Task<HashSet<EventKind>> LookAsync(Visit visit, CancellationToken stop)
    {
        PhoneKey key = FacilitySecrets.ServiceKeyOf(store.Facility, door, visit.Identity.Generation,
            Rights.Manage | Rights.Unlock | Rights.ReadEvents);
        LockStatus status = await StatusReading.ReadAsync(visit, key, store, stop).ConfigureAwait(false);
        record.Board = visit.Identity.Board;
        record.Firmware = FirmwareNumber.Text(status.Firmware);
        IReadOnlyList<string> problems = StatusReading.Problems(door, status, visit.Identity.Board, store, terminal.Now);
        string seen = problems.Count == 0 ? TimeCheck.LocalOf(status, store.Time) : string.Join(", ", problems);
        Put(AcceptanceItem.Time, problems.Count == 0, seen);
        LockLedger ledger = door.ReadLedger();
        EventReading reading = new(store, door, ledger);
        IReadOnlyList<NumberedEvent> events = await reading.ReadAsync(visit, key, stop).ConfigureAwait(false);
        store.Save();
        Put(AcceptanceItem.Trail, reading.Alerts.Count == 0, reading.Alerts.Count == 0 ? $"{events.Count} events" : reading.Alerts[0]);
        return [.. events.Where(item => !item.IsCorrupt).Select(item => item.Event.Kind)];
    }

    private async Task AskAsync(HashSet<EventKind> seen, CancellationToken stop)
    {
        foreach (AcceptanceItem item in AcceptanceItem.All.Where(item => record.ResultOf(item.Id) == AcceptanceResult.Open))
        {
            string answer = await terminal.AskAsync($"{item.Text}: passed, failed{(item.MayBeAbsent ? ", absent" : string.Empty)}, or " +
                $"nothing for later? [p/f{(item.MayBeAbsent ? "/a" : string.Empty)}]", stop).ConfigureAwait(false);
            AcceptanceResult? result = answer switch
            {
                "p" or "passed" => AcceptanceResult.Passed,
                "f" or "failed" => AcceptanceResult.Failed,
                "a" or "absent" when item.MayBeAbsent => AcceptanceResult.Absent,
                _ => null,
            };
            if (result is { } known)
                Take(item, known, seen);
        }
    }

    /// <summary>Takes what a person says, unless the lock says otherwise.</summary>
    private void Take(AcceptanceItem item, AcceptanceResult result, HashSet<EventKind> seen)
    {
        if (item.Id is AcceptanceItem.Time or AcceptanceItem.Trail)
            terminal.Warn($"lockctl looks at \"{item.Id}\" by itself; what was said about it is not taken.");
        else if (result == AcceptanceResult.Absent && !item.MayBeAbsent)
            terminal.Warn($"No door can do without \"{item.Id}\"; what was said about it is not taken.");
        else if (result == AcceptanceResult.Passed && item.Evidence is { } kind && !seen.Contains(kind))
            Put(item.Id, false, "the trail has no such event: do the test again, or check the wire");
        else
            Set(item.Id, result, record.Installer.Length > 0 ? record.Installer : Environment.UserName, string.Empty);
    }

    private void Put(string item, bool isPassed, string note) =>
        Set(item, isPassed ? AcceptanceResult.Passed : AcceptanceResult.Failed, Tool, note);

    private void Set(string item, AcceptanceResult result, string by, string note) => record.Set(new AcceptanceEntry(
        item, result, JsonText.Utc(terminal.Time.GetUtcNow()), by, note));
}
