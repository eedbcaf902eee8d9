using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Users;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Api;

/// <summary>What a phone signs in with.</summary>
public sealed class SignInRequest
{
    /// <summary>The code that the office gave; dashes, spaces and small letters do not matter.</summary>
    public required string Code { get; init; }

    /// <summary>What the phone calls itself, 1..100 characters.</summary>
    public required string DeviceName { get; init; }
}

/// <summary>What a phone is known by from now on.</summary>
public sealed class SignInAnswer
{
    /// <summary>The bearer token: shown once, kept by the phone only.</summary>
    public required string Token { get; init; }

    /// <summary>The number of the phone.</summary>
    public required long DeviceId { get; init; }

    /// <summary>Whose phone it is.</summary>
    public required string UserName { get; init; }
}

/// <summary>Signs phones in by a code of the office, and out.</summary>
internal sealed class PhoneSignIn(FacilityDb db, ChangeRunner runner, SignInCodes codes, PhoneChanges phones, OfficeTrail trail,
    FacilityClock clock)
{
    private const int DeviceNameLengthMax = 100;
    private const int CodeLengthMax = 64;

    /// <summary>Signs a phone in.</summary>
    public async Task<IResult> SignInAsync(HttpContext http)
    {
        (SignInRequest? body, IResult? refused) = await ApiBody.ReadAsync<SignInRequest>(http);
        if (body == null)
            return refused!;
        string name = body.DeviceName.Trim();
        if (name.Length is 0 or > DeviceNameLengthMax || name.Any(char.IsControl) || body.Code.Length > CodeLengthMax)
            return Refusal.Malformed($"A phone's name has 1 to {DeviceNameLengthMax} characters, and a code at most {CodeLengthMax}.")
                .With(StatusCodes.Status400BadRequest);
        SignInAnswer? answer = await SignInAsync(body.Code, name);
        return answer != null ? Results.Ok(answer) : WrongCode.With(StatusCodes.Status403Forbidden);
    }

    /// <summary>Signs the calling phone out: its token ends, and the keys that it was handed are revoked.</summary>
    public async Task<IResult> SignOutAsync(HttpContext http)
    {
        PhoneCaller caller = PhoneCaller.Of(http);
        ChangeAnswer answer = await phones.SignOutAsync(caller.UserId, caller.DeviceId);
        if (!answer.IsDone)
            await EndTokenAsync(caller);
        return Results.NoContent();
    }

    // One answer for used, ended and made-up codes: nobody learns which there were.
    private static Refusal WrongCode { get; } = new()
    {
        Code = Refusal.Codes.WrongCode,
        Reason = "This code was already used, has expired, or is mistyped. Ask the office for a new one.",
    };

    private async Task<SignInAnswer?> SignInAsync(string typed, string deviceName)
    {
        string token = PhoneHandler.NewToken();
        Device? device = await runner.StoreAsync(() => AddAsync(typed, deviceName, PhoneHandler.HashOf(token)), added => added != null);
        return device == null ? null : new SignInAnswer { Token = token, DeviceId = device.Id, UserName = device.User!.Name };
    }

    private async Task<Device?> AddAsync(string typed, string deviceName, string tokenHash)
    {
        if (await codes.FindAsync(typed) is not { } code)
            return null;
        await runner.BeginTransactionAsync();
        User? user = await db.Users.SingleOrDefaultAsync(row => row.Id == code.UserId && row.IsActive && !row.IsErased);
        long? now = clock.Now;
        // One conditional statement marks the code, so that of two phones at once only one signs in, and none by a code that was
        // just ended.
        if (user == null
            || await db.SignInCodes.Where(row => row.Id == code.Id && row.UsedAt == null && row.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedAt, now)) != 1)
            return null;
        // Signing all phones out and deactivating the account change this row too, so they do not miss this phone.
        db.Claim(user);
        Device device = new() { User = user, Name = deviceName, TokenHash = tokenHash, CreatedAt = clock.Now, SeenAt = clock.Now };
        db.Devices.Add(device);
        trail.Add(AuditAction.PhoneSignedIn, deviceName, user.Id);
        return device;
    }

    /// <summary>Ends a token although a lock has too many notices waiting to be told of its keys, which end by themselves.</summary>
    private Task<bool> EndTokenAsync(PhoneCaller caller) => runner.StoreAsync(async () =>
    {
        Device device = await db.Devices.SingleAsync(row => row.Id == caller.DeviceId);
        device.RevokedAt ??= clock.Now;
        trail.Add(AuditAction.PhoneSignedOut,
            $"phone {device.Id}; its keys stay valid until they expire because too many notices are waiting for a lock", caller.UserId);
        return true;
    });
}
