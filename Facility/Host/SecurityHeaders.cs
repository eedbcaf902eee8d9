using NetEscapades.AspNetCore.SecurityHeaders.Headers;
using NetEscapades.AspNetCore.SecurityHeaders.Infrastructure;

namespace LockFirmware.Facility.Host;

/// <summary>The headers that protect browsers. Every answer has them: pages, files, redirects and failures.</summary>
internal static class SecurityHeaders
{
    // No inline script and no inline style; nothing from elsewhere; nobody puts a page into a frame.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri "
        + "'none'; frame-ancestors 'none'";

    /// <summary>
    /// Adds the middleware. It sets the headers when the answer starts, so the handler of exceptions cannot clear them.
    /// </summary>
    public static void UseFacilityHeaders(this WebApplication app)
    {
        HeaderPolicyCollection policies = [];
        // The library's own policies for most of these headers leave out answers that are no document.
        policies.AddCustomHeader("Content-Security-Policy", ContentSecurityPolicy);
        policies.AddCustomHeader("X-Frame-Options", "DENY");
        policies.AddCustomHeader("Referrer-Policy", "same-origin");
        policies.AddCustomHeader("Cross-Origin-Opener-Policy", "same-origin");
        policies.AddCustomHeader("Cross-Origin-Resource-Policy", "same-origin");
        policies.AddContentTypeOptionsNoSniff();
        NoStore noStore = new();
        policies[noStore.Header] = noStore;
        app.UseSecurityHeaders(policies);
    }

    /// <summary>Keeps answers out of caches, because they may contain personal data. Static files have an ETag and may be kept.</summary>
    private sealed class NoStore : IHeaderPolicy
    {
        /// <inheritdoc/>
        public string Header => "Cache-Control";

        /// <inheritdoc/>
        public void Apply(HttpContext context, CustomHeadersResult result)
        {
            IHeaderDictionary headers = context.Response.Headers;
            if (headers.CacheControl.Count == 0 && headers.ETag.Count == 0)
                result.SetHeaders[Header] = "no-store";
        }
    }
}
