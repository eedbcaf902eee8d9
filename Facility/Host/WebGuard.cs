using System.Text.Encodings.Web;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Api;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Options;

namespace LockFirmware.Facility.Host;

/// <summary>
/// Sets what all responses have in common: trusted proxies, security headers, error pages and the health check (docs/facility.md).
/// </summary>
internal static class WebGuard
{
    /// <summary>The path of the health check.</summary>
    public const string HealthPath = "/healthz";

    private const int HstsDays = 365;

    private const string DownWords =
        "The facility cannot store anything at the moment: the database cannot be reached, or its disk is full. Nothing was changed. "
        + "Tell the administrator, and try again later.";

    /// <summary>Adds what it needs.</summary>
    public static void AddWebGuard(this IServiceCollection services)
    {
        services.AddSettings<ProxySettings>();
        services.AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<ProxySettings>>((options, settings) => settings.Value.Trust(options)).ValidateOnStart();
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(HstsDays));
        services.AddProblemDetails();
        services.AddFormBounds();
        services.AddSingleton<WriteProbe>();
        services.AddHealthChecks().AddDbContextCheck<FacilityDb>("database",
            customTestQuery: (db, stop) => db.GetService<WriteProbe>().IsWritableAsync(db, stop));
        services.Configure<CookieTempDataProviderOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.Configure<AntiforgeryOptions>(options =>
        {
            options.Cookie.Name = "facility-form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // The content security policy forbids frames for all pages, also for pages without a form.
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>Adds the middleware. Call it before all other middleware.</summary>
    public static void UseWebGuard(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseFacilityHeaders();
        app.UseHsts();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = WriteFailureAsync,
            StatusCodeSelector = StatusOf,
        });
        app.UseStatusCodePages(context => WriteFailureAsync(context.HttpContext));
    }

    /// <summary>Maps the health check.</summary>
    public static void MapHealth(this WebApplication app) => app.MapHealthChecks(HealthPath).AllowAnonymous()
        .RequireRateLimiting(RateLimitPolicies.Anonymous);

    /// <summary>Writes the response of a failed request. It shows only the status and a number that identifies the log entry.</summary>
    private static async Task WriteFailureAsync(HttpContext context)
    {
        int status = context.Response.StatusCode;
        if (context.Request.Path.StartsWithSegments(PhoneApi.BasePath))
        {
            if (status == StatusCodes.Status503ServiceUnavailable)
            {
                await PhoneApi.AnswerBusy(context, FailureOf(context)).ExecuteAsync(context);
                return;
            }
            await context.RequestServices.GetRequiredService<IProblemDetailsService>()
                .WriteAsync(new ProblemDetailsContext { HttpContext = context });
            return;
        }
        bool isDown = FailureOf(context) is { } failure && DatabaseUnavailable.Is(failure);
        string words = isDown ? DownWords : WordsOf(status);
        string number = HtmlEncoder.Default.Encode(context.TraceIdentifier);
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{ReasonPhrases.GetReasonPhrase(status)}</title><link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/site.css"></head>
            <body><main><h1>{ReasonPhrases.GetReasonPhrase(status)}</h1><p>{words}</p><p><a href="/">Back to the start page</a></p><p class="quiet-text">Number {number}</p></main></body>
            </html>
            """);
    }

    private static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        _ when DatabaseBusy.Is(exception) || DatabaseUnavailable.Is(exception) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static Exception? FailureOf(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error;

    private static string WordsOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest =>
            "The form could not be processed. Nothing was changed. It may have been open for too long. Go back, reload the page "
            + "and send it again.",
        StatusCodes.Status403Forbidden =>
            "Your account does not have the permission for this. An administrator can give it to you under Staff.",
        StatusCodes.Status404NotFound => "This page does not exist. The address may be mistyped, or the item was deleted.",
        StatusCodes.Status408RequestTimeout =>
            "The form arrived too slowly. Nothing was changed. Go back and send it again with a better connection.",
        StatusCodes.Status413PayloadTooLarge => "The form is too large. Nothing was changed. Go back and shorten the texts in it.",
        StatusCodes.Status429TooManyRequests => "You sent too many requests in a short time. Wait a minute and try again.",
        StatusCodes.Status503ServiceUnavailable =>
            "Other requests are changing the same data, so your change was not stored. Wait a moment, go back and send it again.",
        >= StatusCodes.Status500InternalServerError =>
            "The program failed. Your change may not have been saved. Try again. If it fails again, give the administrator the number "
            + "below. It identifies the failure in the program's log.",
        _ => "This request was not accepted; nothing was changed.",
    };
}
