using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>A phone's request for a challenge of one lock.</summary>
public sealed class HereRequest
{
    /// <summary>The lock's number, as its Identity says it.</summary>
    public required long LockId { get; init; }
}

/// <summary>The challenge for the lock's command Here.</summary>
public sealed class HereAnswerChallenge
{
    /// <summary>The lock's number.</summary>
    public required long LockId { get; init; }

    /// <summary>16 bytes, base64: the body of Here.</summary>
    public required string ServerChallenge { get; init; }

    /// <summary>How long it is valid, seconds. It is valid once.</summary>
    public required int Seconds { get; init; }
}

/// <summary>The proof that a phone is at a lock: the lock's answer to Here.</summary>
public sealed class HereEvidence
{
    private const string Complaint = "The entry's answer has the wrong format.";

    /// <summary>The lock's number.</summary>
    public required long LockId { get; init; }

    /// <summary>The facility's challenge, 16 bytes, base64.</summary>
    [Base64Bytes(HereAnswer.ServerChallengeSize, HereAnswer.ServerChallengeSize, ErrorMessage = Complaint)]
    public required string ServerChallenge { get; init; }

    /// <summary>The frame of the lock's Challenge, 22 bytes, base64.</summary>
    [Base64Bytes(KeyCrypto.ChallengeFrame.Size, KeyCrypto.ChallengeFrame.Size, ErrorMessage = Complaint)]
    public required string ChallengeFrame { get; init; }

    /// <summary>The body of the lock's reply, 21 bytes, base64.</summary>
    [Base64Bytes(HereAnswer.Size, HereAnswer.Size, ErrorMessage = Complaint)]
    public required string Body { get; init; }
}

/// <summary>The evidence as bytes.</summary>
internal sealed record HereProof(long LockId, byte[] ServerChallenge, byte[] ChallengeFrame, byte[] Body)
{
    /// <summary>Reads the evidence.</summary>
    /// <exception cref="ArgumentException">A field does not have its form. The rules of the fields refuse it before.</exception>
    public static HereProof Read(HereEvidence evidence) => new(evidence.LockId,
        Bytes(evidence.ServerChallenge, HereAnswer.ServerChallengeSize), Bytes(evidence.ChallengeFrame, KeyCrypto.ChallengeFrame.Size),
        Bytes(evidence.Body, HereAnswer.Size));

    private static byte[] Bytes(string text, int size) => Base64Field.Read(text, size, size)
        ?? throw new ArgumentException("The lock's answer does not have its form.", nameof(text));
}

/// <summary>Draws server challenges, one for a phone and a lock, and judges a lock's answer to one (docs/protocol.md, 4.2).</summary>
internal sealed class PresenceChallenges(FacilityDb db, ChangeRunner runner, LedgerStore ledgers, SecretVault vault, FacilityClock clock)
{
    /// <summary>How long a challenge is valid, seconds.</summary>
    public const int ChallengeSeconds = 60;

    /// <summary>Draws a challenge. An earlier one of the same phone and lock is no longer valid.</summary>
    public async Task<Outcome<HereAnswerChallenge>> DrawAsync(PhoneCaller caller, HereRequest request)
    {
        if (!await db.Entries.AnyAsync(entry => entry.Id == request.LockId))
            return UnknownEntry;
        byte[] challenge = RandomNumberGenerator.GetBytes(HereAnswer.ServerChallengeSize);
        await runner.StoreAsync(() => ReplaceAsync(caller.DeviceId, request.LockId, challenge));
        return new HereAnswerChallenge
        {
            LockId = request.LockId,
            ServerChallenge = Convert.ToBase64String(challenge),
            Seconds = ChallengeSeconds
        };
    }

    private async Task<HereChallenge> ReplaceAsync(long deviceId, long entryId, byte[] challenge)
    {
        await runner.BeginTransactionAsync();
        long now = clock.Now;
        long oldest = now - HereChallenge.KeptSeconds;
        await db.HereChallenges.Where(row => row.DeviceId == deviceId
            && (row.DrawnAt < oldest || row.DrawnAt > now || (row.EntryId == entryId && row.UsedAt == null))).ExecuteDeleteAsync();
        HereChallenge drawn = new() { DeviceId = deviceId, EntryId = entryId, Challenge = challenge, DrawnAt = now };
        db.HereChallenges.Add(drawn);
        return drawn;
    }

    /// <summary>Checks an answer. Its challenge is used up, even if the answer is wrong.</summary>
    /// <returns>Null when the phone has a radio path to the lock now; else why it is not believed.</returns>
    public async Task<Refusal?> JudgeAsync(long deviceId, HereProof proof)
    {
        List<HereChallenge> drawn = await db.HereChallenges.AsNoTracking()
            .Where(row => row.DeviceId == deviceId && row.EntryId == proof.LockId).ToListAsync();
        HereChallenge? challenge = drawn.Find(row => CryptographicOperations.FixedTimeEquals(row.Challenge, proof.ServerChallenge));
        if (challenge == null)
            return NotProven;
        long? now = clock.Now;
        if (await db.HereChallenges.Where(row => row.Id == challenge.Id && row.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedAt, now)) != 1)
            return Used;
        if (now - challenge.DrawnAt > ChallengeSeconds || challenge.DrawnAt > now)
            return Stale;
        Entry? entry = await db.Entries.AsNoTracking().SingleOrDefaultAsync(row => row.Id == proof.LockId);
        if (entry == null || !await IsGenuineAsync(entry, proof))
            return NotProven;
        ClockTrust trust = StateByte.Trust(HereAnswer.State(proof.Body));
        await db.Entries.Where(row => row.Id == entry.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ContactAt, now).SetProperty(row => row.Trust, trust));
        return null;
    }

    /// <summary>The request has no answer of a lock.</summary>
    public static Refusal NotHere { get; } = Connection(Refusal.Codes.NotHere,
        "Keys are issued only at the facility. Stand at one of its entries and try again.");

    /// <summary>The answer of a lock came too late.</summary>
    internal static Refusal Stale { get; } = Connection(Refusal.Codes.HereStale,
        $"The entry answered more than {ChallengeSeconds} seconds ago. Stand at the entry and try again.");

    /// <summary>The answer of a lock was used before.</summary>
    internal static Refusal Used { get; } = Connection(Refusal.Codes.HereUsed,
        "This answer from the entry was already used. Stand at the entry and try again.");

    /// <summary>What came is not the answer of the lock.</summary>
    internal static Refusal NotProven { get; } = Connection(Refusal.Codes.HereNotProven,
        "The entry did not answer this phone. Stand at one of the facility's entries and try again. If it still fails, tell the office "
        + "which entry it is.");

    /// <summary>There is no such lock.</summary>
    internal static Refusal UnknownEntry { get; } = new()
    {
        Code = Refusal.Codes.UnknownEntry,
        Reason = "This entry does not belong to the facility. Try another entry.",
    };

    private async Task<bool> IsGenuineAsync(Entry entry, HereProof proof)
    {
        LockSecrets secrets = vault.SecretsOf(entry.Id, (await ledgers.ReadAsync(entry)).Generation);
        return HereAnswer.IsGenuine(secrets.HereSecret, proof.ServerChallenge, proof.ChallengeFrame, proof.Body);
    }

    private static Refusal Connection(string code, string reason) => new() { Code = code, Check = Checks.Connection, Reason = reason };
}
