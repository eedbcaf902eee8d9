using LockFirmware.Facility.Api;
using Microsoft.AspNetCore.Http.Features;

namespace LockFirmware.Facility.Host;

/// <summary>
/// Reads the forms of pages before a page runs, within bounds. So a form that is too large or arrives too slowly is answered as what it
/// is, and nobody can fill the memory with one.
/// </summary>
internal static class FormBounds
{
    /// <summary>The maximum size of a form, bytes.</summary>
    public const int SizeMax = 64 * 1024;

    private const int FieldCountMax = 512;
    private const int NameLengthMax = 128;

    /// <summary>Sets the bounds of fields.</summary>
    public static void AddFormBounds(this IServiceCollection services) => services.Configure<FormOptions>(options =>
    {
        options.ValueCountLimit = FieldCountMax;
        options.KeyLengthLimit = NameLengthMax;
        options.ValueLengthLimit = SizeMax;
        options.MultipartBodyLengthLimit = SizeMax;
        options.MultipartHeadersLengthLimit = NameLengthMax * 8;
    });

    /// <summary>Adds the middleware. Call it after the middleware that refuses requests.</summary>
    public static void UseFormBounds(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() != null && context.Request.HasFormContentType
            && !context.Request.Path.StartsWithSegments(PhoneApi.BasePath) && await ReadAsync(context) is { } status)
            context.Response.StatusCode = status;
        else
            await next(context);
    });

    /// <returns>The status of the refusal; null if the form was read.</returns>
    private static async Task<int?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > SizeMax)
            return StatusCodes.Status413PayloadTooLarge;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = SizeMax;
        try
        {
            await context.Request.ReadFormAsync(context.RequestAborted);
            return null;
        }
        catch (BadHttpRequestException exception)
        {
            return exception.StatusCode;
        }
        catch (InvalidDataException)
        {
            return StatusCodes.Status400BadRequest;
        }
    }
}
