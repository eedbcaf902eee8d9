using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.InstallerTool.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Command = System.CommandLine.Command;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl provision.</summary>
internal static class ProvisionCommand
{
    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<string> address = Options.Virtual();
        Option<string?> setup = new("--setup") { Description = "The text of the label's QR code (LF1:SETUP:...); the facility file's setup secret when left out." };
        Option<bool> setTime = SetTime.Option();
        Command command = new("provision", """
            Gives a lock its identity over the air, and the time. It may break off at any moment: the lock is then as it was, or
            waits for the rest, or is done, and the same command goes on from there.
            """) { door, path, address, setup, setTime };
        command.SetAction(async (parsed, stop) =>
        {
            using SiteStore store = SiteStore.Open(parsed.GetValue(path)!, terminal, forWriting: true);
            SiteLock found = store.Find(parsed.GetValue(door)!);
            byte[] secret = SetupSecretOf(found, parsed.GetValue(setup));
            await using Visit visit = await Visit.BeginAsync(terminal, parsed.GetValue(address)!, stop).ConfigureAwait(false);
            await new Provisioning(terminal, store, found, secret).RunAsync(visit, stop).ConfigureAwait(false);
            await SetTime.OfferAsync(terminal, visit, store, found, parsed.GetValue(setTime), stop).ConfigureAwait(false);
            terminal.Say("Destroy the label if there is one: it is as secret as the lock. Next: \"lockctl status\".");
            return ExitCode.Ok;
        });
        return command;
    }

    private static byte[] SetupSecretOf(SiteLock door, string? text)
    {
        if (text == null)
            return Convert.FromHexString(door.SetupSecret);
        (uint lockId, byte[] secret) = SetupText.TryRead(text)
            ?? throw new ToolException(ExitCode.Unusable, "--setup is not the whole text of a label. Scan it again; it begins with LF1:SETUP:.");
        return lockId == door.Id
            ? secret
            : throw new ToolException(ExitCode.Unusable, $"This label is of lock {lockId}, not of {door.Name} ({door.Id}). Take the label of this lock.");
    }
}

/// <summary>Confirming the time, and bringing it.</summary>
internal static class SetTime
{
    /// <summary>The option to set it without a question.</summary>
    public static Option<bool> Option() => new("--set-time") { Description = "Bring this computer's time to the lock without asking; check it first." };

    /// <summary>Asks whether this computer's time is right, and brings it.</summary>
    /// <returns>Whether it was brought.</returns>
    public static async Task<bool> OfferAsync(Terminal terminal, Visit visit, SiteStore store, SiteLock door, bool isWanted, CancellationToken stop)
    {
        string now = $"{store.Time.Full(terminal.Now)} in {store.Site.Zone}";
        if (!isWanted && !await terminal.ConfirmAsync($"This computer says that it is {now}. Is that right, and shall the lock have it?", stop).ConfigureAwait(false))
        {
            terminal.Say("The time was not set. \"lockctl status --set-time\" does it.");
            return false;
        }
        await BringAsync(terminal, visit, store, door, stop).ConfigureAwait(false);
        return true;
    }

    /// <summary>Brings this computer's time to a lock.</summary>
    public static async Task BringAsync(Terminal terminal, Visit visit, SiteStore store, SiteLock door, CancellationToken stop)
    {
        store.WarnOfClock(terminal);
        LockSecrets secrets = Issuer.SecretsOf(store.Site, door, visit.Identity.Generation);
        PhoneAnswer answer = await visit.SetTimeAsync(secrets, stop).ConfigureAwait(false);
        if (answer.Status != Status.Ok)
            throw Visit.Refused(KeyCrypto.Command.SetTime, answer, store.Time);
        terminal.Say($"The lock has the time: {store.Time.Full(terminal.Now)} in {store.Site.Zone}.");
    }
}
