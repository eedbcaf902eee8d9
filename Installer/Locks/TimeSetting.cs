using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>Sets a lock's clock to the time of this computer.</summary>
internal static class TimeSetting
{
    /// <summary>Asks whether this computer's time is right, and sets the lock's clock.</summary>
    /// <returns>Whether the clock was set.</returns>
    public static async Task<bool> OfferAsync(Terminal terminal, Visit visit, FacilityFileStore store, FacilityLock door, bool isWanted,
        CancellationToken stop)
    {
        string now = $"{store.Time.Full(terminal.Now)} in {store.Facility.Zone}";
        if (!isWanted && !await terminal.ConfirmAsync($"This computer's time is {now}. Is that right, and shall the lock get " +
            $"it?", stop).ConfigureAwait(false))
        {
            terminal.Say("The time was not set. To set it, run \"lockctl status --set-time\".");
            return false;
        }
        await BringAsync(terminal, visit, store, door, stop).ConfigureAwait(false);
        return true;
    }

    /// <summary>Sets the lock's clock without a question.</summary>
    public static async Task BringAsync(Terminal terminal, Visit visit, FacilityFileStore store, FacilityLock door, CancellationToken stop)
    {
        ComputerClock.WarnIfWrong(terminal, store);
        LockSecrets secrets = FacilitySecrets.SecretsOf(store.Facility, door, visit.Identity.Generation);
        PhoneAnswer answer = await visit.SetTimeAsync(secrets, stop).ConfigureAwait(false);
        if (answer.Status != Status.Ok)
            throw Visit.Refused(Command.SetTime, answer, store.Time);
        terminal.Say($"The lock's clock is set: {store.Time.Full(terminal.Now)} in {store.Facility.Zone}.");
    }
}
