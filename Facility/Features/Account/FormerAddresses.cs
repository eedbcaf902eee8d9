using LockFirmware.Facility.Access;

namespace LockFirmware.Facility.Features.Account;

/// <summary>
/// Redirects earlier addresses of the account pages, because bookmarks and sent invitations still use them.
/// </summary>
internal static class FormerAddresses
{
    private static readonly (string From, string To)[] Pages =
    [
        ("/Staff/Door/SignIn", "/account/sign-in"),
        ("/Staff/Door/Invitation", "/account/invitation"),
        ("/Staff/Door/Denied", "/account/denied"),
    ];

    /// <summary>Maps the redirects. They keep the query, which contains the code of an invitation.</summary>
    public static void MapFormerAddresses(this WebApplication app)
    {
        foreach ((string from, string to) in Pages)
            app.MapGet(from, (HttpRequest request) => Results.LocalRedirect(to + request.QueryString, permanent: true)).AllowAnonymous()
                .RequireRateLimiting(RateLimitPolicies.Anonymous).ExcludeFromDescription();
    }
}
