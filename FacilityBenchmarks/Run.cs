using System.Diagnostics;
using System.Globalization;
using System.Net;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>Measures everything and prints it in tables.</summary>
internal static class Run
{
    private const string SignInField = "name=\"password\"";

    /// <summary>Fills the database and measures.</summary>
    /// <param name="size">The amount of data.</param>
    /// <param name="postgres">Connection string of an empty database; null for SQLite.</param>
    /// <param name="plansFile">Gets the query plans; null for none.</param>
    /// <param name="output">Gets the tables.</param>
    /// <param name="progress">Gets the progress.</param>
    /// <exception cref="UnexpectedAnswerException">The program gave another answer than the one to be measured.</exception>
    public static async Task AllAsync(Size size, string? postgres, string? plansFile, TextWriter output, TextWriter progress)
    {
        void Print(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        using BenchHost host = new(postgres);
        TimeSpan filled = await FillAsync(host, size, progress);
        string database = postgres == null ? "SQLite" : "PostgreSQL";
        double gigabytes = await BytesAsync(host) / 1e9;
        Print($"{database}: {size.Users:N0} users, {size.Events:N0} events, filled in {filled.TotalSeconds:N0} s, {gigabytes:N1} GB");
        Print($"");
        await PagesAsync(host, size, plansFile, Print, progress);
        Print($"");
        progress.WriteLine("Phones fetch keys.");
        await KeyRequests.MeasureAsync(host, size, Print);
        Print($"");
        progress.WriteLine("Batches are taken in.");
        await Batches.MeasureAsync(host, size, Print);
    }

    private static async Task<TimeSpan> FillAsync(BenchHost host, Size size, TextWriter progress)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(progress) });
        TimeSpan filled = default;
        await console.Progress()
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(),
                new TaskDescriptionColumn()).StartAsync(async context =>
        {
            ProgressTask task = context.AddTask("filling");
            filled = await Filler.FillAsync(host, size, new Steps(step =>
            {
                task.MaxValue = step.Of;
                task.Value = step.Done;
                task.Description = Markup.Escape(step.Name);
            }));
        });
        return filled;
    }

    private static async Task PagesAsync(BenchHost host, Size size, string? plansFile, Action<FormattableString> print, TextWriter progress)
    {
        using HttpClient client = await host.SignInAsync();
        print($"| Page | median ms | slowest ms |");
        print($"|---|---|---|");
        List<string> plans = [];
        foreach (MeasuredPage page in Pages.Of(size, host.Services.GetRequiredService<FacilityClock>().Now))
        {
            progress.WriteLine(page.Name);
            double[] times = await TimesAsync(client, size, page);
            print($"| {page.Name} | {times[times.Length / 2]:N1} | {times[^1]:N1} |");
            if (plansFile != null)
                plans.Add($"== {page.Name}: {page.Path(0)}\n{await host.Plans.OfAsync(host, () => RowsAsync(client, page, 0))}");
        }
        if (plansFile != null)
            await File.WriteAllTextAsync(plansFile, string.Join("\n\n", plans));
    }

    private static async Task<double[]> TimesAsync(HttpClient client, Size size, MeasuredPage page)
    {
        double[] times = new double[size.Repetitions];
        int rows = 0;
        for (int i = 0; i < size.WarmUps; i++)
            rows += await RowsAsync(client, page, i);
        for (int i = 0; i < size.Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            string text = await GetAsync(client, page.Path(i + size.WarmUps));
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            rows += Check(page, i + size.WarmUps, text);
        }
        if (page.MayOneBeEmpty && rows == 0)
            throw new UnexpectedAnswerException($"{page.Name}: no request found anything.");
        Array.Sort(times);
        return times;
    }

    private static async Task<int> RowsAsync(HttpClient client, MeasuredPage page, int i) =>
        Check(page, i, await GetAsync(client, page.Path(i)));

    private static async Task<string> GetAsync(HttpClient client, string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(path);
        string text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK && !text.Contains(SignInField, StringComparison.Ordinal)
            ? text
            : throw new UnexpectedAnswerException($"{path}: {answer.StatusCode}");
    }

    /// <summary>Whether the page shows what it must.</summary>
    /// <returns>The rows of its list.</returns>
    private static int Check(MeasuredPage page, int i, string text)
    {
        int from = text.IndexOf("<tbody>", StringComparison.Ordinal);
        int rows = from < 0 ? 0 : text[from..text.IndexOf("</tbody>", from, StringComparison.Ordinal)].Split("<tr").Length - 1;
        if (rows < page.RowsMin || rows > page.RowsMax)
            throw new UnexpectedAnswerException($"{page.Path(i)}: {rows} rows, not {page.RowsMin} to {page.RowsMax}.");
        if (page.Shows?.Invoke(i) is { } shown && !text.Contains(shown, StringComparison.Ordinal))
            throw new UnexpectedAnswerException($"{page.Path(i)} does not show \"{shown}\".");
        return rows;
    }

    private static Task<long> BytesAsync(BenchHost host) => host.InDbAsync(async db =>
        db.Database.IsSqlite()
        ? host.FileSize
        : await db.Database.SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"").SingleAsync());

    /// <summary>Reports at once, in order, on the calling thread.</summary>
    private sealed class Steps(Action<(int Done, int Of, string Name)> report) : IProgress<(int Done, int Of, string Name)>
    {
        public void Report((int Done, int Of, string Name) value) => report(value);
    }
}
