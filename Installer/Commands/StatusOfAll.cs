using System.Text.Json.Nodes;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Places;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl status --all: visits one lock after the other.</summary>
/// <param name="terminal">Where it is shown.</param>
/// <param name="places">Where locks may be. Each lock says which it is.</param>
/// <param name="setsTime">Whether each lock gets this computer's time.</param>
internal sealed class StatusOfAll(Terminal terminal, IReadOnlyList<LockPlace> places, bool setsTime)
{
    private sealed record Answer(string Address, LockStatus Status, string Board, IReadOnlyList<string> Problems);

    private readonly Dictionary<uint, Answer> _answers = [];
    private readonly List<string> _strangers = [];

    /// <summary>Visits the locks.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(string path, bool json, CancellationToken stop)
    {
        using FacilityFileStore store = StoreAccess.Open(terminal, path, forWriting: true);
        foreach ((LockPlace place, SoughtLock sought) in places.SelectMany(place => SoughtAt(place, store)))
        {
            try
            {
                await VisitAsync(place, sought, store, stop).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is LockLinkException or ToolException)
            {
                _strangers.Add($"{place}: {exception.Message}");
            }
        }
        FacilityLock[] doors = [.. store.Facility.Locks.OrderBy(door => door.Id)];
        if (json)
            WriteJson(store, doors);
        else
            Write(store, doors);
        foreach (string stranger in _strangers)
            terminal.Warn(stranger);
        if (_answers.Values.Any(answer => answer.Problems.Count > 0))
            return ExitCode.Refused;
        return doors.Any(door => IsInService(door) && !_answers.ContainsKey(door.Id)) ? ExitCode.Link : ExitCode.Ok;
    }

    private static bool IsInService(FacilityLock door) => door.InstalledGeneration == door.Generation;

    /// <summary>At an address is one lock, whichever it is. By the adapters alone each lock in service is looked for.</summary>
    private static IEnumerable<(LockPlace Place, SoughtLock Sought)> SoughtAt(LockPlace place, FacilityFileStore store) =>
        place.Virtual != null || place.Address != null
            ? [(place, new SoughtLock(store.Facility.FacilityId, 0, MayBeNew: true))]
            : store.Facility.Locks.Where(IsInService).Select(door => (place, new SoughtLock(store.Facility.FacilityId, door.Id)));

    private async Task VisitAsync(LockPlace place, SoughtLock sought, FacilityFileStore store, CancellationToken stop)
    {
        await using Visit visit = await Visit.BeginAsync(terminal, place, sought, stop).ConfigureAwait(false);
        FacilityLock? door = store.Facility.Locks.Find(known => known.Id == visit.Identity.LockId);
        if (door == null || !visit.Identity.IsProvisioned || visit.Identity.FacilityId != store.Facility.FacilityId)
        {
            _strangers.Add($"{place} is no lock of this facility.");
            return;
        }
        if (setsTime)
            await TimeSetting.BringAsync(terminal.Beside(true), visit, store, door, stop).ConfigureAwait(false);
        PhoneKey key =
            FacilitySecrets.ServiceKeyOf(store.Facility, door, visit.Identity.Generation, Rights.Manage | Rights.Unlock);
        LockStatus status = await StatusReading.ReadAsync(visit, key, store, stop).ConfigureAwait(false);
        await Provisioning.LearnAsync(visit, store, door, stop).ConfigureAwait(false);
        string board = visit.Identity.Board;
        string address = place.Virtual is { } radio ? $"{radio.Host}:{radio.Port}" : $"{place}";
        _answers[door.Id] =
            new Answer(address, status, board, StatusReading.Problems(door, status, board, store, terminal.Now));
    }

    private void Write(FacilityFileStore store, FacilityLock[] doors)
    {
        int width = doors.Length == 0 ? 0 : doors.Max(door => $"{door.Id}".Length);
        foreach (FacilityLock door in doors)
        {
            Answer? answer = _answers.GetValueOrDefault(door.Id);
            string state = answer == null
                ? IsInService(door) ? "no answer" : ListCommand.StateOf(door, new LockFolder(store, door))
                : answer.Problems.Count == 0 ? "good" : "LOOK";
            terminal.Say($"{$"{door.Id}".PadLeft(width)}  {state,-13}  {door.Name}");
            foreach (string problem in answer?.Problems ?? [])
                terminal.Say($"{new string(' ', width)}    {problem}");
            if (answer is { Status.IsFull: true } && StatusReading.Waiting(answer.Status) is > 0 and uint waiting)
                terminal.Say($"{new string(' ', width)}    {waiting} events wait to be read");
        }
        int silent = doors.Count(door => IsInService(door) && !_answers.ContainsKey(door.Id));
        int ill = _answers.Values.Count(answer => answer.Problems.Count > 0);
        terminal.Say($"{_answers.Count - ill} good, {ill} to look at, {silent} without an answer");
    }

    private void WriteJson(FacilityFileStore store, FacilityLock[] doors)
    {
        JsonArray all = [];
        foreach (FacilityLock door in doors)
        {
            Answer? answer = _answers.GetValueOrDefault(door.Id);
            JsonObject line = answer == null
                ? new JsonObject { ["id"] = door.Id, ["name"] = door.Name }
                : StatusReading.Json(door, answer.Status, answer.Board, store.Time);
            line["state"] = ListCommand.StateOf(door, new LockFolder(store, door));
            line["address"] = answer?.Address;
            line["problems"] = answer == null ? null : new JsonArray([.. answer.Problems.Select(problem => (JsonNode)problem)]);
            all.Add(line);
        }
        terminal.Say(all.ToJsonString(StatusReading.Indented));
    }
}
