using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Api;

/// <summary>What phones call: JSON under /api, described by /openapi/v1.json.</summary>
internal static class PhoneApi
{
    /// <summary>Where phones call: an error there is answered as JSON and not as a page.</summary>
    public const string BasePath = "/api";

    /// <summary>Where keys are asked for.</summary>
    public const string KeysPath = "/api/keys";

    private const string RestPattern = "/{**rest}";
    private const string Unauthorized = "The phone is not signed in (not-signed-in), or it was signed out (device-revoked).";

    /// <summary>Adds what it needs.</summary>
    public static void AddPhoneApi(this IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, PhoneHandler>(PhoneScheme.Name, null);
        services.AddRateLimits();
        services.AddApiDocument();
        services.AddSingleton<KeyNumbers>();
        services.AddScoped<PhoneSignIn>();
        services.AddScoped<PresenceChallenges>();
        services.AddScoped<SecurityCheck>();
        services.AddScoped<IssueKeys>();
        services.AddScoped<CarryExchange>();
        services.AddScoped<ReportShare>();
        services.AddScoped<AccountOverview>();
    }

    /// <summary>
    /// Makes the phone known before calls are counted, so that a phone counts for itself and whoever shows no token that counts by address:
    /// also what ends at the door is counted.
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
        app.MapOpenApi().AllowAnonymous();
        RouteGroupBuilder api = app.MapGroup(BasePath);
        api.AddEndpointFilter(AnswerBusyAsync);
        MapSignIn(api);
        MapKeys(api);
        Described(api.MapPost("/carry", (HttpContext http, CarryExchange desk) => desk.ExchangeAsync(http)), "Carry",
            RateLimitPolicies.Carry, "Carry between locks and the facility",
                "Accepts sealed batches and receipts from locks. Returns the notices to deliver and, for a challenge frame, a time stamp. "
                + "An error in one lock, batch or receipt is reported there and changes nothing.")
            .Accepts<CarryRequest>("application/json").Produces<CarryAnswer>();
        Described(api.MapPost("/shares", (HttpContext http, ReportShare desk) => desk.ReportAsync(http)), "ReportShare",
            RateLimitPolicies.Other, "Report a share",
                "Reports a share that the phone made offline, so that the office can revoke it. Reporting the same guest of the same key "
                + "again updates the name and the end.")
            .Accepts<ShareRequest>("application/json").Produces<ShareAnswer>()
            .Produces<Refusal>(StatusCodes.Status404NotFound).Produces<Refusal>(StatusCodes.Status409Conflict);
        api.Map(RestPattern, AnswerRest).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>
    /// What no call takes: there is none, or routing passed the one that there is over because what was sent is not JSON.
    /// </summary>
    private static IResult AnswerRest(HttpContext http, EndpointDataSource endpoints)
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
            }.With(StatusCodes.Status404NotFound);
    }

    private static void MapSignIn(RouteGroupBuilder api)
    {
        api.MapPost("/sign-in", (HttpContext http, PhoneSignIn desk) => desk.SignInAsync(http)).WithName("SignIn").WithTags("Phone")
            .WithSummary("Sign a phone in")
            .WithDescription("Takes a one-time code from the office. Returns the bearer token that identifies the phone from then on.")
            .AllowAnonymous().RequireRateLimiting(RateLimitPolicies.SignIn)
            .Accepts<SignInRequest>("application/json").Produces<SignInAnswer>().Produces<Refusal>(StatusCodes.Status403Forbidden)
            .ProducesBodyFaults().ProducesBusy();
        Described(api.MapPost("/sign-out", (HttpContext http, PhoneSignIn desk) => desk.SignOutAsync(http)), "SignOut",
            RateLimitPolicies.Other, "Sign the phone out",
                "Ends the token and revokes the keys that were issued to the phone.", hasBody: false)
            .Produces(StatusCodes.Status204NoContent);
        Described(api.MapGet("/me", (HttpContext http, AccountOverview desk) => desk.TellAsync(http)), "Me", RateLimitPolicies.Other,
            "The account of the phone",
                "The account, its units, this phone's keys and the Offline Key Expiration.", hasBody: false)
            .Produces<MeAnswer>();
    }

    private static void MapKeys(RouteGroupBuilder api)
    {
        Described(api.MapPost("/here", (HttpContext http, PresenceChallenges desk) => desk.DrawAsync(http)), "Here", RateLimitPolicies.Here,
            "Get a challenge for the lock's command Here",
                "For this phone and one lock. Valid once, within 60 seconds. It replaces an earlier challenge for the same lock.")
            .Accepts<HereRequest>("application/json").Produces<HereAnswerChallenge>().Produces<Refusal>(StatusCodes.Status404NotFound);
        Described(api.MapPost("/keys", (HttpContext http, IssueKeys desk) => desk.IssueAsync(http)), "Keys", RateLimitPolicies.Keys,
            "Fetch offline keys",
                "Checks identity, unit(s), payment, scheduled access hours and connection to the facility, in this order. Issues one key "
                + "for each entry that the user may pass. 403 names the first step that failed.")
            .Accepts<KeysRequest>("application/json").Produces<KeysAnswer>().Produces<Refusal>(StatusCodes.Status403Forbidden);
    }

    private static RouteHandlerBuilder Described(RouteHandlerBuilder call, string name, string limit, string summary, string description,
        bool hasBody = true)
    {
        call.WithName(name).WithTags("Phone").WithSummary(summary).WithDescription($"{description} 401: {Unauthorized}")
            .RequireAuthorization(Policies.Phone).RequireRateLimiting(limit)
            .Produces<Refusal>(StatusCodes.Status401Unauthorized).ProducesBusy();
        return hasBody ? call.ProducesBodyFaults() : call;
    }

    private static RouteHandlerBuilder ProducesBodyFaults(this RouteHandlerBuilder call) =>
        call.Produces<Refusal>(StatusCodes.Status400BadRequest)
        .Produces<Refusal>(StatusCodes.Status413PayloadTooLarge).Produces<Refusal>(StatusCodes.Status415UnsupportedMediaType);

    private static RouteHandlerBuilder ProducesBusy(this RouteHandlerBuilder call) =>
        call.Produces<Refusal>(StatusCodes.Status429TooManyRequests).Produces<Refusal>(StatusCodes.Status503ServiceUnavailable);

    /// <summary>
    /// Says so where others were always faster, or did not let go of the database in time; nothing of the change is stored.
    /// </summary>
    private static async ValueTask<object?> AnswerBusyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (DatabaseBusy.Is(exception))
        {
            return AnswerBusy(context.HttpContext);
        }
    }

    /// <summary>What is answered while others are at the database.</summary>
    internal static IResult AnswerBusy(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return new Refusal
        {
            Code = Refusal.Codes.Busy,
            Reason = "The facility is busy. Try again in a moment."
        }.With(StatusCodes.Status503ServiceUnavailable);
    }
}
