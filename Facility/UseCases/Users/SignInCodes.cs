using System.Security.Cryptography;
using System.Text;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Users;

/// <summary>Codes that sign one phone in, once. Only their hash is kept; stored by the caller's SaveChanges.</summary>
public sealed class SignInCodes(FacilityDb db, FacilityClock clock)
{
    /// <summary>How long a code counts, seconds.</summary>
    public const int LifetimeSeconds = LockTime.SecondsPerDay;

    /// <summary>Characters of a code without the dash: 49 bits.</summary>
    public const int Length = 10;

    // None that is taken for another when it is read out or written down.
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>Makes a code; the user's earlier ones end.</summary>
    /// <returns>The code, to be shown once: like "7K3MP-XW2QA".</returns>
    public async Task<string> NewAsync(long userId)
    {
        await EndAsync(userId);
        string code = RandomNumberGenerator.GetString(Alphabet, Length);
        db.SignInCodes.Add(new SignInCode { UserId = userId, CodeHash = HashOf(code), ExpiresAt = clock.Now + LifetimeSeconds });
        return $"{code[..(Length / 2)]}-{code[(Length / 2)..]}";
    }

    /// <summary>Ends the codes of a user that nobody has used.</summary>
    public async Task EndAsync(long userId)
    {
        uint now = clock.Now;
        foreach (SignInCode open in await db.SignInCodes.Where(code => code.UserId == userId && code.UsedAt == null && code.ExpiresAt > now)
            .ToListAsync())
            open.ExpiresAt = now;
    }

    /// <summary>The code that somebody typed.</summary>
    /// <returns>A tracked row; null when it was used, has ended or never was.</returns>
    public async Task<SignInCode?> FindAsync(string typed)
    {
        string hash = HashOf(typed);
        uint now = clock.Now;
        return await db.SignInCodes.SingleOrDefaultAsync(code => code.CodeHash == hash && code.UsedAt == null && code.ExpiresAt > now);
    }

    /// <summary>What is kept of a code, however it was typed: dashes, spaces and small letters do not matter.</summary>
    public static string HashOf(string code) =>
        Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant())));
}
