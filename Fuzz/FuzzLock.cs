using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.TestKit.Stores;

namespace LockFirmware.Fuzz;

/// <summary>
/// A lock in memory with a set clock, a connected phone and a challenge. Two of them have the same challenge, so that
/// the corpus can contain requests with a valid proof.
/// </summary>
internal sealed class FuzzLock
{
    private const int EventCapacity = 96;
    private const int SecondMs = 1000;

    private readonly RecordMemory _records = new();
    private readonly EventMemory _events = new(EventCapacity);
    private readonly FuzzBoard _board = new();
    private readonly LockEngine _engine;
    private long _uptimeMs;

    /// <summary>Makes a lock with or without identity.</summary>
    internal FuzzLock(bool isProvisioned)
    {
        _records.Replace(Records(isProvisioned));
        _engine = _board.Boot(_records, _events);
        NextChallenge();
    }

    /// <summary>The challenge in force, 22 bytes.</summary>
    internal byte[] Challenge { get; private set; } = [];

    internal LockMemory Memory => _engine.Memory;

    internal int ReleaseCount => _board.ReleaseCount;

    /// <summary>The last reply, of the right form.</summary>
    internal Reply Reply { get; } = new();

    /// <summary>The secrets for keys: those of the identity, or of an identity that is not committed yet.</summary>
    internal LockSecrets? Secrets => Memory.Identity.Secrets ?? Memory.PendingSecrets;

    /// <summary>Lets a second pass and draws a challenge.</summary>
    internal void NextChallenge()
    {
        _uptimeMs += SecondMs;
        _engine.Tick(_uptimeMs);
        Challenge = (byte[])_engine.DrawChallenge(_uptimeMs)!.Clone();
    }

    /// <summary>Accepts a piece. For any bytes, an answer is well formed and the firmware does not fail.</summary>
    /// <returns>Whether there is an answer now.</returns>
    internal bool Accept(byte[] piece)
    {
        if (!_engine.Accept(piece, _uptimeMs))
            return false;
        byte[] bytes = Bytes.Copy(_engine.Reply, 0, _engine.ReplyLength);
        FuzzFailure.Unless(Reply.TryRead(bytes, bytes.Length), "a reply has the form of one");
        FuzzFailure.Unless(Reply.Status != Status.InternalError, "the firmware does not fail");
        return true;
    }

    /// <summary>Sends a whole frame in two pieces of any length.</summary>
    internal Status Send(byte[] frame)
    {
        int half = frame.Length / 2;
        Accept([0x80, .. frame[..half]]);
        Accept([0x41, .. frame[half..]]);
        return Reply.Status;
    }

    /// <summary>The content of the flash without the event trail.</summary>
    internal byte[] Stored()
    {
        IEnumerable<byte> all = [];
        for (RecordId id = 0; (int)id < RecordIds.Count; id++)
            all = all.Concat(_records.Read(id) ?? []).Append((byte)id);
        return [.. all];
    }

    /// <summary>Restarts the lock from its storage and compares its state.</summary>
    internal void AssertSurvivesReboot()
    {
        byte[] before = Known(Memory);
        LockEngine again = _board.Boot(_records, _events);
        FuzzFailure.UnlessSame(before, Known(again.Memory), "a lock knows after a reboot what it knew before");
    }

    private static byte[] Known(LockMemory memory) =>
        [.. memory.Identity.ToRecord(), .. FuzzSamples.BytesOf(memory.Revocations), .. FuzzSamples.BytesOf(memory.Configuration)];

    private static byte[]?[] Records(bool isProvisioned)
    {
        LockIdentity identity = new();
        identity.StartFresh(FuzzSamples.SetupSecret);
        LockState state = new() { BootCount = 1, Floor = FuzzSamples.Noon - 100 };
        byte[]?[] records = new byte[]?[RecordIds.Count];
        if (isProvisioned)
        {
            identity.Take(FuzzSamples.FacilityId, FuzzSamples.LockId, FuzzSamples.Generation, FuzzSamples.LockSecret);
            state.HighestGeneration = FuzzSamples.Generation;
        }
        records[(int)RecordId.Configuration] = FuzzSamples.BytesOf(FuzzSamples.NewConfiguration());
        records[(int)RecordId.Identity] = identity.ToRecord();
        records[(int)RecordId.State] = state.ToRecord();
        records[(int)RecordId.Pending] = [];
        RecordId[] pages = [RecordId.Revocations, RecordId.RevocationsSecond, RecordId.RevocationsThird, RecordId.RevocationsFourth];
        for (int page = 0; page < pages.Length; page++)
            records[(int)pages[page]] = new RevocationTable().ToRecord(page);
        for (int id = 0; id < RecordIds.Count; id++)
            LockState.SetMark(records[(int)RecordId.State]!, id, 1);
        return records;
    }
}
