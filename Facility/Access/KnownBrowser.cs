using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace LockFirmware.Facility.Access;

/// <summary>Where a password comes from.</summary>
/// <param name="Address">The address, or the network of an IPv6 address.</param>
/// <param name="Browser">The number of a browser in which somebody has signed in before; empty for none.</param>
/// <param name="Members">The members who have signed in there.</param>
public sealed record SignInOrigin(string Address, string Browser, IReadOnlyList<long> Members);

/// <summary>
/// A cookie that says which members have signed in with a browser before. It signs nobody in. It gives the browser a count of its own for
/// wrong passwords, so that a stranger who uses up the count of an address keeps nobody out.
/// </summary>
internal static class KnownBrowser
{
    /// <summary>The name of the cookie.</summary>
    public const string CookieName = "facility-browser";

    private const string Purpose = "LockFirmware.Facility.KnownBrowser.v1";
    private const int Days = 400;
    private const int NumberSize = 16;
    private const int MembersMax = 8;

    /// <summary>The origin of a request. A cookie that the facility has not made counts as none.</summary>
    public static SignInOrigin OriginOf(HttpContext http)
    {
        string address = ClientAddress.Of(http);
        try
        {
            string[] parts = http.Request.Cookies[CookieName] is { Length: > 0 } cookie ? Protector(http).Unprotect(cookie).Split('|') : [];
            if (parts.Length == 2)
                return new SignInOrigin(address, parts[0],
                    [.. parts[1].Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture))]);
        }
        catch (CryptographicException)
        {
            // Made up, or protected by keys that are gone.
        }
        return new SignInOrigin(address, "", []);
    }

    /// <summary>Remembers that a member has signed in.</summary>
    public static void Remember(HttpContext http, long staffId)
    {
        SignInOrigin known = OriginOf(http);
        string number = known.Browser.Length > 0 ? known.Browser : Convert.ToHexString(RandomNumberGenerator.GetBytes(NumberSize));
        IEnumerable<long> members = known.Members.Where(id => id != staffId).Append(staffId).TakeLast(MembersMax);
        http.Response.Cookies.Append(CookieName, Protector(http).Protect($"{number}|{string.Join(',', members)}"), new CookieOptions
        {
            HttpOnly = true,
            Secure = http.Request.IsHttps,
            SameSite = SameSiteMode.Strict,
            MaxAge = TimeSpan.FromDays(Days),
            IsEssential = true,
        });
    }

    private static IDataProtector Protector(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose);
}
