using LockFirmware.Phone;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LockFirmware.Facility.Host;

/// <summary>Serves the tenant's app under /app (docs/phone-app.md). Its files need no sign-in and hold nothing of anybody.</summary>
internal static class PhoneApp
{
    /// <summary>The path of the app.</summary>
    public const string BasePath = "/app";

    private const string BrotliName = "br";

    /// <summary>Adds the files of the app.</summary>
    public static void AddPhoneApp(this IServiceCollection services) => services.AddSingleton(_ => new AppFiles());

    /// <summary>Adds the middleware.</summary>
    public static void UsePhoneApp(this WebApplication app) =>
        app.Use((http, next) => Find(http.Request) is { } file ? WriteAsync(http, file) : next(http));

    private static AppFile? Find(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Path.StartsWithSegments(BasePath, StringComparison.Ordinal, out PathString rest)
            ? request.HttpContext.RequestServices.GetRequiredService<AppFiles>().Find(rest.Value!.TrimStart('/'))
            : null;

    private static async Task WriteAsync(HttpContext http, AppFile file)
    {
        bool isCompressed = http.Request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == BrotliName && coding.Quality != 0);
        string tag = $"\"{file.Tag}{(isCompressed ? "-br" : "")}\"";
        IHeaderDictionary headers = http.Response.Headers;
        headers.ETag = tag;
        headers.Vary = HeaderNames.AcceptEncoding;
        // The browser asks each time whether there is a newer one; the service worker keeps what works without signal.
        headers.CacheControl = "no-cache";
        // The worker serves the page at /app too, which is outside its folder.
        headers["Service-Worker-Allowed"] = BasePath;
        if (http.Request.Headers.IfNoneMatch is { Count: > 0 } known && Matches(known, tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        byte[] content = isCompressed ? file.Brotli : file.Content;
        if (isCompressed)
            headers.ContentEncoding = BrotliName;
        http.Response.ContentType = file.ContentType;
        http.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static bool Matches(StringValues known, string tag) =>
        known.Any(line => line!.Split(',', StringSplitOptions.TrimEntries).Contains(tag));
}
