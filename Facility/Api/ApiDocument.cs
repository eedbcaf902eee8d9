using LockFirmware.Facility.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LockFirmware.Facility.Api;

/// <summary>The OpenAPI document, /openapi/v1.json.</summary>
internal static class ApiDocument
{
    /// <summary>Adds it.</summary>
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(SecureAsync);
    });

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info = new OpenApiInfo
        {
            Title = "The facility's calls for phones",
            Version = "v1",
            Description =
                "Sign in with a code from the office, fetch offline keys at the site, carry notices and audit trail events. "
                + "Bytes are base64; "
                + "times are seconds since 2020-01-01T00:00:00Z.",
        };
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [PhoneScheme.Name] =
                new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "The token returned by sign-in."
                },
        };
        return Task.CompletedTask;
    }

    private static Task SecureAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
            operation.Security =
                [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(PhoneScheme.Name, context.Document)] = [] }];
        return Task.CompletedTask;
    }
}
