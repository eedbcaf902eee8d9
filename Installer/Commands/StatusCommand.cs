using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using Command = System.CommandLine.Command;
using LockCommand = LockFirmware.KeyCrypto.Command;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl status.</summary>
internal static class StatusCommand
{
    private const string UtcForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<string> address = Options.Virtual();
        Option<FileInfo?> key = Options.Key();
        Option<bool> setTime = Options.SetTime();
        Option<bool> yes = new("--yes") { Description = "Do not ask to confirm the time." };
        Option<bool> json = Options.Json();
        Command command = new("status", """
            Shows the status of a lock: its local time, the next change of its clock, whether the key opens the door now and until
            when, latch and door, firmware, board, and events that wait. At a terminal it asks you to confirm the lock's time.
            If the time is lost or wrong, it offers to set the lock's clock to this computer's time.
            """) { door, path, address, key, setTime, yes, json };
        command.SetAction(async (parsed, stop) =>
        {
            // Only the JSON goes to standard output.
            Terminal talk = parsed.GetValue(json) ? terminal.Aside() : terminal;
            using FacilityFileStore store = FacilityFileStore.Open(parsed.GetValue(path)!, terminal.Warn, forWriting: true);
            FacilityLock found = store.Find(parsed.GetValue(door)!);
            PhoneKey? given = KeyFile.Read(parsed.GetValue(key), store.Facility, found);
            await using Visit visit = await Visit.BeginAsync(talk, parsed.GetValue(address)!, store, found, stop).ConfigureAwait(false);
            PhoneKey used = given
                ?? FacilitySecrets.ServiceKeyOf(store.Facility, found, visit.Identity.Generation, Rights.Manage | Rights.Unlock);
            if (parsed.GetValue(setTime))
                await TimeSetting.BringAsync(talk, visit, store, found, stop).ConfigureAwait(false);
            LockStatus status = await ReadAsync(visit, used, store, stop).ConfigureAwait(false);
            await Provisioning.LearnAsync(visit, store, found, stop).ConfigureAwait(false);
            string board = visit.Identity.Board;
            if (parsed.GetValue(json))
            {
                terminal.Say(Json(found, status, board, store.Time));
                return ExitCode.Ok;
            }
            Write(terminal, found, status, board, store);
            bool isAsked = !parsed.GetValue(yes) && !parsed.GetValue(setTime);
            if (await new TimeCheck(terminal, visit, store, found).RunAsync(status, isAsked, stop).ConfigureAwait(false))
                Write(terminal, found, await ReadAsync(visit, used, store, stop).ConfigureAwait(false), board, store);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<LockStatus> ReadAsync(Visit visit, PhoneKey key, FacilityFileStore store, CancellationToken stop)
    {
        PhoneAnswer answer = await visit.DoAsync(LockCommand.Status, key, null, store.Time, stop).ConfigureAwait(false);
        LockStatus status = new();
        return status.TryRead(answer.Body)
            ? status
            : throw new ToolException(ExitCode.Refused, "The lock's status has another version. Use the lockctl of its firmware, or " +
                "update the lock with \"lockctl flash --application-only\".");
    }

    private static void Write(Terminal terminal, FacilityLock door, LockStatus status, string board, FacilityFileStore store)
    {
        LocalTime time = store.Time;
        terminal.Say($"lock           {door.Name}, number {door.Id}");
        terminal.Say($"board          {board}{(board == door.Board ? string.Empty : $" (the facility file says {door.Board})")}");
        terminal.Say($"local time     {(status.Now == 0 ? "-" : TimeCheck.LocalOf(status, time))}");
        terminal.Say($"clock          {DoorWords.Clock(status.Trust)}");
        terminal.Say($"opens now      {DoorWords.Opens(status, time)}");
        terminal.Say($"door           {DoorWords.Door(status)}");
        if (!status.IsFull)
            return;
        terminal.Say($"clock change   {(status.NextChange == 0 ? "none" : time.Full(status.NextChange))}");
        terminal.Say($"firmware       {FirmwareNumber.Text(status.Firmware)}");
        terminal.Say($"generation     " +
            $"{status.Generation}{(status.Generation == door.Generation ? string.Empty : $" (the facility file has {door.Generation})")}");
        terminal.Say($"running        {TimeSpan.FromSeconds(status.UptimeSeconds)}, start number {status.BootCount}");
        terminal.Say($"events         {status.Head - Math.Min(status.Head, status.Synced)} wait to be read ({status.Oldest} to " +
            $"{status.Head}, {status.Synced} stored)");
        terminal.Say($"notices        {status.Applied} applied, {status.RevocationCount} revocations, tenancy {status.Tenancy}");
        if (status.Now != 0 && store.Zone.OffsetMinutes(status.Now) != status.ZoneOffsetMinutes)
            terminal.Warn($"The lock has another time zone than the facility: it adds {status.ZoneOffsetMinutes} minutes to UTC. Send it " +
                $"the configuration.");
    }

    private static string Json(FacilityLock door, LockStatus status, string board, LocalTime time) => JsonSerializer.Serialize(new
    {
        id = door.Id,
        name = door.Name,
        utc = status.Now == 0 ? null : LocalTime.Epoch.AddSeconds(status.Now).ToString(UtcForm, CultureInfo.InvariantCulture),
        board,
        now = status.Now,
        localTime = status.Now == 0 ? null : TimeCheck.LocalOf(status, time),
        clock = status.Trust.ToString(),
        opens = status.Opens.ToString(),
        until = status.Until,
        door = DoorWords.Door(status),
        doorByte = (byte)status.Door,
        status.IsOverlocked,
        status.IsLockdown,
        status.IsHeldOpen,
        full = !status.IsFull ? null : new
        {
            firmware = FirmwareNumber.Text(status.Firmware),
            status.Generation,
            status.BootCount,
            status.UptimeSeconds,
            status.Tenancy,
            status.Applied,
            status.Oldest,
            status.Head,
            status.Synced,
            status.RevocationCount,
            status.ZoneOffsetMinutes,
            status.NextChange,
        },
    }, Indented);
}
