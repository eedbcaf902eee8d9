using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>Confirming the time, and bringing it.</summary>
internal static class TimeSetting
{
    /// <summary>Asks whether this computer's time is right, and brings it.</summary>
    /// <returns>Whether it was brought.</returns>
    public static async Task<bool> OfferAsync(Terminal terminal, Visit visit, FacilityFileStore store, FacilityLock door, bool isWanted,
        CancellationToken stop)
    {
        string now = $"{store.Time.Full(terminal.Now)} in {store.Facility.Zone}";
        if (!isWanted
            && !await terminal.ConfirmAsync($"This computer says that it is {now}. Is that right, and shall the lock have it?", stop)
            .ConfigureAwait(false))
        {
            terminal.Say("The time was not set. \"lockctl status --set-time\" does it.");
            return false;
        }
        await BringAsync(terminal, visit, store, door, stop).ConfigureAwait(false);
        return true;
    }

    /// <summary>Brings this computer's time to a lock.</summary>
    public static async Task BringAsync(Terminal terminal, Visit visit, FacilityFileStore store, FacilityLock door, CancellationToken stop)
    {
        ComputerClock.WarnIfWrong(terminal, store);
        LockSecrets secrets = FacilitySecrets.SecretsOf(store.Facility, door, visit.Identity.Generation);
        PhoneAnswer answer = await visit.SetTimeAsync(secrets, stop).ConfigureAwait(false);
        if (answer.Status != Status.Ok)
            throw Visit.Refused(Command.SetTime, answer, store.Time);
        terminal.Say($"The lock has the time: {store.Time.Full(terminal.Now)} in {store.Facility.Zone}.");
    }
}
