using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Visits;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;

namespace LockFirmware.Facility.Gateway;

/// <summary>Sends requests to one lock during a visit. It accepts only answers that the lock proves.</summary>
internal sealed class LockSession(ILockLink link, FacilityClock clock, LocalTime time)
{
    // The lock's clock may be behind. If the key were issued after the lock's time, the lock would record a disagreement of clocks.
    private const uint IssuedBeforeSeconds = 5;

    // A lock puts off small steps of its clock (docs/protocol.md, 5), and must admit the key meanwhile.
    private const uint LockClockLagSeconds = 300;
    private const int ClockErrorSecondsMax = 1;

    private readonly LockClient _client = new(link);
    private LockSecrets? _secrets;
    private PhoneKey? _key;

    /// <summary>Connects, and reads the identity that the lock claims.</summary>
    public async Task<IdentityFrame> ConnectAsync(CancellationToken stop)
    {
        await link.ConnectAsync(stop);
        return await _client.ReadIdentityAsync(stop);
    }

    /// <summary>Makes the key for this visit. It is never stored.</summary>
    /// <param name="facilityId">The facility.</param>
    /// <param name="lockId">The lock.</param>
    /// <param name="secrets">The secrets of the lock's generation.</param>
    public void Use(uint facilityId, uint lockId, LockSecrets secrets)
    {
        uint issuedAt = clock.Now - IssuedBeforeSeconds;
        _secrets = secrets;
        _key = ServiceKey.Issue(
            secrets,
            facilityId,
            lockId,
            Rights.ReadEvents | Rights.Manage | Rights.OpenWithoutClock,
            new Validity(issuedAt, clock.Now - LockClockLagSeconds, issuedAt + LockTime.SecondsPerDay));
    }

    /// <summary>Sets the lock's clock if it is not set or wrong.</summary>
    /// <returns>By how many seconds the clock was behind, negative if it was ahead; 0 if the lock had no time.</returns>
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

    /// <summary>Delivers a notice. The request has no key, because only then the answer is a receipt.</summary>
    public Task<PhoneAnswer> DeliverAsync(byte[] notice, CancellationToken stop) =>
        _client.AskAsync(Command.Deliver, null, notice, _secrets!.NoticeSecret, stop);

    /// <summary>Reads a batch of events.</summary>
    /// <param name="pull">Names the first event to read.</param>
    /// <param name="stop">Cancels the request.</param>
    public async Task<byte[]> ReadEventsAsync(EventPull pull, CancellationToken stop) =>
        (await DoAsync(Command.ReadEvents, pull.Body(), stop)).Body;

    /// <summary>Reads the state of the lock.</summary>
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
