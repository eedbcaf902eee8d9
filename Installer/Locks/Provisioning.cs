using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>
/// Gives a lock its identity over the air (docs/protocol.md, 8). Wherever it breaks off, the lock is as it was, or waits for the
/// rest, or is done; the same command goes on from there.
/// </summary>
internal sealed class Provisioning(Terminal terminal, FacilityFileStore store, FacilityLock door, byte[] setupSecret)
{
    // A facility file that is an old copy may have to pass some generations that are used up.
    private const int GenerationTriesMax = 16;

    private const int RecoverySecretsMax = 8;

    /// <summary>Does what is missing.</summary>
    public async Task RunAsync(Visit visit, CancellationToken stop)
    {
        if (visit.Identity.IsProvisioned)
        {
            await ConfirmAsync(visit, stop).ConfigureAwait(false);
            terminal.Say($"{door.Name} has its identity already, generation {door.Generation}.");
            return;
        }
        byte[] secret = await FindSecretAsync(visit, stop).ConfigureAwait(false);
        if (door.InstalledGeneration == door.Generation)
        {
            // It has proved a setup secret of this door, so it was reset: what it had must not live again.
            ushort generation = store.TakeGeneration(door);
            terminal.Warn($"{door.Name} had an identity before. It gets generation {generation}: keys issued before no longer open it.");
        }
        await OfferAsync(visit, secret, stop).ConfigureAwait(false);
        Remember(secret);
        PhoneKey service = FacilitySecrets.ServiceKeyOf(store.Facility, door, door.Generation, Rights.Manage);
        await visit.DoAsync(Command.Manage, service, [(byte)ManageOperation.Identify], store.Time, stop).ConfigureAwait(false);
        Installed(store, door);
        await visit.ReconnectAsync(stop).ConfigureAwait(false);
        await ConfirmAsync(visit, stop).ConfigureAwait(false);
        terminal.Say($"{door.Name} has its identity, generation {door.Generation}.");
    }

    /// <summary>Learns that a lock has the generation of the facility file, where it proves it: it may have come by cable.</summary>
    public static async Task LearnAsync(Visit visit, FacilityFileStore store, FacilityLock door, CancellationToken stop)
    {
        if (visit.Identity.Generation != door.Generation || door.InstalledGeneration == door.Generation)
            return;
        PhoneKey service = FacilitySecrets.ServiceKeyOf(store.Facility, door, door.Generation, Rights.Manage);
        await visit.AskAsync(Command.Status, service, null, null, stop).ConfigureAwait(false);
        Installed(store, door);
    }

    /// <summary>Learns that the lock has the generation of the facility file.</summary>
    private static void Installed(FacilityFileStore store, FacilityLock door)
    {
        if (door.InstalledGeneration == door.Generation)
            return;
        LockLedger ledger = door.ReadLedger();
        while (ledger.HighestGeneration < door.Generation)
            ledger.NextGeneration();
        if (door.IsReplaced)
        {
            ledger.Replaced(door.Generation);
            (door.SeenHead, door.SeenBootCount) = (0, 0);
        }
        else
            ledger.Provisioned(door.Generation);
        door.WriteLedger(ledger);
        door.InstalledGeneration = door.Generation;
        door.IsReplaced = false;
        store.Save();
    }

    /// <summary>
    /// The setup secret that the lock proves: the printed one, or after a reset by the button inside one that only the facility can
    /// compute. It is asked with generation 0, which no lock takes, so that the wrong lock costs nothing.
    /// </summary>
    private async Task<byte[]> FindSecretAsync(Visit visit, CancellationToken stop)
    {
        byte[][] candidates = Candidates();
        if (candidates.Length == 1)
            return candidates[0];
        ProvisionBody nothing = FacilitySecrets.IdentityOf(store.Facility, door);
        nothing.Generation = 0;
        PhoneAnswer? answer = null;
        foreach (byte[] candidate in candidates)
        {
            answer = await SendAsync(visit, candidate, nothing, stop).ConfigureAwait(false);
            if (answer.IsProven)
                return candidate;
        }
        Check(answer!);
        return candidates[0];
    }

    private byte[][] Candidates()
    {
        List<byte[]> candidates = [setupSecret, .. door.RecoverySecrets.AsEnumerable().Reverse().Select(Convert.FromHexString)];
        if (door.InstalledGeneration > 0)
            candidates.Add(After(setupSecret, door.InstalledGeneration));
        if (new LockFolder(store, door).IsDeployed)
            candidates.Add(After(setupSecret, door.Generation));
        return [.. candidates.DistinctBy(Convert.ToHexStringLower)];
    }

    private byte[] After(byte[] secret, ushort generation) =>
        SetupSecrets.AfterCommit(secret, FacilitySecrets.SecretsOf(store.Facility, door, generation).LockSecret);

    /// <summary>On the disk before the lock commits: without it a reset by the button would leave the lock to nobody.</summary>
    private void Remember(byte[] secret)
    {
        string recovery = Convert.ToHexStringLower(After(secret, door.Generation));
        if (door.RecoverySecrets.Contains(recovery))
            return;
        door.RecoverySecrets.Add(recovery);
        if (door.RecoverySecrets.Count > RecoverySecretsMax)
            door.RecoverySecrets.RemoveAt(0);
        store.Save();
    }

    private static Task<PhoneAnswer> SendAsync(Visit visit, byte[] setupSecret, ProvisionBody identity, CancellationToken stop)
    {
        byte[] secret = SetupSecrets.Provision(setupSecret);
        return visit.Client.AskAsync(
            () => visit.Client.MakeRequest(Command.Provision, null, identity.Seal(setupSecret, visit.Client.ChallengeFrame), secret),
            secret,
            stop);
    }

    /// <summary>Provision, until the generation is one that the lock takes. It keeps the identity as pending.</summary>
    private async Task OfferAsync(Visit visit, byte[] secret, CancellationToken stop)
    {
        for (int tries = 1; ; tries++)
        {
            ProvisionBody identity = FacilitySecrets.IdentityOf(store.Facility, door);
            PhoneAnswer answer = await SendAsync(visit, secret, identity, stop).ConfigureAwait(false);
            Check(answer);
            if (answer.Status == Status.Ok)
            {
                CheckConfirmation(answer, identity);
                return;
            }
            if (answer.Status != Status.GenerationTooLow || tries == GenerationTriesMax)
                throw Visit.Refused(Command.Provision, answer, store.Time);
            terminal.Warn($"The lock has had generation {door.Generation} already: is the facility file an old copy? Taking {store.TakeGeneration(door)}.");
        }
    }

    private void Check(PhoneAnswer answer)
    {
        if (!answer.IsProven)
            throw new ToolException(ExitCode.Refused, $"The lock does not know this setup secret (it says {answer.Status}). Check that it is {door.Name}: scan the label that came with this hardware and give it with --setup. A lock whose secret is lost is flashed anew: \"lockctl replace\", then \"lockctl flash\".");
    }

    private static void CheckConfirmation(PhoneAnswer answer, ProvisionBody identity)
    {
        byte[] expected = SetupSecrets.Confirmation(identity.LockSecret, answer.ChallengeFrame);
        if (!answer.Body.AsSpan().SequenceEqual(expected))
            throw new ToolException(ExitCode.Refused, "The lock has not understood the identity as it was sent. Try again; a firmware of another version needs its own lockctl.");
    }

    /// <summary>The lock says who it is; its proof under the new secret shows it.</summary>
    private async Task ConfirmAsync(Visit visit, CancellationToken stop)
    {
        IdentityFrame identity = visit.Identity;
        if (identity.FacilityId != store.Facility.FacilityId || identity.LockId != door.Id)
            throw new ToolException(ExitCode.Refused, $"This lock is number {identity.LockId} of facility {identity.FacilityId}, not {door.Name} ({door.Id} of {store.Facility.FacilityId}). Go to the right door. A lock of another facility must be reset there first.");
        if (identity.Generation != door.Generation)
            throw new ToolException(ExitCode.Refused, $"{door.Name} has generation {identity.Generation}, and the facility file is at {door.Generation}: {(identity.Generation < door.Generation ? "this is the old hardware, or the new identity has not come to it yet. Reset it with \"lockctl reset\", or flash it" : "the file is an old copy. Take the newest one")}.");
        PhoneKey service = FacilitySecrets.ServiceKeyOf(store.Facility, door, door.Generation, Rights.Manage);
        await visit.AskAsync(Command.Status, service, null, null, stop).ConfigureAwait(false);
        Installed(store, door);
    }
}
