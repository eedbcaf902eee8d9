namespace LockFirmware.Facility.Features.Account;

/// <summary>
/// Redirects the addresses that the pages of the account had in earlier versions: bookmarks and invitations that were sent lead
/// there.
/// </summary>
internal static class FormerAddresses
{
    private static readonly (string From, string To)[] Pages =
    [
        ("/Staff/Door/SignIn", "/account/sign-in"),
        ("/Staff/Door/Invitation", "/account/invitation"),
        ("/Staff/Door/Denied", "/account/denied"),
    ];

    /// <summary>Maps the redirects. The query is kept: it carries the code of an invitation.</summary>
    public static void MapFormerAddresses(this WebApplication app)
    {
        foreach ((string from, string to) in Pages)
            app.MapGet(from, (HttpRequest request) => Results.LocalRedirect(to + request.QueryString, permanent: true)).AllowAnonymous()
                .ExcludeFromDescription();
    }
}
