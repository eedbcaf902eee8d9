using System.ComponentModel.DataAnnotations;
using System.Globalization;
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
    // The statuses after which the phone may ask again later.
    private static readonly string[] Waiting = ["429", "503"];

    private static readonly OpenApiHeader RetryAfter = new()
    {
        Description = "After how many seconds to ask again.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
    };

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
            options.AddSchemaTransformer(BoundAsync);
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

    /// <summary>Describes the rules that a field has as attributes: its words, its length, what its bytes are.</summary>
    private static Task BoundAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        foreach (object rule in context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(false) ?? [])
            Bound(schema, rule);
        if (context.JsonPropertyInfo?.Name == "lockId")
            (schema.Minimum, schema.Maximum) = ("1", uint.MaxValue.ToString(CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    private static void Bound(OpenApiSchema schema, object rule)
    {
        switch (rule)
        {
            case OneOfAttribute field when (schema.Items ?? schema) is OpenApiSchema word:
                word.Enum = [.. field.Words.Select(text => JsonValue.Create(text))];
                break;
            case Base64BytesAttribute bytes:
                schema.Format = "byte";
                (schema.MinLength, schema.MaxLength) = (Base64Length(bytes.SizeMin), Base64Length(bytes.SizeMax));
                break;
            case TypedNameAttribute name:
                (schema.MinLength, schema.MaxLength) = (name.LengthMin, name.LengthMax);
                break;
            case LengthAttribute list:
                (schema.MinItems, schema.MaxItems) = (list.MinimumLength, list.MaximumLength);
                break;
        }
    }

    private static int Base64Length(int byteCount) => (byteCount + 2) / 3 * 4;

    /// <summary>Adds examples, and the header with the version of the calls.</summary>
    private static Task ExplainAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        ApiExamples.AddTo(operation);
        JsonNode version = JsonValue.Create(ApiVersion.Spoken);
        foreach ((string status, IOpenApiResponse response) in operation.Responses ?? [])
        {
            if (Waiting.Contains(status) && response is OpenApiResponse open)
                open.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = RetryAfter };
        }
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
