using System.Globalization;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>Has the time of a lock confirmed by whoever stands before it: hours of keys are judged by nothing else.</summary>
internal sealed class TimeCheck(Terminal terminal, Visit visit, FacilityFileStore store, FacilityLock door)
{
    private const long NearSeconds = 60;

    /// <summary>The local time that a lock computes: by its own offset, where it told it.</summary>
    public static string LocalOf(LockStatus status, LocalTime time) => status.IsFull
        ? LocalTime.Epoch.AddSeconds(status.Now).AddMinutes(status.ZoneOffsetMinutes)
        .ToString("ddd yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : time.Full(status.Now);

    /// <summary>
    /// Warns of a time that is lost or off; asks to confirm one that is not, and offers this computer's where it is not right.
    /// </summary>
    /// <param name="status">What the lock told.</param>
    /// <param name="isAsked">Whether a person, if there is one, is to be asked.</param>
    /// <param name="stop">Breaks off.</param>
    /// <returns>Whether the time was set.</returns>
    /// <exception cref="ToolException">The person said that the time is wrong, and it still is.</exception>
    public async Task<bool> RunAsync(LockStatus status, bool isAsked, CancellationToken stop)
    {
        long difference = Math.Abs((long)status.Now - terminal.Now);
        bool isSet = status.Trust == ClockTrust.Set;
        if (!isSet)
            terminal.Warn("It has lost the time: only keys that may open without a clock open it.");
        else if (difference > NearSeconds)
            terminal.Warn($"Its clock differs by {difference} s from this computer's.");
        if (!isAsked || !terminal.IsInteractive)
        {
            if (!isSet || difference > NearSeconds)
                terminal.Say("The time was not set. \"lockctl status --set-time\" does it.");
            return false;
        }
        if (isSet && await terminal.ConfirmAsync(Question(status), stop).ConfigureAwait(false))
        {
            terminal.Say("The time is confirmed.");
            return false;
        }
        if (await TimeSetting.OfferAsync(terminal, visit, store, door, false, stop).ConfigureAwait(false))
            return true;
        throw new ToolException(ExitCode.Refused,
            $"The time of {door.Name} is not confirmed, and keys are judged by it. Set this computer's clock right, and run \"lockctl "
            + $"status --set-time\"; if it is off by whole hours, the facility's zone ({store.Facility.Zone}) is wrong.");
    }

    /// <summary>
    /// What is confirmed: the time as the lock computes it, the next change of its clock, and whether it lets this key in.
    /// </summary>
    private string Question(LockStatus status)
    {
        string change = !status.IsFull ? string.Empty : status.NextChange == 0
            ? "; it never changes its clock"
            : $"; its clock changes next on {store.Time.Full(status.NextChange)}";
        return $"The lock says that it is {LocalOf(status, store.Time)}{change}; open now: {DoorWords.Opens(status, store.Time)}. Is that "
            + "right, by a clock at the door?";
    }
}
