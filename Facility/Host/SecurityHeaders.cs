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

    // The app holds keys. It also has a manifest and a worker, sends no form, and makes no script out of text: the one policy of
    // Trusted Types is for the address of its worker.
    private const string AppContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "worker-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        + "trusted-types app-worker";

    /// <summary>
    /// Adds the middleware. It sets the headers when the answer starts, so the handler of exceptions cannot clear them.
    /// </summary>
    public static void UseFacilityHeaders(this WebApplication app)
    {
        HeaderPolicyCollection policies = [];
        // The library's own policies for most of these headers leave out answers that are no document.
        ContentSecurity contentSecurity = new();
        policies[contentSecurity.Header] = contentSecurity;
        policies.AddCustomHeader("X-Frame-Options", "DENY");
        policies.AddCustomHeader("Referrer-Policy", "same-origin");
        policies.AddCustomHeader("Cross-Origin-Opener-Policy", "same-origin");
        policies.AddCustomHeader("Cross-Origin-Resource-Policy", "same-origin");
        policies.AddContentTypeOptionsNoSniff();
        NoStore noStore = new();
        policies[noStore.Header] = noStore;
        app.UseSecurityHeaders(policies);
    }

    /// <summary>Says what a page may load and do; the app has a stricter policy.</summary>
    private sealed class ContentSecurity : IHeaderPolicy
    {
        /// <inheritdoc/>
        public string Header => "Content-Security-Policy";

        /// <inheritdoc/>
        public void Apply(HttpContext context, CustomHeadersResult result) => result.SetHeaders[Header] =
            context.Request.Path.StartsWithSegments(PhoneApp.BasePath, StringComparison.Ordinal)
                ? AppContentSecurityPolicy
                : ContentSecurityPolicy;
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
