using System.Security.Claims;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LockFirmware.Facility.Api;

/// <summary>
/// The API for phones: JSON under /api, described by /openapi/v1.json. An endpoint takes the request apart for its use case and puts
/// the result into HTTP; nothing else.
/// </summary>
internal static class PhoneApi
{
    /// <summary>The path of the API. Failures below it are answered as JSON and not as a page.</summary>
    public const string BasePath = "/api";

    /// <summary>The path of the call that issues keys.</summary>
    public const string KeysPath = "/api/keys";

    // For Retry-After, seconds.
    private const string BusySeconds = "1";
    private const string DownSeconds = "60";

    private const string RestPattern = "/{**rest}";
    private const string Unauthorized = "The phone is not signed in (not-signed-in), or it was signed out (device-revoked).";

    /// <summary>Adds the services of the API.</summary>
    public static void AddPhoneApi(this IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, PhoneHandler>(PhoneScheme.Name, null);
        services.AddRateLimits();
        services.AddApiDocument();
    }

    /// <summary>
    /// Authenticates phones before calls are counted. A phone with a valid token is counted by itself, all others by address, and
    /// refused calls count too.
    /// </summary>
    public static void UsePhoneAuthentication(this WebApplication app) => app.Use(async (http, next) =>
    {
        bool isForPhones = http.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Any(data => data.Policy == Policies.Phone) == true;
        if (isForPhones && await http.AuthenticateAsync(PhoneScheme.Name) is { Succeeded: true, Principal: { } phone })
            http.User = phone;
        await next(http);
    });

    /// <summary>Maps the endpoints.</summary>
    public static void MapPhoneApi(this WebApplication app)
    {
        app.MapOpenApi().AllowAnonymous().RequireRateLimiting(RateLimitPolicies.Anonymous);
        app.MapRadioPages();
        RouteGroupBuilder api = app.MapGroup(BasePath);
        api.AddEndpointFilter(ApiVersion.CheckAsync);
        api.AddEndpointFilter(AnswerBusyAsync);
        api.AddEndpointFilter(ApiBody.RefuseAsync);
        api.WithMetadata(new RequestSizeLimitAttribute(ApiBody.SizeMax));
        MapSignIn(api);
        MapKeys(api);
        Described(api.MapPost("/carry", async (ApiBody<CarryRequest> body, ClaimsPrincipal phone, CarryExchange carry) =>
                TypedResults.Ok(await carry.ExchangeAsync(phone.Caller(), body.Value))), "Carry",
            RateLimitPolicies.Carry, "Carry between locks and the facility",
                "Accepts sealed batches and receipts from locks. Returns the notices to deliver and, for a challenge frame, a time stamp. "
                + "An error in one lock, batch or receipt is reported there and changes nothing.")
            .WithMetadata(new RequestSizeLimitAttribute(CarryExchange.SizeMax));
        Described(api.MapPost("/shares", async (ApiBody<ShareRequest> body, ClaimsPrincipal phone, ReportShare shares) =>
                (await shares.ReportAsync(phone.Caller(), body.Value)).Answer()), "ReportShare",
            RateLimitPolicies.Other, "Report a share",
                "Reports a share that the phone made offline, so that the office can revoke it. Reporting the same guest of the same key "
                + "again updates the name and the end.")
            .Produces<Refusal>(StatusCodes.Status404NotFound).Produces<Refusal>(StatusCodes.Status409Conflict);
        Described(api.MapPost("/report", async (ApiBody<ReportRequest> body, ClaimsPrincipal phone, PhoneReports reports) =>
            {
                await reports.StoreAsync(phone.Caller(), body.Value);
                return TypedResults.NoContent();
            }), "Report",
            RateLimitPolicies.Other, "Say the app's version and the last refusal",
                "The office sees it on the user's page, to help on the telephone. It replaces what the phone said before.");
        Described(api.MapPost("/shares/revoke", async (ApiBody<RevokeShareRequest> body, ClaimsPrincipal phone, PhoneChanges phones) =>
                (await phones.RevokeShareAsync(phone.Caller().UserId, body.Value.ShareId)).Answer(Refusal.Codes.NotRevoked)), "RevokeShare",
            RateLimitPolicies.Other, "Revoke a guest",
                "Revokes a share of this account. The lock refuses the guest as soon as it gets the notice.")
            .Produces(StatusCodes.Status204NoContent).Produces<Refusal>(StatusCodes.Status409Conflict);
        api.Map(RestPattern, AnswerRest).AllowAnonymous().RequireRateLimiting(RateLimitPolicies.Anonymous).ExcludeFromDescription();
    }

    /// <summary>
    /// Answers what no call takes: the call does not exist, or routing did not choose it because the content is not JSON.
    /// </summary>
    private static JsonHttpResult<Refusal> AnswerRest(HttpContext http, EndpointDataSource endpoints)
    {
        bool isCall = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Any(endpoint => string.Equals(http.Request.Path.Value, endpoint.RoutePattern.RawText, StringComparison.OrdinalIgnoreCase)
            && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(http.Request.Method,
                StringComparer.OrdinalIgnoreCase) == true);
        return isCall ? ApiBody.NotJson
            : new Refusal
            {
                Code = Refusal.Codes.NotFound,
                Reason = "This call does not exist. Update the app."
            }.Answer();
    }

    private static void MapSignIn(RouteGroupBuilder api)
    {
        api.MapPost("/sign-in", async (ApiBody<SignInRequest> body, PhoneSignIn phones) =>
                (await phones.SignInAsync(body.Value)).Answer()).WithName("SignIn").WithTags("Phone")
            .WithSummary("Sign a phone in")
            .WithDescription("Takes a one-time code from the office. Returns the bearer token that identifies the phone from then on.")
            .AllowAnonymous().RequireRateLimiting(RateLimitPolicies.SignIn)
            .Produces<Refusal>(StatusCodes.Status403Forbidden).ProducesBusy();
        Described(api.MapPost("/sign-out", async (ClaimsPrincipal phone, PhoneSignIn phones) =>
            {
                await phones.SignOutAsync(phone.Caller());
                return TypedResults.NoContent();
            }), "SignOut",
            RateLimitPolicies.Other, "Sign the phone out",
                "Ends the token and revokes the keys that were issued to the phone.");
        Described(api.MapGet("/me", async (ClaimsPrincipal phone, AccountOverview account) =>
                TypedResults.Ok(await account.ReadAsync(phone.Caller()))), "Me", RateLimitPolicies.Other,
            "The account of the phone",
                "The account, its units, this phone's keys and the Offline Key Expiration.");
    }

    private static void MapKeys(RouteGroupBuilder api)
    {
        Described(api.MapPost("/here", async (ApiBody<HereRequest> body, ClaimsPrincipal phone, PresenceChallenges challenges) =>
                (await challenges.DrawAsync(phone.Caller(), body.Value)).Answer()), "Here", RateLimitPolicies.Here,
            "Get a challenge for the lock's command Here",
                "For this phone and one lock. Valid once, within 60 seconds. It replaces an earlier challenge for the same lock.")
            .Produces<Refusal>(StatusCodes.Status404NotFound);
        Described(api.MapPost("/keys", async (ApiBody<KeysRequest> body, ClaimsPrincipal phone, IssueKeys keys) =>
                (await keys.IssueAsync(phone.Caller(), body.Value)).Answer()), "Keys", RateLimitPolicies.Keys,
            "Fetch offline keys",
                "Checks identity, unit(s), payment, scheduled access hours and connection to the facility, in this order. Issues one key "
                + "for each entry that the user may pass. 403 names the first step that failed.")
            .Produces<Refusal>(StatusCodes.Status403Forbidden);
    }

    private static RouteHandlerBuilder Described(RouteHandlerBuilder call, string name, string limit, string summary, string description) =>
        call.WithName(name).WithTags("Phone").WithSummary(summary).WithDescription($"{description} 401: {Unauthorized}")
            .RequireAuthorization(Policies.Phone).RequireRateLimiting(limit)
            .Produces<Refusal>(StatusCodes.Status400BadRequest).Produces<Refusal>(StatusCodes.Status401Unauthorized).ProducesBusy();

    private static RouteHandlerBuilder ProducesBusy(this RouteHandlerBuilder call) =>
        call.Produces<Refusal>(StatusCodes.Status429TooManyRequests).Produces<Refusal>(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Answers "busy" if the change could not be stored because of others. Nothing of it is stored.</summary>
    private static async ValueTask<object?> AnswerBusyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (DatabaseBusy.Is(exception) || DatabaseUnavailable.Is(exception))
        {
            return AnswerBusy(context.HttpContext, exception);
        }
    }

    /// <summary>The answer while others use the database, or while it cannot store anything.</summary>
    /// <param name="http">The request.</param>
    /// <param name="exception">The failure; null if it is not known.</param>
    internal static JsonHttpResult<Refusal> AnswerBusy(HttpContext http, Exception? exception)
    {
        bool isDown = exception != null && DatabaseUnavailable.Is(exception);
        http.Response.Headers.RetryAfter = isDown ? DownSeconds : BusySeconds;
        return Busy(isDown).Answer();
    }

    /// <summary>The refusal while others use the database.</summary>
    /// <param name="isDown">Whether nothing can be stored at all.</param>
    internal static Refusal Busy(bool isDown) => new()
    {
        Code = Refusal.Codes.Busy,
        Reason = isDown
            ? "The facility cannot store anything at the moment. Try again in a minute. If it still fails, tell the office."
            : "The facility is busy. Try again in a moment.",
    };
}
