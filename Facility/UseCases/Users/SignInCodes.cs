using System.Security.Cryptography;
using System.Text;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Users;

/// <summary>
/// Creates and finds sign-in codes. A code signs one phone in and is valid once. Only its hash is stored, by the caller's SaveChanges.
/// </summary>
public sealed class SignInCodes(FacilityDb db, FacilityClock clock)
{
    /// <summary>How long a code is valid, seconds.</summary>
    public const int LifetimeSeconds = LockTime.SecondsPerDay;

    /// <summary>The length of a code without the dash, characters: 49 bits.</summary>
    public const int Length = 10;

    // Without characters that are easily confused when a person reads them out or writes them down.
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>Creates a code. The user's earlier codes are no longer valid.</summary>
    /// <returns>The code like "7K3MP-XW2QA", to be shown once.</returns>
    public async Task<string> NewAsync(long userId)
    {
        await EndAsync(userId);
        string code = RandomNumberGenerator.GetString(Alphabet, Length);
        db.SignInCodes.Add(new SignInCode { UserId = userId, CodeHash = HashOf(code), ExpiresAt = clock.Now + LifetimeSeconds });
        return $"{code[..(Length / 2)]}-{code[(Length / 2)..]}";
    }

    /// <summary>Deletes the unused codes of a user.</summary>
    public async Task EndAsync(long userId)
    {
        uint now = clock.Now;
        foreach (SignInCode open in await db.SignInCodes.Where(code => code.UserId == userId && code.UsedAt == null && code.ExpiresAt > now)
            .ToListAsync())
            open.ExpiresAt = now;
    }

    /// <summary>Finds a typed code.</summary>
    /// <returns>A tracked row; null if the code was used, has expired or never existed.</returns>
    public async Task<SignInCode?> FindAsync(string typed)
    {
        string hash = HashOf(typed);
        uint now = clock.Now;
        // A code that is valid for longer was made while the clock was ahead.
        return await db.SignInCodes.SingleOrDefaultAsync(code => code.CodeHash == hash && code.UsedAt == null && code.ExpiresAt > now
            && code.ExpiresAt <= now + LifetimeSeconds);
    }

    /// <summary>The hash of a code, as the database stores it. Dashes, spaces and upper or lower case do not matter.</summary>
    public static string HashOf(string code) =>
        Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant())));
}
