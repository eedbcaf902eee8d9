using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Primitives;

namespace LockFirmware.Facility.Access;

/// <summary>
/// Refuses requests to pages with control characters, with status 400, because not every database can store or compare them. Line
/// breaks and tabs are allowed.
/// </summary>
internal sealed class PlainTextFilter : IAsyncResourceFilter
{
    /// <inheritdoc/>
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        HttpRequest request = context.HttpContext.Request;
        bool isPlain = request.Query.All(IsPlain)
            && (!request.HasFormContentType || (await request.ReadFormAsync(context.HttpContext.RequestAborted)).All(IsPlain));
        if (isPlain)
            await next();
        else
            context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
    }

    private static bool IsPlain(KeyValuePair<string, StringValues> field) =>
        IsPlain(field.Key) && field.Value.All(IsPlain);

    private static bool IsPlain(string? text) =>
        text == null || !text.Any(letter => char.IsControl(letter) && letter is not ('\r' or '\n' or '\t'));
}
