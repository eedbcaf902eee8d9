using LockFirmware.Facility.Data;
using LockFirmware.Facility.Keys;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace LockFirmware.Facility.Features.Schedules;

/// <summary>Makes, changes and deletes access hours. Each is one transaction with its notices.</summary>
public sealed class ScheduleChanges(FacilityDb db, ChangeRunner runner, KeyBook keys, OfficeTrail trail, FacilityClock clock)
{
    /// <summary>Characters of a name.</summary>
    public const int NameLengthMax = 60;

    /// <summary>What is wrong with a text of windows, one a line: a sentence for every line that cannot be read.</summary>
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
            slips.Add($"Access hours have 1 to {AccessWindows.CountMax} windows, one a line; \"always\" is one. These have {lines.Count}.");
        return slips;
    }

    /// <summary>Makes access hours, or changes them for everybody who has them.</summary>
    /// <param name="scheduleId">Null for new ones.</param>
    /// <param name="name">Unique in the facility.</param>
    /// <param name="text">1..8 windows, one a line.</param>
    /// <param name="doKeysRunOut">Whether keys that admit when the new hours do not go on until they expire, instead of being withdrawn.</param>
    public Task<ChangeAnswer> SaveAsync(long? scheduleId, string name, string text, bool doKeysRunOut) => runner.RunAsync(async () =>
    {
        Schedule? schedule = scheduleId == null ? new Schedule { Name = name, Windows = "" } : await db.Schedules.SingleOrDefaultAsync(row => row.Id == scheduleId);
        if (schedule == null)
            return ChangeAnswer.Refused("These access hours are gone. Nothing was changed.");
        if (name.Length is 0 or > NameLengthMax)
            return ChangeAnswer.Refused($"Access hours have a name of 1 to {NameLengthMax} characters.");
        if (await db.Schedules.AnyAsync(row => row.Name == name && row.Id != schedule.Id))
            return ChangeAnswer.Refused($"There are access hours named \"{name}\". Choose another name.");
        if (Slips(text) is { Count: > 0 } slips)
            return ChangeAnswer.Refused(string.Join(' ', slips));
        await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync();
        // Whoever is just making a key by the hours of before meets a changed row, and does it anew.
        await db.Users.Where(user => user.ScheduleId == scheduleId).ExecuteUpdateAsync(set => set.SetProperty(user => user.Version, user => user.Version + 1));
        schedule.Name = name;
        schedule.Windows = string.Join('\n', WeekHours.Lines(text));
        if (scheduleId == null)
            db.Schedules.Add(schedule);
        else if (!doKeysRunOut && !await WithdrawAsync(schedule))
            return ChangeAnswer.Refused($"{ChangeAnswer.TooMuchWaits.Words} Or let the keys that are out run out by themselves.");
        trail.Add(scheduleId == null ? "hours-made" : "hours-edited", $"\"{name}\": {string.Join("; ", WeekHours.Lines(text))}{(doKeysRunOut ? "; keys run out" : "")}");
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return ChangeAnswer.Done($"\"{name}\" is stored. " + (scheduleId == null ? "Choose it at a user's details." : "Keys take it over when they are renewed."));
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
            return ChangeAnswer.Refused("These are the only access hours, and a new user needs some. Make others first.");
        db.Schedules.Remove(schedule);
        trail.Add("hours-deleted", $"\"{schedule.Name}\"");
        return ChangeAnswer.Done($"\"{schedule.Name}\" is deleted.");
    });

    private async Task<bool> WithdrawAsync(Schedule schedule)
    {
        WeekHours hours = WeekHours.Of(schedule);
        uint now = clock.Now;
        long[] userIds = await db.Keys.Where(key => key.User!.ScheduleId == schedule.Id && key.State != KeyState.Revoked && key.NotAfter > now)
            .Select(key => key.UserId).Distinct().ToArrayAsync();
        foreach (long userId in userIds)
        {
            if (!await keys.WithdrawOutsideAsync(userId, hours))
                return false;
        }
        return true;
    }
}
