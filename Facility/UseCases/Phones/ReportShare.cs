using System.ComponentModel.DataAnnotations;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>A share that the holder's phone made offline: the share's bytes, or the guest's number and the end.</summary>
public sealed class ShareRequest : IValidatableObject
{
    private const string Complaint = "The share cannot be read. Send its bytes, or a guest number and an end time.";
    private const int NameLengthMax = 100;

    /// <summary>The key that was shared.</summary>
    public required long KeyId { get; init; }

    /// <summary>The guest's name, at most 100 characters; may be empty.</summary>
    [TypedName(0, NameLengthMax, ErrorMessage = Complaint)]
    public string GuestName { get; init; } = "";

    /// <summary>
    /// The share (docs/protocol.md, 3.3), base64. With it, guestId and notAfter are not looked at.
    /// </summary>
    public string? Share { get; init; }

    /// <summary>The guest's number, where no share is given.</summary>
    public long? GuestId { get; init; }

    /// <summary>When the share ends, seconds since 2020-01-01T00:00:00Z, where no share is given.</summary>
    public long? NotAfter { get; init; }

    /// <summary>The guest's number and the end of the share; null if the request does not say them.</summary>
    internal (uint GuestId, uint NotAfter)? Terms
    {
        get
        {
            if (Share == null)
                return this is { GuestId: >= 0 and <= uint.MaxValue, NotAfter: > 0 and <= uint.MaxValue }
                    ? ((uint)GuestId, (uint)NotAfter)
                    : null;
            KeyCrypto.Share share = new();
            byte[]? bytes = Base64Field.Read(Share, KeyCrypto.Share.HeaderSize, KeyCrypto.Share.SizeMax);
            return bytes != null && share.TryRead(bytes, 0, bytes.Length) ? (share.GuestId, share.NotAfter) : null;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Terms == null ? [new ValidationResult(Complaint, [nameof(Share)])] : [];
}

/// <summary>A holder's request to revoke a guest.</summary>
public sealed class RevokeShareRequest
{
    /// <summary>The number of the share.</summary>
    public required long ShareId { get; init; }
}

/// <summary>A share as the facility knows it now.</summary>
public sealed class ShareAnswer
{
    /// <summary>The number of the share, by which the office revokes it.</summary>
    public required long ShareId { get; init; }

    /// <summary>The key that was shared.</summary>
    public required long KeyId { get; init; }

    /// <summary>The guest's number.</summary>
    public required long GuestId { get; init; }

    /// <summary>When it ends, at the latest with the key, seconds since 2020-01-01T00:00:00Z.</summary>
    public required long NotAfter { get; init; }
}

/// <summary>Stores the shares that phones report, so that the office sees them and can revoke them.</summary>
internal sealed class ReportShare(FacilityDb db, ChangeRunner runner, OfficeTrail trail, FacilityClock clock)
{
    private const int SharesPerKeyMax = 100;

    /// <summary>Stores a share. The same guest of the same key again changes the name and the end.</summary>
    /// <param name="caller">The holder's phone.</param>
    /// <param name="request">The request. The rules of its fields must hold.</param>
    public async Task<Outcome<ShareAnswer>> ReportAsync(PhoneCaller caller, ShareRequest request)
    {
        (uint guestId, uint notAfter) = request.Terms
            ?? throw new ArgumentException("The share does not have its form.", nameof(request));
        (KeyShare? share, Refusal? refusal) = await runner.StoreAsync(
            () => ReportAsync(caller, request.KeyId, request.GuestName.Trim(), guestId, notAfter), answer => answer.Share != null);
        if (share == null)
            return refusal!;
        return new ShareAnswer { ShareId = share.Id, KeyId = share.KeyId, GuestId = share.GuestId, NotAfter = share.NotAfter };
    }

    private async Task<(KeyShare? Share, Refusal? Refusal)> ReportAsync(PhoneCaller caller, long keyId, string name, uint guestId,
        uint notAfter)
    {
        OfflineKey? key = await db.Keys.SingleOrDefaultAsync(row => row.Id == keyId && row.UserId == caller.UserId);
        if (key == null)
            return (null, UnknownKey);
        if (key.State == KeyState.Revoked || key.NotAfter <= clock.Now || (key.Rights & Rights.Share) == 0)
            return (null, NotShareable);
        // Erasing the user and revoking the key change this row too, so no guest's name is stored after them.
        db.Claim(await db.Users.SingleAsync(user => user.Id == caller.UserId));
        KeyShare? share = await db.Shares.SingleOrDefaultAsync(row => row.KeyId == keyId && row.GuestId == guestId);
        if (share?.RevokedAt != null)
            return (null, GuestRevoked);
        if (share == null && await db.Shares.CountAsync(row => row.KeyId == keyId) >= SharesPerKeyMax)
            return (null, TooManyShares);
        if (share == null)
            db.Shares.Add(share = new KeyShare { KeyId = keyId, GuestId = guestId, KnownAt = clock.Now });
        share.GuestName = name.Length > 0 ? name : share.GuestName;
        share.NotAfter = Math.Min(notAfter, key.NotAfter);
        trail.Add(AuditAction.KeyShared, $"key {keyId} with guest {guestId}", caller.UserId, key.EntryId);
        return (share, null);
    }

    /// <summary>The account has no such key.</summary>
    internal static Refusal UnknownKey { get; } =
        No(Refusal.Codes.UnknownKey, "This key does not belong to the account. Fetch a new key and share that one.");

    /// <summary>The key has ended, or may not be shared.</summary>
    internal static Refusal NotShareable { get; } =
        No(Refusal.Codes.NotShareable, "This key has expired or cannot be shared. Fetch a new key for your own unit and share that one.");

    /// <summary>The office or the holder has revoked the guest.</summary>
    internal static Refusal GuestRevoked { get; } =
        No(Refusal.Codes.GuestRevoked, "This guest was revoked. Use another guest number.");

    /// <summary>The key has all the guests that it can have.</summary>
    internal static Refusal TooManyShares { get; } = No(Refusal.Codes.TooManyShares,
        $"A key can be shared with at most {SharesPerKeyMax} guests. Fetch a new key and share that one.");

    private static Refusal No(string code, string reason) => new() { Code = code, Reason = reason };
}
