using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Api;

/// <summary>What a holder's phone has shared without a server: the share's bytes, or what they say.</summary>
public sealed class ShareRequest
{
    /// <summary>The key that was shared.</summary>
    public required long KeyId { get; init; }

    /// <summary>The guest's name, at most 100 characters; may be empty.</summary>
    public string GuestName { get; init; } = "";

    /// <summary>
    /// The share (docs/protocol.md, 3.3), base64. With it, <see cref="GuestId"/> and <see cref="NotAfter"/> are not looked at.
    /// </summary>
    public string? Share { get; init; }

    /// <summary>The guest's number, where no share is given.</summary>
    public long? GuestId { get; init; }

    /// <summary>When the share ends, seconds since 2020-01-01T00:00:00Z, where no share is given.</summary>
    public long? NotAfter { get; init; }
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

/// <summary>Takes down what was shared, so that the office sees it and can revoke it.</summary>
internal sealed class ReportShare(FacilityDb db, ChangeRunner runner, OfficeTrail trail, FacilityClock clock)
{
    private const int NameLengthMax = 100;
    private const int SharesPerKeyMax = 100;

    /// <summary>Takes a share down; the same guest of the same key again changes name and end.</summary>
    public async Task<IResult> ReportAsync(HttpContext http)
    {
        (ShareRequest? body, IResult? refused) = await ApiBody.ReadAsync<ShareRequest>(http);
        if (body == null)
            return refused!;
        string name = body.GuestName.Trim();
        if (Terms(body) is not { } terms || name.Length > NameLengthMax || name.Any(char.IsControl))
            return Refusal.Malformed("The share cannot be read. Send its bytes, or a guest number and an end time.")
                .With(StatusCodes.Status400BadRequest);
        PhoneCaller caller = PhoneCaller.Of(http);
        (KeyShare? share, IResult? no) =
            await runner.StoreAsync(() => ReportAsync(caller, body.KeyId, name, terms), answer => answer.Share != null);
        return share == null
            ? no!
            : Results.Ok(new ShareAnswer { ShareId = share.Id, KeyId = share.KeyId, GuestId = share.GuestId, NotAfter = share.NotAfter });
    }

    private static (uint GuestId, uint NotAfter)? Terms(ShareRequest body)
    {
        if (body.Share == null)
            return body is { GuestId: >= 0 and <= uint.MaxValue, NotAfter: > 0 and <= uint.MaxValue }
                ? ((uint)body.GuestId, (uint)body.NotAfter)
                : null;
        Share share = new();
        byte[]? bytes = ApiBody.Bytes(body.Share, Share.HeaderSize, Share.SizeMax);
        return bytes != null && share.TryRead(bytes, 0, bytes.Length) ? (share.GuestId, share.NotAfter) : null;
    }

    private async Task<(KeyShare? Share, IResult? No)> ReportAsync(PhoneCaller caller, long keyId, string name,
        (uint GuestId, uint NotAfter) terms)
    {
        OfflineKey? key = await db.Keys.SingleOrDefaultAsync(row => row.Id == keyId && row.UserId == caller.UserId);
        if (key == null)
            return No(StatusCodes.Status404NotFound, Refusal.Codes.UnknownKey,
                "This key does not belong to the account. Fetch a new key and share that one.");
        if (key.State == KeyState.Revoked || key.NotAfter <= clock.Now || (key.Rights & Rights.Share) == 0)
            return No(StatusCodes.Status409Conflict, Refusal.Codes.NotShareable,
                "This key has expired or cannot be shared. Fetch a new key for your own unit and share that one.");
        // Erasing the user and revoking the key change this row too, so no guest's name is stored after them.
        db.Claim(await db.Users.SingleAsync(user => user.Id == caller.UserId));
        KeyShare? share = await db.Shares.SingleOrDefaultAsync(row => row.KeyId == keyId && row.GuestId == terms.GuestId);
        if (share?.RevokedAt != null)
            return No(StatusCodes.Status409Conflict, Refusal.Codes.GuestRevoked,
                "This guest was revoked. Use another guest number.");
        if (share == null && await db.Shares.CountAsync(row => row.KeyId == keyId) >= SharesPerKeyMax)
            return No(StatusCodes.Status409Conflict, Refusal.Codes.TooManyShares,
                $"A key can be shared with at most {SharesPerKeyMax} guests. Fetch a new key and share that one.");
        if (share == null)
            db.Shares.Add(share = new KeyShare { KeyId = keyId, GuestId = terms.GuestId, KnownAt = clock.Now });
        share.GuestName = name.Length > 0 ? name : share.GuestName;
        share.NotAfter = Math.Min(terms.NotAfter, key.NotAfter);
        trail.Add(AuditAction.KeyShared, $"key {keyId} with guest {terms.GuestId}", caller.UserId, key.EntryId);
        return (share, null);
    }

    private static (KeyShare?, IResult?) No(int status, string code, string reason) =>
        (null, new Refusal { Code = code, Reason = reason }.With(status));
}
