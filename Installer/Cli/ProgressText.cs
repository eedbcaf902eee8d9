using Spectre.Console;

namespace LockFirmware.InstallerTool.Cli;

/// <summary>Shows the progress of long work: a bar on a colour terminal, else at most ten lines.</summary>
internal static class ProgressText
{
    private const int LinesMax = 10;

    /// <summary>Does something for each item, in order, and shows the progress.</summary>
    public static void Each<T>(Terminal terminal, string title, IReadOnlyList<T> items, CancellationToken stop, Action<T> act)
    {
        if (items.Count == 0)
            return;
        if (!terminal.HasColours)
        {
            Plainly(terminal, title, items, stop, act);
            return;
        }
        AnsiConsole.Progress().Start(progress =>
        {
            ProgressTask task = progress.AddTask(Markup.Escape(title), maxValue: items.Count);
            foreach (T item in items)
            {
                stop.ThrowIfCancellationRequested();
                act(item);
                task.Increment(1);
            }
        });
    }

    private static void Plainly<T>(Terminal terminal, string title, IReadOnlyList<T> items, CancellationToken stop, Action<T> act)
    {
        int step = Math.Max(1, items.Count / LinesMax);
        for (int i = 0; i < items.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            act(items[i]);
            if ((i + 1) % step == 0 || i + 1 == items.Count)
                terminal.Say($"{title}: {i + 1} of {items.Count}");
        }
    }
}
