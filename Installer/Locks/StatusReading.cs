using System.Text.Json;
using System.Text.Json.Nodes;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>The status of a lock: read, in words, and as JSON.</summary>
internal static class StatusReading
{
    private const string VirtualBoardName = "virtual";
    private const long NearSeconds = 60;

    /// <summary>JSON for people and programs: indented, names as in JavaScript.</summary>
    public static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Asks a lock for its status.</summary>
    public static async Task<LockStatus> ReadAsync(Visit visit, PhoneKey key, FacilityFileStore store, CancellationToken stop)
    {
        PhoneAnswer answer = await visit.DoAsync(Command.Status, key, null, store.Time, stop).ConfigureAwait(false);
        LockStatus status = new();
        return status.TryRead(answer.Body)
            ? status
            : throw new ToolException(ExitCode.Refused, "The lock's status has another version. Use the lockctl of its firmware, or " +
                "update the lock with \"lockctl flash --application-only\".");
    }

    /// <summary>What somebody should look at, each in a few words.</summary>
    /// <param name="door">The lock in the facility file.</param>
    /// <param name="status">Its status.</param>
    /// <param name="board">The board that it reports.</param>
    /// <param name="store">The facility file.</param>
    /// <param name="now">This computer's time, seconds since 2020-01-01T00:00:00Z.</param>
    public static IReadOnlyList<string> Problems(FacilityLock door, LockStatus status, string board, FacilityFileStore store, uint now)
    {
        List<string> problems = [];
        long difference = Math.Abs((long)status.Now - now);
        if (status.Trust != ClockTrust.Set)
            problems.Add("it has lost the time");
        else if (difference > NearSeconds)
            problems.Add($"its clock is {difference} s off");
        if (status.IsFull && status.Now != 0 && store.Zone.OffsetMinutes(status.Now) != status.ZoneOffsetMinutes)
            problems.Add("it has another time zone");
        foreach ((DoorFlags flag, string words) in new[]
            {
                (DoorFlags.Jammed, "the latch is jammed"),
                (DoorFlags.HeldOpen, "the door is held open too long"),
                (DoorFlags.HousingOpen, "the housing is open"),
                (DoorFlags.FireRelease, "the fire release is on"),
            })
        {
            if (status.Door.HasFlag(flag))
                problems.Add(words);
        }
        if (status.IsFull && status.Generation != door.Generation)
            problems.Add($"it has generation {status.Generation}, the facility file {door.Generation}");
        if (board.Length > 0 && board != VirtualBoardName && board != door.Board)
            problems.Add($"it runs the application for {board}, the facility file says {door.Board}");
        return problems;
    }

    /// <summary>Writes the status in lines.</summary>
    public static void Write(Terminal terminal, FacilityLock door, LockStatus status, string board, FacilityFileStore store)
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
        terminal.Say($"events         {Waiting(status)} wait to be read ({status.Oldest} to {status.Head}, {status.Synced} stored)");
        terminal.Say($"notices        {status.Applied} applied, {status.RevocationCount} revocations, tenancy {status.Tenancy}");
        if (status.Now != 0 && store.Zone.OffsetMinutes(status.Now) != status.ZoneOffsetMinutes)
            terminal.Warn($"The lock has another time zone than the facility: it adds {status.ZoneOffsetMinutes} minutes to UTC. Send it " +
                $"the configuration.");
    }

    /// <summary>How many events wait to be read.</summary>
    public static uint Waiting(LockStatus status) => status.Head - Math.Min(status.Head, status.Synced);

    /// <summary>The status as JSON.</summary>
    public static JsonObject Json(FacilityLock door, LockStatus status, string board, LocalTime time) =>
        JsonSerializer.SerializeToNode(new
        {
            id = door.Id,
            name = door.Name,
            utc = Utc(status.Now),
            board,
            now = status.Now,
            localTime = status.Now == 0 ? null : TimeCheck.LocalOf(status, time),
            clock = status.Trust.ToString(),
            opens = status.Opens.ToString(),
            until = status.Until,
            untilUtc = Utc(status.Until),
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
                nextChangeUtc = Utc(status.NextChange),
            },
        }, Indented)!.AsObject();

    private static string? Utc(uint seconds) =>
        seconds == 0 ? null : JsonText.Utc(seconds);
}
