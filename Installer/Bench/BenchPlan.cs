using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Bench;

/// <summary>One lock that a board becomes. No other port and no other lockctl takes it until it is disposed.</summary>
/// <param name="Id">The lock's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Board">Its board.</param>
/// <param name="Hold">Holds its folder.</param>
/// <param name="Release">Gives it back to the plan.</param>
internal sealed record BenchClaim(uint Id, string Name, ushort Generation, BoardFile Board, FileStream Hold, Action Release) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Hold.Dispose();
        Release();
    }
}

/// <summary>Which lock a board becomes: the next of the list for its chip that is not done.</summary>
/// <param name="path">The facility file.</param>
/// <param name="board">The only board that is taken; null for all.</param>
/// <param name="readsBack">Whether a lock is done only when it was read back.</param>
internal sealed class BenchPlan(string path, string? board, bool readsBack)
{
    private readonly Lock _turn = new();
    private readonly HashSet<uint> _taken = [];

    /// <summary>The boards of the locks that are not done.</summary>
    public IReadOnlyList<string> Boards
    {
        get
        {
            using FacilityFileStore store = FacilityFileStore.Open(path, _ => { }, forWriting: false);
            return [.. Locks(store).Where(door => !IsDone(store, door)).Select(door => door.Board).Distinct()];
        }
    }

    /// <summary>How many locks are done, and how many there are.</summary>
    public (int Done, int All) Count()
    {
        using FacilityFileStore store = FacilityFileStore.Open(path, _ => { }, forWriting: false);
        FacilityLock[] doors = [.. Locks(store)];
        return (doors.Count(door => IsDone(store, door)), doors.Length);
    }

    /// <summary>
    /// Takes the next lock for a board. A board that was begun before gets the same lock again. It is stored which board has it before
    /// anything is written.
    /// </summary>
    /// <param name="chip">What is on the port.</param>
    /// <param name="reason">Why there is none, as a sentence.</param>
    /// <returns>Null when this board is left alone.</returns>
    public BenchClaim? Take(ChipDetails chip, out string reason)
    {
        lock (_turn)
        {
            using FacilityFileStore store = FacilityFileStore.Open(path, _ => { }, forWriting: false);
            if (store.Facility.Locks.Find(door => FolderOf(store, door).Mac == chip.Mac) is { } known)
            {
                bool isTaken = _taken.Contains(known.Id);
                reason = isTaken ? $"This board is on another port as {known.Name}." : $"This board is {known.Name} already.";
                return isTaken || IsDone(store, known) ? null : Claim(store, known, chip, out reason);
            }
            return TakeNew(store, chip, out reason);
        }
    }

    private BenchClaim? TakeNew(FacilityFileStore store, ChipDetails chip, out string reason)
    {
        FacilityLock[] open = [.. Locks(store).Where(door =>
            BoardFile.Read(door.Board).Chip == chip.Chip && !IsDone(store, door) && !_taken.Contains(door.Id))];
        string[] boards = [.. open.Select(door => door.Board).Distinct()];
        if (boards.Length > 1)
        {
            reason = $"The list has {string.Join(" and ", boards)} for this chip. Give --board.";
            return null;
        }
        string? waiting = null;
        reason = $"No lock of the list is left for {chip.Chip}.";
        foreach (FacilityLock door in open)
        {
            // What was begun on another board goes on with that board: this one may have another identity, or none.
            if (FolderOf(store, door) is { StepsDone.Count: > 0 } begun)
                waiting ??= $"{door.Name} was begun with {BegunWith(begun)} and waits for it.";
            else if (Claim(store, door, chip, out reason) is { } claim)
                return claim;
        }
        reason = waiting ?? reason;
        return null;
    }

    private static string BegunWith(LockFolder begun) => begun.Mac == null ? "\"lockctl flash\"" : $"the board {begun.Mac}";

    private BenchClaim? Claim(FacilityFileStore store, FacilityLock door, ChipDetails chip, out string reason)
    {
        reason = string.Empty;
        LockFolder folder = FolderOf(store, door);
        try
        {
            FileStream hold = folder.Hold();
            folder.Bind(chip.Mac);
            _taken.Add(door.Id);
            return new BenchClaim(door.Id, door.Name, door.Generation, BoardFile.Read(door.Board), hold, () =>
            {
                lock (_turn)
                    _taken.Remove(door.Id);
            });
        }
        catch (FacilityFileException exception) when (exception.IsInUse)
        {
            reason = $"{door.Name} is in use by another lockctl.";
            return null;
        }
    }

    private IEnumerable<FacilityLock> Locks(FacilityFileStore store) =>
        store.Facility.Locks.Where(door => (board == null || door.Board == board) && door.JobNumber == 0);

    private bool IsDone(FacilityFileStore store, FacilityLock door) => IsInService(door) || FolderOf(store, door).IsReadBack
        || (!readsBack && FlashStep.Written.All(FolderOf(store, door).StepsDone.Contains));

    private static bool IsInService(FacilityLock door) => door.InstalledGeneration == door.Generation;

    private static LockFolder FolderOf(FacilityFileStore store, FacilityLock door) => new(store, door);
}
