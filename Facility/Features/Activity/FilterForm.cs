using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>The fields above a list of activity, as the address contains them.</summary>
public sealed record FilterForm
{
    /// <summary>A user's number, or beginnings of words of the name.</summary>
    public string? User { get; init; }

    /// <summary>The lock.</summary>
    public long? Entry { get; init; }

    /// <summary>The kind of event or record.</summary>
    public string? Kind { get; init; }

    /// <summary>The first local day, like 2026-09-02.</summary>
    public string? From { get; init; }

    /// <summary>The last local day, like 2026-09-02.</summary>
    public string? To { get; init; }

    /// <summary>The same fields, for one of the users that were found.</summary>
    public FilterForm Of(FoundUser user) => this with { User = user.Id.ToString(CultureInfo.InvariantCulture) };

    /// <summary>The filled-in fields, as parameters of a link.</summary>
    public Dictionary<string, string> Route(ListPlace? behind = null)
    {
        Dictionary<string, string> route = [];
        Add("user", User);
        Add("entry", Entry?.ToString(CultureInfo.InvariantCulture));
        Add("kind", Kind);
        Add("from", From);
        Add("to", To);
        Add("behind", behind?.ToString());
        return route;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
                route[name] = value;
        }
    }
}

/// <summary>A user whom a search has found.</summary>
/// <param name="Id">The number.</param>
/// <param name="Name">The name.</param>
public sealed record FoundUser(long Id, string Name);

/// <summary>The result of reading the fields.</summary>
/// <param name="Filter">The filter; null if there is a complaint or several users match.</param>
/// <param name="Complaint">What is wrong with the fields, as a text for people; null if nothing is.</param>
/// <param name="Users">The users found by name: one, or several to choose from.</param>
public sealed record FilterReading(ActivityFilter? Filter, string? Complaint, IReadOnlyList<FoundUser> Users);

/// <summary>Reads the fields.</summary>
public sealed class FilterReader(FacilityDb db, SiteReader site, FacilityClock clock)
{
    private const int UsersMax = 20;

    /// <summary>Reads the fields.</summary>
    /// <param name="form">The fields.</param>
    /// <param name="isOffice">Whether the field Kind contains a kind of office record instead of a kind of event.</param>
    public async Task<FilterReading> ReadAsync(FilterForm form, bool isOffice)
    {
        LocalDays days = new(SiteReader.ZoneOf(await site.RowAsync()));
        if (!TryDay(form.From, out DateOnly? from) || !TryDay(form.To, out DateOnly? to))
            return new FilterReading(null, "Write dates like 2026-09-02.", []);
        if (from > to)
            return new FilterReading(null, "The first day is after the last day.", []);
        IReadOnlyList<FoundUser> users = await FindAsync(form.User);
        if (!string.IsNullOrWhiteSpace(form.User) && users.Count != 1)
            return new FilterReading(null, users.Count == 0
                ? $"There is no user called \"{form.User}\". Write the beginning of a name, or the user's number."
                : null, users);
        ActivityFilter filter = new(
            UserId: users.Count == 1 ? users[0].Id : null,
            EntryId: form.Entry,
            Kinds: isOffice ? null : ActivityFilter.KindsOf(form.Kind),
            What: isOffice && !string.IsNullOrWhiteSpace(form.Kind) ? form.Kind : null,
            From: from is { } first ? days.StartOf(first) : null,
            Until: to is { } last ? days.StartOf(last.AddDays(1)) : null);
        return new FilterReading(filter, null, users);
    }

    private async Task<IReadOnlyList<FoundUser>> FindAsync(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        if (long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long id))
            return await db.Users.Where(user => user.Id == id).Select(user => new FoundUser(user.Id, user.Name)).ToListAsync();
        return [.. (await UserSearch.ByNameAsync(db, text, clock.Now, UsersMax)).Select(user => new FoundUser(user.Id, user.Name))];
    }

    private static bool TryDay(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        bool isDay =
            DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly read);
        day = read;
        return isDay && read.Year is >= 2020 and < 2156;
    }
}
