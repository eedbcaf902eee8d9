using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.UseCases.Phones;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LockFirmware.Facility.Api;

/// <summary>The OpenAPI document, /openapi/v1.json.</summary>
internal static class ApiDocument
{
    /// <summary>Adds it.</summary>
    public static void AddApiDocument(this IServiceCollection services)
    {
        // A number is a number: the document describes these options, and bodies are read the same way.
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer(DescribeAsync);
            options.AddOperationTransformer(SecureAsync);
            options.AddOperationTransformer(ExplainAsync);
            options.AddSchemaTransformer(NameWordsAsync);
        });
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info = new OpenApiInfo
        {
            Title = "The facility's calls for phones",
            Version = "v1",
            Description =
                "Sign in with a code from the office, fetch offline keys at the site, carry notices and audit trail events. "
                + "Bytes are base64; "
                + "times are seconds since 2020-01-01T00:00:00Z. What a phone and a lock say to each other is a page of its own, "
                + $"{RadioPages.Radio}. The bytes of the examples are those of /openapi/docs/protocol-vectors.json.",
        };
        document.ExternalDocs = new OpenApiExternalDocs
        {
            Description = "The radio part: keys, requests, replies, statuses, time, byte by byte",
            Url = new Uri(RadioPages.Radio, UriKind.Relative),
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

    /// <summary>Lists the words that a field can have.</summary>
    private static Task NameWordsAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(OneOfAttribute), false) is [OneOfAttribute field, ..]
            && (schema.Items ?? schema) is OpenApiSchema word)
            word.Enum = [.. field.Words.Select(text => JsonValue.Create(text))];
        return Task.CompletedTask;
    }

    /// <summary>Adds examples, and the header with the version of the calls.</summary>
    private static Task ExplainAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        ApiExamples.AddTo(operation);
        JsonNode version = JsonValue.Create(ApiVersion.Spoken);
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = ApiVersion.Header,
            In = ParameterLocation.Header,
            Description = "The version of the calls that the app speaks. Every answer has the header too, with the facility's.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [version] },
            Example = version.DeepClone(),
        });
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
