using System.Diagnostics;
using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>Everything that is measured, in a table.</summary>
internal static class Run
{
    private const int WarmUps = 3;
    private const int Repetitions = 21;

    /// <summary>Fills and measures.</summary>
    /// <returns>0.</returns>
    public static async Task<int> AllAsync(Size size, string? postgres, string? plansFile)
    {
        using BenchHost host = new(postgres);
        TimeSpan filled = await Filler.FillAsync(host, size);
        Print($"{(postgres == null ? "SQLite" : "PostgreSQL")}: {size.Users:N0} users, {size.Events:N0} events, filled in {filled.TotalSeconds:N0} s, {await BytesAsync(host) / 1e9:N1} GB");
        HttpClient client = await host.SignInAsync();
        uint now = host.Services.GetRequiredService<FacilityClock>().Now;
        long begin = now - (3L * 365 * 86400);
        Print($"| Page | median ms | slowest ms |");
        Print($"|---|---|---|");
        List<string> plans = [];
        foreach ((string name, Func<int, string> path) in Pages(size, begin))
        {
            for (int i = 0; i < WarmUps; i++)
                await GetAsync(client, path(i));
            double[] times = new double[Repetitions];
            for (int i = 0; i < Repetitions; i++)
            {
                long start = Stopwatch.GetTimestamp();
                await GetAsync(client, path(i + WarmUps));
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
            Array.Sort(times);
            Print($"| {name} | {times[Repetitions / 2]:N1} | {times[^1]:N1} |");
            if (plansFile != null)
                plans.Add($"== {name}: {path(0)}\n{await host.Plans.OfAsync(host, () => GetAsync(client, path(0)))}");
        }
        if (plansFile != null)
            await File.WriteAllTextAsync(plansFile, string.Join("\n\n", plans));
        await Batches.MeasureAsync(host, Print);
        return 0;
    }

    /// <summary>The pages; each repetition looks somewhere else, so that no answer is had from the one before.</summary>
    private static IEnumerable<(string Name, Func<int, string> Path)> Pages(Size size, long begin)
    {
        yield return ("Activity, first page", _ => "/Activity");
        yield return ("Activity, a page in the middle", i => $"/Activity?behind={begin + (9L * size.Events / (i + 2))}-{size.Events}");
        yield return ("Activity of one user", i => $"/Activity?user={1 + (i * 977)}");
        yield return ("Activity of one entry", i => $"/Activity?entry={1 + (i * 37)}");
        yield return ("Activity, only refused", _ => "/Activity?kind=refused");
        yield return ("Activity, only refused of one user", i => $"/Activity?kind=refused&user={1 + (i * 977)}");
        yield return ("Activity, only refused of one entry", i => $"/Activity?kind=refused&entry={1 + (i * 37)}");
        yield return ("Activity of a week", i => $"/Activity?from=2025-{1 + (i % 12):00}-01&to=2025-{1 + (i % 12):00}-07");
        yield return ("Activity, a user found by name", i => $"/Activity?user=anna+{1 + (i * 20)}");
        yield return ("Office, first page", _ => "/Activity/Office");
        yield return ("Office, only refused keys", _ => "/Activity/Office?kind=key-refused");
        yield return ("Office, of one user", i => $"/Activity/Office?user={1 + (i * 977)}");
    }

    private static async Task GetAsync(HttpClient client, string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(path);
        string page = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode || page.Contains("name=\"password\"", StringComparison.Ordinal))
            throw new InvalidOperationException($"{path}: {answer.StatusCode}");
    }

    private static Task<long> BytesAsync(BenchHost host) => host.InDbAsync(async db =>
        db.Database.IsSqlite() ? host.FileSize : await db.Database.SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"").SingleAsync());

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
