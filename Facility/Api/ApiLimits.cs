using System.Globalization;
using System.Threading.RateLimiting;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Phones;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LockFirmware.Facility.Api;

/// <summary>How often phones may call, a minute; the settings under Facility:Limits.</summary>
public sealed class ApiLimits
{
    /// <summary>Sign-ins, an address; of phones and of the staff each.</summary>
    public int SignInPerMinute { get; set; } = 10;

    /// <summary>Everything else that needs no sign-in, an address: pages, the health check, the description of the API.</summary>
    public int AnonymousPerMinute { get; set; } = 300;

    /// <summary>Requests for keys, a phone.</summary>
    public int KeysPerMinute { get; set; } = 10;

    /// <summary>Challenges, a phone.</summary>
    public int HerePerMinute { get; set; } = 30;

    /// <summary>What is carried to and from locks, a phone.</summary>
    public int CarryPerMinute { get; set; } = 60;

    /// <summary>Everything else, a phone.</summary>
    public int OtherPerMinute { get; set; } = 60;
}

/// <summary>The limits as the framework's rate limiter knows them.</summary>
internal static class RateLimits
{
    private const int SettingMin = 1;

    /// <summary>Adds the limiter.</summary>
    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddSettings<ApiLimits>($"{SettingsBinding.Section}:Limits");
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<ApiLimits>>((options, limits) =>
        {
            options.OnRejected = RejectAsync;
            Add(options, RateLimitPolicies.SignIn, ClientAddress.Of, limits.Value.SignInPerMinute);
            AddForForms(options, RateLimitPolicies.StaffSignIn, limits.Value);
            Add(options, RateLimitPolicies.Anonymous, ClientAddress.Of, limits.Value.AnonymousPerMinute);
            Add(options, RateLimitPolicies.Keys, DeviceOf, limits.Value.KeysPerMinute);
            Add(options, RateLimitPolicies.Here, DeviceOf, limits.Value.HerePerMinute);
            Add(options, RateLimitPolicies.Carry, DeviceOf, limits.Value.CarryPerMinute);
            Add(options, RateLimitPolicies.Other, DeviceOf, limits.Value.OtherPerMinute);
        });
    }

    private static void Add(RateLimiterOptions options, string name, Func<HttpContext, string> who, int perMinute) =>
        options.AddPolicy(name, http => Count(who(http), perMinute));

    /// <summary>
    /// Counts the forms that are sent apart from the views of their page, and those of a browser that is known apart from its address.
    /// </summary>
    private static void AddForForms(RateLimiterOptions options, string name, ApiLimits limits) =>
        options.AddPolicy(name, http => HttpMethods.IsPost(http.Request.Method)
            ? Count(SenderOf(http), limits.SignInPerMinute)
            : Count($"view {ClientAddress.Of(http)}", limits.AnonymousPerMinute));

    private static string SenderOf(HttpContext http) => KnownBrowser.OriginOf(http) is { Browser.Length: > 0 } known
        ? $"browser {known.Browser}"
        : ClientAddress.Of(http);

    private static RateLimitPartition<string> Count(string who, int perMinute) =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = Math.Max(perMinute, SettingMin),
            Window = TimeSpan.FromMinutes(1),
        });

    private static string DeviceOf(HttpContext http) => http.User.FindFirst(PhoneScheme.DeviceClaim)?.Value ?? ClientAddress.Of(http);

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken stop)
    {
        TimeSpan wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan told) ? told : TimeSpan.FromMinutes(1);
        int seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (!context.HttpContext.Request.Path.StartsWithSegments(PhoneApi.BasePath))
        {
            // The middleware for failures writes the page.
            context.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }
        await TooMany(seconds).Answer().ExecuteAsync(context.HttpContext);
    }

    /// <summary>The refusal of a caller who calls too often.</summary>
    internal static Refusal TooMany(int seconds) =>
        new() { Code = Refusal.Codes.TooMany, Reason = $"Too many requests. Try again in {seconds} seconds." };
}
