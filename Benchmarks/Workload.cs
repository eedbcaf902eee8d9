using LockFirmware.KeyCrypto;

namespace LockFirmware.Benchmarks;

/// <summary>A request that phones send to a lock repeatedly, each time for a new challenge.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Expected">The lock's answer.</param>
/// <param name="Make">Makes request number 0, 1, .. for the current challenge.</param>
/// <param name="Prepare">Prepares the lock for it.</param>
internal sealed record Workload(string Name, Status Expected, Func<MeasuredLock, int, byte[]> Make, Action<MeasuredLock>? Prepare = null)
{
    private const int EventCount = 64;

    internal static readonly Workload UnlockByHolder =
        new("Unlock, holder", Status.Ok, (to, _) => to.Make(Command.Unlock, Facility.Holder, []));

    internal static readonly Workload UnlockByGuest =
        new("Unlock, guest", Status.Ok, (to, _) => to.Make(Command.Unlock, Facility.Guest, []));

    internal static readonly Workload Expired =
        new("Unlock refused, Expired", Status.Expired, (to, _) => to.Make(Command.Unlock, Facility.Expired, []));

    internal static readonly Workload OutsideHours = new(
        "Unlock refused, OutsideHours with the next opening", Status.OutsideHours,
        (to, _) => to.Make(Command.Unlock, Facility.Weekend, []));

    internal static readonly Workload NotAuthentic = new("Unlock refused, NotAuthentic", Status.NotAuthentic, MakeForged);

    internal static readonly Workload SetTime =
        new("SetTime, of a set clock that is right", Status.Ok, (to, i) => to.MakeTime(Facility.Noon + 1 + (uint)i));

    internal static readonly Workload Deliver = new("Deliver, one revocation", Status.Ok, MakeDeliver);

    internal static readonly Workload ReadEvents = new(
        $"ReadEvents, batch of {SealedBatch.CountMax}", Status.Ok, (to, _) => to.Make(Command.ReadEvents, Facility.Staff, [1, 0, 0, 0]),
        FillTrail);

    internal static readonly Workload[] All =
        [UnlockByHolder, UnlockByGuest, Expired, OutsideHours, NotAuthentic, SetTime, Deliver, ReadEvents];

    /// <summary>A lock that is ready for it.</summary>
    internal MeasuredLock NewLock()
    {
        MeasuredLock ready = new();
        Prepare?.Invoke(ready);
        return ready;
    }

    /// <summary>Records the pieces that <see cref="Play"/> sends, and checks the lock's answer to each.</summary>
    internal byte[][] Record(int count)
    {
        MeasuredLock twin = NewLock();
        byte[][] pieces = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            twin.NextSecond();
            pieces[i] = MeasuredLock.Piece(Make(twin, i));
            twin.Accept(pieces[i]);
            twin.Insist(Expected);
        }
        return pieces;
    }

    /// <summary>
    /// The measured work: draw a challenge, accept the request, decide, answer. The uptime advances by a second between two requests.
    /// </summary>
    internal void Play(MeasuredLock to, byte[][] pieces)
    {
        foreach (byte[] piece in pieces)
        {
            to.NextSecond();
            to.Accept(piece);
        }
        to.Insist(Expected);
    }

    private static byte[] MakeForged(MeasuredLock to, int index)
    {
        byte[] request = to.Make(Command.Unlock, Facility.Holder, []);
        request[^1] ^= 1;
        return request;
    }

    private static byte[] MakeDeliver(MeasuredLock to, int index)
    {
        NoticeBuilder notice = new(Facility.LockId, (uint)index + 1, (uint)index, Facility.Noon);
        notice.RevokeHolder(99, Facility.Noon, Facility.Noon * 2);
        return to.Make(Command.Deliver, null, notice.ToBytes(Facility.Secrets.NoticeSecret));
    }

    private static void FillTrail(MeasuredLock to)
    {
        for (int i = 0; i < EventCount; i++)
        {
            to.NextSecond();
            to.Send(to.Make(Command.Unlock, Facility.Holder, []), Status.Ok);
        }
    }
}
