using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Places;

namespace LockFirmware.InstallerTool.Bench;

/// <summary>Makes the board on one port a lock: asks what it is, takes a lock of the list, writes it, reads it back.</summary>
/// <param name="setup">What the bench works with.</param>
/// <param name="plan">The locks.</param>
/// <param name="turns">Who may do what at the same time.</param>
/// <param name="log">Gets what was done.</param>
/// <param name="show">Shows it.</param>
/// <param name="port">The port.</param>
internal sealed class BenchRun(BenchSetup setup, BenchPlan plan, BenchTurns turns, BenchLog log, IBenchShow show, string port)
{
    private const int AnswerTriesMax = 20;
    private static readonly TimeSpan AnswerPause = TimeSpan.FromMilliseconds(500);

    private ChipDetails _chip = new(string.Empty, string.Empty);
    private uint? _lockId;
    private string _lockName = string.Empty;

    /// <summary>Whether something failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Does everything that can be done for this board.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            Tell("asking which board it is", BenchRowKind.Busy);
            _chip = await setup.Tool.DetailsAsync(port, stop).ConfigureAwait(false);
            using BenchClaim? claim = plan.Take(_chip, out string reason);
            if (claim == null)
            {
                Tell(reason, BenchRowKind.LeftAlone);
                return;
            }
            (_lockId, _lockName) = (claim.Id, claim.Name);
            log.Add(port, _chip, claim, "taken");
            await WriteAsync(claim, stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ToolException or FacilityFileException or LockLinkException or IOException
            or UnauthorizedAccessException)
        {
            HasFailed = true;
            Tell(exception.Message, BenchRowKind.Failed);
        }
    }

    private async Task WriteAsync(BenchClaim claim, CancellationToken stop)
    {
        try
        {
            await FlashAsync(claim, stop).ConfigureAwait(false);
            log.Add(port, _chip, claim, "written");
            if (setup.Places.Count == 0)
            {
                Tell($"done: written, not read back; take it out{await PrintAsync(claim, stop).ConfigureAwait(false)}", BenchRowKind.Done);
                return;
            }
            Tell("reading its identity back", BenchRowKind.Busy);
            await ReadBackAsync(claim, stop).ConfigureAwait(false);
            log.Add(port, _chip, claim, "read back");
            Tell($"done: read back; take it out{await PrintAsync(claim, stop).ConfigureAwait(false)}", BenchRowKind.Done);
        }
        catch (Exception exception) when (exception is ToolException or FacilityFileException or LockLinkException or IOException)
        {
            log.Add(port, _chip, claim, $"failed: {exception.Message}");
            throw;
        }
    }

    private async Task FlashAsync(BenchClaim claim, CancellationToken stop)
    {
        // What nanoff says, for whoever looks for a fault. It names files, and shows no secret.
        using StreamWriter words = new(Path.Combine(setup.Folder, "locks", $"{claim.Id}", "nanoff.log"), append: true) { AutoFlush = true };
        Terminal aside = setup.Terminal with { Output = words, Error = words, IsInteractive = false, HasColours = false };
        FlashRun run = new(aside, setup.Tool, claim.Board, port, setup.ImageOf(claim.Board), claim.Board.RuntimeFor(setup.Runtime))
        {
            IsChecked = true,
            Begins = step => BeginAsync(claim, step, stop),
            Ends = step =>
            {
                if (step == FlashStep.Firmware)
                    turns.Downloaded(claim.Board.Name);
            },
        };
        await run.RunAsync(setup.Facility, $"{claim.Id}", false, false, stop).ConfigureAwait(false);
    }

    private async Task<IDisposable?> BeginAsync(BenchClaim claim, string step, CancellationToken stop)
    {
        if (step != FlashStep.Firmware)
        {
            Tell($"writing: {step}", BenchRowKind.Busy);
            return null;
        }
        Tell("waiting for the download of the runtime", BenchRowKind.Busy);
        IDisposable turn = await turns.DownloadAsync(claim.Board.Name, stop).ConfigureAwait(false);
        Tell($"erasing, writing: {step}", BenchRowKind.Busy);
        return turn;
    }

    /// <summary>Looks for the lock at the addresses. It starts now, so it may not answer at once.</summary>
    private async Task ReadBackAsync(BenchClaim claim, CancellationToken stop)
    {
        await turns.Radio.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            SoughtLock sought = SoughtOf(claim.Id);
            Terminal aside = setup.Terminal with { Output = TextWriter.Null, Error = TextWriter.Null, IsInteractive = false };
            for (int tries = 1; ; tries++)
            {
                foreach (LockPlace place in setup.Places)
                {
                    if (!await IsAtAsync(aside, place, sought, stop).ConfigureAwait(false))
                        continue;
                    await ReadBack.OverRadioAsync(aside, setup.Facility, $"{claim.Id}", place, stop).ConfigureAwait(false);
                    return;
                }
                if (tries == AnswerTriesMax)
                    throw new ToolException(ExitCode.Link, "It is written and does not answer over the radio. Press its reset button and " +
                        "read it back with \"lockctl readback\".");
                await Task.Delay(AnswerPause, setup.Terminal.Time, stop).ConfigureAwait(false);
            }
        }
        finally
        {
            turns.Radio.Release();
        }
    }

    private SoughtLock SoughtOf(uint lockId)
    {
        using FacilityFileStore store = FacilityFileStore.Open(setup.Facility, _ => { }, forWriting: false);
        return new SoughtLock(store.Facility.FacilityId, lockId);
    }

    private static async Task<bool> IsAtAsync(Terminal aside, LockPlace place, SoughtLock sought, CancellationToken stop)
    {
        try
        {
            await using Visit visit = await Visit.BeginAsync(aside, place, sought, stop).ConfigureAwait(false);
            return visit.Identity is { IsProvisioned: true } identity && identity.LockId == sought.LockId;
        }
        catch (LockLinkException)
        {
            return false;
        }
    }

    /// <summary>Prints the tag of a lock. A printer that fails does not make the lock fail.</summary>
    /// <returns>What went wrong, as the end of a line; empty for nothing.</returns>
    private async Task<string> PrintAsync(BenchClaim claim, CancellationToken stop)
    {
        if (setup.Print == null)
            return string.Empty;
        string? fault = await new TagPrinter(setup).PrintAsync(claim, _chip.Mac, stop).ConfigureAwait(false);
        return fault == null ? string.Empty : $"; no tag: {fault}";
    }

    private void Tell(string state, BenchRowKind kind) => show.Row(new BenchRow(port, _chip.Chip, _lockId, _lockName, state, kind));
}
