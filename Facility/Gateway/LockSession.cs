using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Visits;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;

namespace LockFirmware.Facility.Gateway;

/// <summary>The gateway beside one lock: asks, and believes only what the lock proves.</summary>
internal sealed class LockSession(ILockLink link, FacilityClock clock, LocalTime time)
{
    // A key issued ahead of the lock's clock would be recorded as a disagreement.
    private const uint IssuedBeforeSeconds = 5;
    private const int ClockErrorSecondsMax = 1;

    private readonly LockClient _client = new(link);
    private LockSecrets? _secrets;
    private PhoneKey? _key;

    /// <summary>Connects, and reads who the lock says it is.</summary>
    public async Task<IdentityFrame> ConnectAsync(CancellationToken stop)
    {
        await link.ConnectAsync(stop);
        return await _client.ReadIdentityAsync(stop);
    }

    /// <summary>Mints the key of this visit; it is never stored.</summary>
    /// <param name="facilityId">The facility.</param>
    /// <param name="lockId">The lock.</param>
    /// <param name="secrets">Those of the generation that the lock has.</param>
    public void Use(uint facilityId, uint lockId, LockSecrets secrets)
    {
        uint issuedAt = clock.Now - IssuedBeforeSeconds;
        _secrets = secrets;
        _key = ServiceKey.Issue(
            secrets,
            facilityId,
            lockId,
            Rights.ReadEvents | Rights.Manage | Rights.OpenWithoutClock,
            new Validity(issuedAt, issuedAt, issuedAt + LockTime.SecondsPerDay));
    }

    /// <summary>Brings the time where the lock's is lost or off.</summary>
    /// <returns>How far it was off, seconds; 0 where it knew none.</returns>
    public async Task<long> BringTimeAsync(CancellationToken stop)
    {
        await _client.ReadChallengeAsync(stop);
        long off = Off();
        if (Math.Abs(off) <= ClockErrorSecondsMax)
        {
            PhoneAnswer asked = await ProvenAsync(Command.Status, null, stop);
            if (asked.Status == Status.Ok && StatusOf(asked).Trust == ClockTrust.Set)
                return off;
        }
        PhoneAnswer answer = Proven(await _client.AskAsync(
            () =>
            {
                off = Off();
                return _client.MakeRequest(Command.SetTime, null,
                    FacilityTime.Make(_secrets!.NoticeSecret, _client.ChallengeFrame, clock.Now));
            },
            _secrets!.NoticeSecret,
            stop));
        if (answer.Status != Status.Ok)
            throw Refused(Command.SetTime, answer);
        return off;
    }

    /// <summary>Delivers a notice without a key: only then the answer is a receipt.</summary>
    public Task<PhoneAnswer> DeliverAsync(byte[] notice, CancellationToken stop) =>
        _client.AskAsync(Command.Deliver, null, notice, _secrets!.NoticeSecret, stop);

    /// <summary>Reads a batch of events.</summary>
    /// <param name="pull">Names the first event to read.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<byte[]> ReadEventsAsync(EventPull pull, CancellationToken stop) =>
        (await DoAsync(Command.ReadEvents, pull.Body(), stop)).Body;

    /// <summary>What the lock tells of itself.</summary>
    public async Task<LockStatus> StatusAsync(CancellationToken stop) => StatusOf(await DoAsync(Command.Status, null, stop));

    private long Off()
    {
        uint lockNow = ChallengeFrame.Now(_client.ChallengeFrame);
        return lockNow == 0 ? 0 : (long)clock.Now - lockNow;
    }

    private async Task<PhoneAnswer> ProvenAsync(Command command, byte[]? body, CancellationToken stop) =>
        Proven(await _client.AskAsync(command, _key, body, null, stop));

    private async Task<PhoneAnswer> DoAsync(Command command, byte[]? body, CancellationToken stop)
    {
        PhoneAnswer answer = await ProvenAsync(command, body, stop);
        return answer.Status == Status.Ok ? answer : throw Refused(command, answer);
    }

    private VisitException Refused(Command command, PhoneAnswer answer) =>
        new($"The lock at {link.Place} refused {command}: {StatusWords.Of(command, answer, time)} ({answer.Status}). If this continues, "
        + "look at the lock's events and replace the hardware.");

    private PhoneAnswer Proven(PhoneAnswer answer) => answer.IsProven
        ? answer
        : throw new VisitException(
            $"The lock at {link.Place} did not prove its identity (status {answer.Status}). It has another secret than this facility gave "
            + "it, or another device answers at this address. Check the address. If the lock was reset, provision it again with lockctl "
            + "and import the facility file.");

    private LockStatus StatusOf(PhoneAnswer answer)
    {
        LockStatus status = new();
        return status.TryRead(answer.Body) && status.IsFull
            ? status
            : throw new VisitException(
                $"The lock at {link.Place} reports its state in an unknown format. Update this program and the lock's firmware "
                + "to the same version.");
    }
}
