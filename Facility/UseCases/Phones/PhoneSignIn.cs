using System.ComponentModel.DataAnnotations;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Users;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>A phone's sign-in.</summary>
public sealed class SignInRequest
{
    private const string Complaint = "A phone's name has 1 to 100 characters, and a code at most 64.";
    private const int DeviceNameLengthMax = 100;
    private const int CodeLengthMax = 64;

    /// <summary>The code that the office gave; dashes, spaces and small letters do not matter.</summary>
    [MaxLength(CodeLengthMax, ErrorMessage = Complaint)]
    public required string Code { get; init; }

    /// <summary>What the phone calls itself, 1..100 characters.</summary>
    [TypedName(1, DeviceNameLengthMax, ErrorMessage = Complaint)]
    public required string DeviceName { get; init; }
}

/// <summary>The token of a phone that has signed in.</summary>
public sealed class SignInAnswer
{
    /// <summary>The bearer token. It is sent once, and only the phone stores it.</summary>
    public required string Token { get; init; }

    /// <summary>The number of the phone.</summary>
    public required long DeviceId { get; init; }

    /// <summary>The name of the phone's user.</summary>
    public required string UserName { get; init; }
}

/// <summary>Signs phones in by a code of the office, and out.</summary>
internal sealed class PhoneSignIn(FacilityDb db, ChangeRunner runner, SignInCodes codes, PhoneChanges phones, OfficeTrail trail,
    FacilityClock clock)
{
    /// <summary>Signs a phone in.</summary>
    /// <param name="request">The request. The rules of its fields must hold.</param>
    public async Task<Outcome<SignInAnswer>> SignInAsync(SignInRequest request)
    {
        string token = PhoneTokens.New();
        Device? device = await runner.StoreAsync(
            () => AddAsync(request.Code, request.DeviceName.Trim(), PhoneTokens.HashOf(token)), added => added != null);
        if (device == null)
            return WrongCode;
        return new SignInAnswer { Token = token, DeviceId = device.Id, UserName = device.User!.Name };
    }

    /// <summary>Signs the calling phone out: its token ends, and its keys are revoked.</summary>
    public async Task SignOutAsync(PhoneCaller caller)
    {
        ChangeAnswer answer = await phones.SignOutAsync(caller.UserId, caller.DeviceId);
        if (!answer.IsDone)
            await EndTokenAsync(caller);
    }

    /// <summary>The same for used, expired and made-up codes, so that nobody learns which codes exist.</summary>
    internal static Refusal WrongCode { get; } = new()
    {
        Code = Refusal.Codes.WrongCode,
        Reason = "This code was already used, has expired, or is mistyped. Ask the office for a new one.",
    };

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

    /// <summary>Ends a token although too many notices wait for a lock. The lock is not told, and the keys end by themselves.</summary>
    private Task<bool> EndTokenAsync(PhoneCaller caller) => runner.StoreAsync(async () =>
    {
        Device device = await db.Devices.SingleAsync(row => row.Id == caller.DeviceId);
        device.RevokedAt ??= clock.Now;
        trail.Add(AuditAction.PhoneSignedOut,
            $"phone {device.Id}; its keys stay valid until they expire because too many notices are waiting for a lock", caller.UserId);
        return true;
    });
}
