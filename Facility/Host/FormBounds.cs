using LockFirmware.Facility.Api;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace LockFirmware.Facility.Host;

/// <summary>
/// Reads the forms of pages before a page runs, within bounds. So a form that is too large or arrives too slowly is answered as what it
/// is, and nobody can fill the memory with one.
/// </summary>
internal static class FormBounds
{
    /// <summary>The maximum size of a form, bytes, where a page does not say more.</summary>
    public const int SizeMax = 64 * 1024;

    private const int FieldCountMax = 512;
    private const int NameLengthMax = 128;

    /// <summary>Sets the bounds of fields.</summary>
    public static void AddFormBounds(this IServiceCollection services) => services.Configure<FormOptions>(options => Bounds(options));

    /// <summary>Adds the middleware. Call it after the middleware that refuses requests.</summary>
    public static void UseFormBounds(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() != null && context.Request.HasFormContentType
            && !context.Request.Path.StartsWithSegments(PhoneApi.BasePath) && await ReadAsync(context) is { } status)
            context.Response.StatusCode = status;
        else
            await next(context);
    });

    private static FormOptions Bounds(FormOptions options)
    {
        options.ValueCountLimit = FieldCountMax;
        options.KeyLengthLimit = NameLengthMax;
        options.ValueLengthLimit = SizeMax;
        options.MultipartBodyLengthLimit = SizeMax;
        options.MultipartHeadersLengthLimit = NameLengthMax * 8;
        return options;
    }

    /// <returns>The status of the refusal; null if the form was read.</returns>
    private static async Task<int?> ReadAsync(HttpContext context)
    {
        // A page that takes files says so itself.
        long sizeMax = context.GetEndpoint()!.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? SizeMax;
        if (context.Request.ContentLength > sizeMax)
            return StatusCodes.Status413PayloadTooLarge;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = sizeMax;
        if (sizeMax > SizeMax)
        {
            FormOptions options = Bounds(new FormOptions());
            options.MultipartBodyLengthLimit = sizeMax;
            context.Features.Set<IFormFeature>(new FormFeature(context.Request, options));
        }
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
