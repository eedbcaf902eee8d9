using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink.Places;
using LockFirmware.LockLink.Words;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>What was read back from a lock.</summary>
/// <param name="Id">The lock's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="FacilityId">The facility's number.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Board">Its board; empty when it did not say.</param>
/// <param name="Firmware">The version of its firmware.</param>
/// <param name="IsProved">Whether it proved that it has its secrets.</param>
/// <param name="Utc">When it was read.</param>
internal sealed record ReadLock(uint Id, string Name, uint FacilityId, ushort Generation, string Board, string Firmware, bool IsProved,
    string Utc);

/// <summary>
/// Compares the identity that a flashed lock reports with the one that it was flashed with. nanoff cannot read a file of the lock, and
/// it ends without an error when a file did not arrive. So a lock is flashed only when this is done.
/// </summary>
internal static class ReadBack
{
    // A lock on a PC stands for any board.
    private const string VirtualBoardName = "virtual";

    /// <summary>Reads the identity over the radio, and lets the lock prove it.</summary>
    /// <returns>What the lock has.</returns>
    public static async Task<ReadLock> OverRadioAsync(Terminal terminal, string path, string name, LockPlace place, CancellationToken stop)
    {
        using FacilityFileStore store = await StoreAccess.OpenAsync(terminal, path, stop).ConfigureAwait(false);
        FacilityLock door = store.Find(name);
        await using Visit visit = await Visit.BeginAsync(terminal, place, Visit.AnyState(store, door), stop).ConfigureAwait(false);
        // The lock takes its identity at its first start, which may be now.
        if (!visit.Identity.IsProvisioned)
            await visit.ReconnectAsync(stop).ConfigureAwait(false);
        Check(visit.Identity, store, door);
        await Provisioning.LearnAsync(visit, store, door, stop).ConfigureAwait(false);
        Say(terminal, door, "It proved that it has its secrets.");
        return Of(visit.Identity, door, isProved: true, terminal);
    }

    /// <summary>Takes the identity that a person read with an app.</summary>
    /// <returns>What the lock has.</returns>
    public static Task<ReadLock> ByPersonAsync(Terminal terminal, string path, string name, string hex, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using FacilityFileStore store = StoreAccess.Open(terminal, path, forWriting: false);
        FacilityLock door = store.Find(name);
        LockFolder folder = new(store, door);
        using FileStream held = folder.Hold();
        if (!folder.IsDeployed)
            throw new ToolException(ExitCode.Unusable, $"{door.Name} was not flashed with generation {door.Generation} by this computer, " +
                $"so there is nothing to compare.");
        IdentityFrame identity = Read(hex);
        Check(identity, store, door);
        folder.RemoveFiles();
        folder.MarkDone(FlashStep.ReadBack);
        Say(terminal, door, "That it has its secrets is proved by its first visit: \"lockctl status\", or the first key.");
        return Task.FromResult(Of(identity, door, isProved: false, terminal));
    }

    private static ReadLock Of(IdentityFrame identity, FacilityLock door, bool isProved, Terminal terminal) => new(
        door.Id, door.Name, identity.FacilityId, identity.Generation, identity.Board, FirmwareNumber.Text(identity.Firmware), isProved,
        JsonText.Utc(terminal.Time.GetUtcNow()));

    private static IdentityFrame Read(string hex)
    {
        string digits = new([.. hex.Where(letter => !char.IsWhiteSpace(letter) && letter is not ('-' or ':'))]);
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            digits = digits[2..];
        IdentityFrame identity = new();
        bool isHex = digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit);
        return isHex && identity.TryRead(Convert.FromHexString(digits))
            ? identity
            : throw new ToolException(ExitCode.Unusable, $"--identity is not the value of the characteristic Identity: that has " +
                $"{2 * IdentityFrame.Size} hex digits or more. Copy it from the app again.");
    }

    private static void Check(IdentityFrame identity, FacilityFileStore store, FacilityLock door)
    {
        if (!identity.IsProvisioned)
            throw Wrong($"{door.Name} has no identity: the file with it did not arrive, or the lock has not started yet. Wait a minute " +
                $"and read it back again. If it stays so, flash it again with \"lockctl flash --restart\".");
        bool isHere = identity.FacilityId == store.Facility.FacilityId && identity.LockId == door.Id;
        if (!isHere)
            throw Wrong($"This lock is number {identity.LockId} of facility {identity.FacilityId}, not {door.Name} ({door.Id} of " +
                $"{store.Facility.FacilityId}). Either it is another lock, or the board kept an identity that it had before. Then its " +
                $"old keys open this door: flash it again with \"lockctl flash --restart\", which erases it.");
        if (identity.Generation != door.Generation)
            throw Wrong($"{door.Name} has generation {identity.Generation} instead of {door.Generation}, so keys of before open it. The " +
                $"board kept an identity that it had before. Flash it again with \"lockctl flash --restart\", which erases it.");
        CheckBoard(identity, door);
    }

    /// <summary>A lock on another board than the list says has the application of another board, whose pins are wrong.</summary>
    private static void CheckBoard(IdentityFrame identity, FacilityLock door)
    {
        if (identity.Board.Length > 0 && identity.Board != VirtualBoardName && identity.Board != door.Board)
            throw Wrong($"{door.Name} runs the application for the board {identity.Board}, and the facility file says {door.Board}: its " +
                $"pins may be wrong. Correct the list of locks, or flash the application of its board.");
    }

    private static void Say(Terminal terminal, FacilityLock door, string proof) => terminal.Say($"{door.Name} is flashed: it is number " +
        $"{door.Id}, generation {door.Generation}. {proof} The files with its secrets were removed from this computer.");

    private static ToolException Wrong(string what) => new(ExitCode.Refused, $"{what} The files with its secrets stay on this computer.");
}
