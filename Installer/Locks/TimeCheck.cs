using System.Globalization;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>Asks the person at the door to confirm the lock's time, because the lock checks keys with nothing else.</summary>
internal sealed class TimeCheck(Terminal terminal, Visit visit, FacilityFileStore store, FacilityLock door)
{
    private const long NearSeconds = 60;

    /// <summary>The local time of a lock, with the lock's own UTC offset when it is known.</summary>
    public static string LocalOf(LockStatus status, LocalTime time) => status.IsFull
        ? LocalTime.Epoch.AddSeconds(status.Now).AddMinutes(status.ZoneOffsetMinutes).ToString("ddd yyyy-MM-dd " +
            "HH:mm:ss", CultureInfo.InvariantCulture)
        : time.Full(status.Now);

    /// <summary>
    /// Warns when the lock's time is lost or wrong. Else asks for a confirmation. Offers to set this computer's time when it is not
    /// right.
    /// </summary>
    /// <param name="status">The status of the lock.</param>
    /// <param name="isAsked">Whether to ask the person at the terminal.</param>
    /// <param name="stop">Interrupts.</param>
    /// <returns>Whether the time was set.</returns>
    /// <exception cref="ToolException">The person said that the time is wrong, and it still is.</exception>
    public async Task<bool> RunAsync(LockStatus status, bool isAsked, CancellationToken stop)
    {
        long difference = Math.Abs((long)status.Now - terminal.Now);
        bool isSet = status.Trust == ClockTrust.Set;
        if (!isSet)
            terminal.Warn("The lock has lost the time. Until it is set, only keys with the right OpenWithoutClock open the door.");
        else if (difference > NearSeconds)
            terminal.Warn($"The lock's clock differs by {difference} s from this computer's.");
        if (!isAsked || !terminal.IsInteractive)
        {
            if (!isSet || difference > NearSeconds)
                terminal.Say("The time was not set. To set it, run \"lockctl status --set-time\".");
            return false;
        }
        if (isSet && await terminal.ConfirmAsync(Question(status), stop).ConfigureAwait(false))
        {
            terminal.Say("The time is confirmed.");
            return false;
        }
        if (await TimeSetting.OfferAsync(terminal, visit, store, door, false, stop).ConfigureAwait(false))
            return true;
        throw new ToolException(ExitCode.Refused, $"The time of {door.Name} is not confirmed, and the lock checks keys with it. Correct " +
            $"this computer's clock and run \"lockctl status --set-time\". If the time is wrong by whole hours, the facility's zone " +
            $"({store.Facility.Zone}) is wrong.");
    }

    /// <summary>The question: the lock's time, the next change of its clock, and whether the key opens the door.</summary>
    private string Question(LockStatus status)
    {
        string change = !status.IsFull ? string.Empty : status.NextChange == 0 ? "; its clock never changes" : $"; its clock changes " +
            $"next on {store.Time.Full(status.NextChange)}";
        return $"The lock's time is {LocalOf(status, store.Time)}{change}; open now: {DoorWords.Opens(status, store.Time)}. Is that " +
            $"right? Compare with a clock at the door.";
    }
}
