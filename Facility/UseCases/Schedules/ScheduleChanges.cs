using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink.Words;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Schedules;

/// <summary>Creates, changes and deletes access hours. Each change is one transaction with its notices.</summary>
public sealed class ScheduleChanges(FacilityDb db, ChangeRunner runner, HoursRevocation revocation, OfficeTrail trail)
{
    /// <summary>The maximum length of a name, characters.</summary>
    public const int NameLengthMax = 60;

    private const string TakenOver = "Keys get the new hours when they are renewed.";

    /// <summary>Checks a text of windows, one per line. Returns a sentence for each line that cannot be read.</summary>
    public static IReadOnlyList<string> Slips(string text)
    {
        IReadOnlyList<string> lines = WeekHours.Lines(text);
        List<string> slips = [];
        for (int i = 0; i < lines.Count; i++)
        {
            if (WindowText.TryRead([lines[i]], new AccessWindows()) is { } slip)
                slips.Add($"Line {i + 1}: {slip.Complaint}");
        }
        if (lines.Count is 0 or > AccessWindows.CountMax)
            slips.Add($"Access hours have 1 to {AccessWindows.CountMax} windows, one per line; \"always\" is one. These "
                + $"have {lines.Count}.");
        return slips;
    }

    /// <summary>Creates access hours, or changes them for all their users.</summary>
    /// <param name="scheduleId">Null for new ones.</param>
    /// <param name="name">Unique in the facility.</param>
    /// <param name="text">1..8 windows, one per line.</param>
    /// <param name="doKeysRunOut">Whether keys that open outside the new hours stay valid until they expire. Otherwise they are
    /// revoked.</param>
    /// <returns>The answer. It names keys that are not revoked because their lock has too many notices waiting.</returns>
    public Task<ChangeAnswer> SaveAsync(long? scheduleId, string name, string text, bool doKeysRunOut) => runner.RunAsync(async () =>
    {
        name = NameKeys.Clean(name);
        Schedule? schedule = scheduleId == null
            ? new Schedule { Name = name, Windows = "" }
            : await db.Schedules.SingleOrDefaultAsync(row => row.Id == scheduleId);
        if (schedule == null)
            return NoSchedule;
        if (await ComplaintAsync(schedule.Id, name, text) is { } complaint)
            return ChangeAnswer.Refused(complaint);
        WeekHours? before = HoursOf(schedule.Windows);
        (schedule.Name, schedule.Windows) = (name, string.Join('\n', WeekHours.Lines(text)));
        WeekHours hours = WeekHours.Of(schedule);
        string windows = $"\"{name}\": {string.Join("; ", WeekHours.Lines(text))}";
        if (scheduleId == null)
        {
            db.Schedules.Add(schedule);
            trail.Add(AuditAction.HoursMade, windows);
            return ChangeAnswer.Done($"\"{name}\" is saved. Choose it on a user's page.");
        }
        string what = windows + (doKeysRunOut ? "; keys run out" : "");
        // A key that is being issued with the earlier hours is within the new ones. Keys of an earlier change without revoking may not be.
        if (before != null && hours.Includes(before) && (doKeysRunOut || !await revocation.IsNeededAsync(schedule.Id, hours)))
        {
            trail.Add(AuditAction.HoursEdited, what);
            return ChangeAnswer.Done($"\"{name}\" is saved. {TakenOver}");
        }
        return await NarrowAsync(schedule, hours, what, doKeysRunOut);
    });

    /// <summary>Deletes access hours that no user has.</summary>
    public Task<ChangeAnswer> DeleteAsync(long scheduleId) => runner.RunAsync(async () =>
    {
        if (await db.Schedules.SingleOrDefaultAsync(row => row.Id == scheduleId) is not { } schedule)
            return ChangeAnswer.Done("These access hours are deleted.");
        int count = await db.Users.CountAsync(user => user.ScheduleId == scheduleId);
        if (count > 0)
            return ChangeAnswer.Refused($"{count} users have \"{schedule.Name}\". Give them other access hours first.");
        if (await db.Schedules.CountAsync() == 1)
            return ChangeAnswer.Refused("These are the only access hours, and a new user needs some. Create others first.");
        db.Schedules.Remove(schedule);
        trail.Add(AuditAction.HoursDeleted, $"\"{schedule.Name}\"");
        return ChangeAnswer.Done($"\"{schedule.Name}\" is deleted.");
    });

    /// <summary>There are no such access hours.</summary>
    public static ChangeAnswer NoSchedule { get; } = ChangeAnswer.Refused("These access hours no longer exist. Nothing was changed.");

    private async Task<string?> ComplaintAsync(long scheduleId, string name, string text) =>
        name.Length is 0 or > NameLengthMax ? $"The name of access hours has 1 to {NameLengthMax} characters."
        : (await db.Schedules.AsNoTracking().Where(row => row.Id != scheduleId).Select(row => row.Name).ToListAsync())
            .Find(other => NameKeys.AreSame(other, name)) is { } same
        ? $"Access hours already exist with the name \"{same}\". Choose another name."
        : Slips(text) is { Count: > 0 } slips ? string.Join(' ', slips)
        : null;

    /// <summary>Reads stored hours.</summary>
    /// <returns>Null if they cannot be read.</returns>
    private static WeekHours? HoursOf(string windows)
    {
        AccessWindows read = new();
        return WindowText.TryRead(WeekHours.Lines(windows), read) == null ? new WeekHours(read) : null;
    }

    private async Task<ChangeAnswer> NarrowAsync(Schedule schedule, WeekHours hours, string what, bool doKeysRunOut)
    {
        await runner.BeginTransactionAsync();
        // A key that is being issued by the earlier hours is issued again, because its user's row has changed.
        await db.Users.Where(user => user.ScheduleId == schedule.Id).RaiseVersionsAsync();
        IReadOnlyList<(string Entry, int UserCount)> left = doKeysRunOut ? [] : await revocation.RunAsync(schedule.Id, hours);
        string notYet = string.Join(", ", left.Select(item => $"{item.UserCount} users' keys to {item.Entry}"));
        trail.Add(AuditAction.HoursEdited, what + (notYet.Length > 0 ? $"; not revoked: {notYet}" : ""));
        return ChangeAnswer.Done($"\"{schedule.Name}\" is saved. {TakenOver}" + (notYet.Length == 0 ? ""
            : $" Not revoked yet: {notYet}, because too many notices are waiting for that lock. These keys keep the old hours until they "
            + "expire. Save the hours again after the lock's next visit to revoke them too."));
    }
}
