using System.Globalization;
using LockFirmware.LockLink;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>
/// A page that is measured, and what it must show. The check excludes the time of an error, of a sign-in form and of an empty list.
/// </summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Path">Its address. Each repetition asks for something else, so that no answer comes from a cache.</param>
/// <param name="RowsMin">The fewest rows of its list.</param>
/// <param name="RowsMax">The most rows of its list.</param>
/// <param name="Shows">A text that it must contain; null for any.</param>
/// <param name="MayOneBeEmpty">Whether a repetition may find nothing if another one finds something.</param>
internal sealed record MeasuredPage(string Name, Func<int, string> Path, int RowsMin, int RowsMax, Func<int, string>? Shows = null,
    bool MayOneBeEmpty = false);

/// <summary>All pages that are measured.</summary>
internal static class Pages
{
    private const int Full = 50;
    private const int Step = 977;
    private const int WeekSeconds = 7 * 86400;
    private const int HalfYearSeconds = 182 * 86400;

    /// <summary>The pages.</summary>
    public static IEnumerable<MeasuredPage> Of(Size size, long now) => [.. OfUsers(size, now), .. OfActivity(size, now), .. OfOffice(size)];

    private static IEnumerable<MeasuredPage> OfUsers(Size size, long now)
    {
        string Middle(int i) => $"/Users?after={Filler.FirstKeyEnd(now) + (Filler.KeyEndSeconds * (i + 1L) / 50)}-1";
        yield return new("Users, first page: those whose key expired first", _ => "/Users", Full, Full);
        yield return new("Users, a page in the middle", Middle, Full, Full);
        yield return new("Users, only expired", _ => "/Users?filter=Expired", Full, Full);
        yield return new("Users, only active", _ => "/Users?filter=Active", Full, Full);
        yield return new("Users, only those without a key", _ => "/Users?filter=NoKey", 1, Full);
        yield return new("Users, only those who owe rent", _ => "/Users?filter=Delinquent", 1, Full);
        yield return Typed("1 letter", i => Filler.First[i % Filler.First.Count][..1], 1, Full);
        yield return Typed("3 letters", i => Filler.First[i % Filler.First.Count].PadRight(3)[..3].Trim(), 1, Full);
        yield return Typed("8 letters, a name of every twentieth", _ => "lindqvis", 1, Full);
        yield return Typed("8 letters, what all have", _ => "example.", Full, Full);
        yield return Typed("first and last name",
            i => $"{Filler.NameOf(Someone(size, i)).Split(' ')[0]} {Filler.NameOf(Someone(size, i)).Split(' ')[1]}", 1, Full);
        yield return Typed("last name and number: one user", i => string.Join(' ', Filler.NameOf(Someone(size, i)).Split(' ')[1..]), 1, 1,
            i => Filler.NameOf(Someone(size, i)));
        yield return Typed("a mail address", i => Filler.EmailOf(Someone(size, i)), 1, 1, i => Filler.NameOf(Someone(size, i)));
        yield return Typed("a telephone number", i => Uri.EscapeDataString(Filler.PhoneOf(Someone(size, i))), 1, 1,
            i => Filler.NameOf(Someone(size, i)));
        yield return Typed("what nobody has", i => $"zzz{i}", 0, 0);
        yield return new("Users, expired, 3 letters typed",
            i => $"/Users?filter=Expired&part=results&q={Filler.First[1 + (i % 9)].PadRight(3)[..3].Trim()}", 1, Full);
        yield return new("A user's page", i => $"/Users/{Someone(size, i)}", 0, int.MaxValue, i => Filler.NameOf(Someone(size, i)));
    }

    private static MeasuredPage Typed(string name, Func<int, string> text, int rowsMin, int rowsMax, Func<int, string>? shows = null) =>
        new($"Users, typed: {name}", i => $"/Users?part=results&q={text(i).Replace(' ', '+')}", rowsMin, rowsMax, shows);

    private static IEnumerable<MeasuredPage> OfActivity(Size size, long now)
    {
        long begin = Filler.Begin(now);
        int ofEntry = Math.Min(Full, size.Events / Size.Entries);
        string Day(long at) => LocalTime.Epoch.AddSeconds(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        long Week(int i) => begin + HalfYearSeconds + ((long)i * WeekSeconds);
        yield return new("Activity, first page", _ => "/Activity", Full, Full);
        yield return new("Activity, a page in the middle",
            i => $"/Activity?behind={begin + (size.EventSeconds * size.Events / (i + 2))}-{size.Events}", Full, Full);
        yield return new("Activity of one user", i => $"/Activity?user={Someone(size, i)}", 0, Full, MayOneBeEmpty: true);
        yield return new("Activity of one entry", i => $"/Activity?entry={1 + (i * 37)}", ofEntry, ofEntry);
        yield return new("Activity, only refused", _ => "/Activity?kind=refused", Full, Full);
        yield return new("Activity, only refused of one user", i => $"/Activity?kind=refused&user={Someone(size, i)}", 0, Full,
            MayOneBeEmpty: true);
        yield return new("Activity, only refused of one entry", i => $"/Activity?kind=refused&entry={1 + (i * 37)}", 0, Full,
            MayOneBeEmpty: true);
        yield return new("Activity of a week", i => $"/Activity?from={Day(Week(i))}&to={Day(Week(i) + WeekSeconds - 86400)}", 1, Full);
        yield return new("Activity, a user found by name", i => $"/Activity?user={Filler.NameOf(Someone(size, i)).Replace(' ', '+')}", 0,
            Full, i => Filler.NameOf(Someone(size, i)), MayOneBeEmpty: true);
    }

    private static IEnumerable<MeasuredPage> OfOffice(Size size)
    {
        yield return new("Office, first page", _ => "/Activity/Office", Full, Full);
        yield return new("Office, only refused keys", _ => "/Activity/Office?kind=key-refused", Math.Min(Full, size.OfficeRecords / 10),
            Full);
        yield return new("Office, of one user", i => $"/Activity/Office?user={Someone(size, i)}", 0, Full, MayOneBeEmpty: true);
    }

    /// <summary>A user whose number is not the beginning of another user's number.</summary>
    private static long Someone(Size size, int i) => size.Users - (i * (long)Step % (size.Users * 8L / 10));
}
