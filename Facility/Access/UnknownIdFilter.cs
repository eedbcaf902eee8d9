using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace LockFirmware.Facility.Access;

/// <summary>
/// Answers 404 where the number of an item in an address cannot be read. Otherwise the page would take it for a new item.
/// </summary>
internal sealed class UnknownIdFilter : IAsyncPageFilter
{
    private const string Id = "id";

    /// <inheritdoc/>
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.ModelState.GetFieldValidationState(Id) != ModelValidationState.Invalid)
            return next();
        context.Result = new NotFoundResult();
        return Task.CompletedTask;
    }
}
