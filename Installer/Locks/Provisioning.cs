using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>
/// Gives a lock its identity over the air (docs/protocol.md, 8). It can be interrupted at any time: run again, it continues where it
/// stopped.
/// </summary>
internal sealed class Provisioning(Terminal terminal, FacilityFileStore store, FacilityLock door, byte[] setupSecret)
{
    // With an old copy of the facility file several generations may have been used already.
    private const int GenerationTriesMax = 16;

    private const int RecoverySecretsMax = 8;

    /// <summary>Does the steps that are missing.</summary>
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
            // The lock proved a setup secret of this door, so it was reset. Its former keys must not work again.
            ushort generation = store.TakeGeneration(door);
            terminal.Warn($"{door.Name} had an identity before. It gets generation {generation}: older keys do not open it any more.");
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

    /// <summary>
    /// Stores that a lock has the generation of the facility file, when the lock proves it. It may have got it by flashing.
    /// </summary>
    public static async Task LearnAsync(Visit visit, FacilityFileStore store, FacilityLock door, CancellationToken stop)
    {
        if (visit.Identity.Generation != door.Generation)
            return;
        if (door.InstalledGeneration == door.Generation)
        {
            RemoveFiles(store, door);
            return;
        }
        PhoneKey service = FacilitySecrets.ServiceKeyOf(store.Facility, door, door.Generation, Rights.Manage);
        await visit.AskAsync(Command.Status, service, null, null, stop).ConfigureAwait(false);
        Installed(store, door);
    }

    /// <summary>Stores that the lock has the generation of the facility file.</summary>
    private static void Installed(FacilityFileStore store, FacilityLock door)
    {
        if (door.InstalledGeneration == door.Generation)
            return;
        door.TakeInstalled();
        store.Save();
        RemoveFiles(store, door);
    }

    /// <summary>A lock that has proved its identity needs the files with its secrets no more.</summary>
    private static void RemoveFiles(FacilityFileStore store, FacilityLock door)
    {
        LockFolder folder = new(store, door);
        folder.RemoveFiles();
        if (folder.IsDeployed && !folder.IsReadBack)
            folder.MarkDone(FlashStep.ReadBack);
    }

    /// <summary>
    /// Finds the setup secret that the lock proves: the printed one, or after a reset with the button inside one that only the facility
    /// can compute. It asks with generation 0, which no lock accepts, so that asking the wrong lock changes nothing.
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

    /// <summary>
    /// Saves the recovery secret before the lock takes the identity. Without it nobody could provision the lock after a reset with the
    /// button.
    /// </summary>
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

    /// <summary>Sends Provision until the lock accepts the generation. The lock then keeps the identity as pending.</summary>
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
            terminal.Warn($"The lock has used generation {door.Generation} already; the facility file may be an old copy. Trying " +
                $"generation {store.TakeGeneration(door)}.");
        }
    }

    private void Check(PhoneAnswer answer)
    {
        if (!answer.IsProven)
            throw new ToolException(ExitCode.Refused, $"The lock does not know this setup secret (its answer is {answer.Status}). Check " +
                $"that it is {door.Name}: scan the label of this hardware and give its text with --setup. If the secret is lost, flash " +
                $"the lock again: \"lockctl replace\", then \"lockctl flash\".");
    }

    private static void CheckConfirmation(PhoneAnswer answer, ProvisionBody identity)
    {
        byte[] expected = SetupSecrets.Confirmation(identity.LockSecret, answer.ChallengeFrame);
        if (!answer.Body.AsSpan().SequenceEqual(expected))
            throw new ToolException(ExitCode.Refused, "The lock did not confirm the identity that was sent. Try again. If the firmware " +
                "has another version, use the lockctl of that version.");
    }

    /// <summary>Checks that the lock has the new identity: it must prove the new secret.</summary>
    private async Task ConfirmAsync(Visit visit, CancellationToken stop)
    {
        IdentityFrame identity = visit.Identity;
        if (identity.FacilityId != store.Facility.FacilityId || identity.LockId != door.Id)
            throw new ToolException(ExitCode.Refused, $"This lock is number {identity.LockId} of facility {identity.FacilityId}, not " +
                $"{door.Name} ({door.Id} of {store.Facility.FacilityId}). Go to the right door. A lock of another facility must first be " +
                $"reset with that facility's file.");
        if (identity.Generation != door.Generation)
        {
            string advice = identity.Generation < door.Generation
                ? "this is the old hardware, or it did not get the new identity. Reset it with \"lockctl reset\", or flash it."
                : "the file is an old copy. Use the newest one.";
            throw new ToolException(ExitCode.Refused, $"{door.Name} has generation {identity.Generation}, and the facility file has " +
                $"{door.Generation}: {advice}");
        }
        PhoneKey service = FacilitySecrets.ServiceKeyOf(store.Facility, door, door.Generation, Rights.Manage);
        await visit.AskAsync(Command.Status, service, null, null, stop).ConfigureAwait(false);
        Installed(store, door);
    }
}
