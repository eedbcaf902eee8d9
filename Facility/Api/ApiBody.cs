using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using LockFirmware.Facility.UseCases.Phones;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace LockFirmware.Facility.Api;

/// <summary>The body of a request, or why it cannot be used.</summary>
internal interface IApiBody
{
    /// <summary>The refusal with its status; null if the body can be used.</summary>
    IResult? Refused { get; }
}

/// <summary>
/// The body of a request as a parameter of an endpoint: JSON of bounded size and of exactly the expected form. Everything else
/// becomes a refusal, which <see cref="ApiBody.RefuseAsync"/> answers before the handler runs.
/// </summary>
/// <typeparam name="T">The type of the body, with the rules of its fields as attributes.</typeparam>
internal sealed class ApiBody<T> : IApiBody, IEndpointParameterMetadataProvider where T : class
{
    private static readonly int[] Statuses =
    [
        StatusCodes.Status400BadRequest, StatusCodes.Status408RequestTimeout, StatusCodes.Status413PayloadTooLarge,
        StatusCodes.Status415UnsupportedMediaType,
    ];

    private readonly T? _value;

    private ApiBody(T? value, IResult? refused)
    {
        _value = value;
        Refused = refused;
    }

    /// <inheritdoc/>
    public IResult? Refused { get; }

    /// <summary>The body.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => _value ?? throw new InvalidOperationException("A refused body has no value.");

    /// <summary>Reads the body. The framework calls this for each parameter of this type.</summary>
    public static async ValueTask<ApiBody<T>?> BindAsync(HttpContext http)
    {
        (T? body, IResult? refused) = await ApiBody.ReadAsync<T>(http);
        return new ApiBody<T>(body, refused);
    }

    /// <summary>Tells routing and the OpenAPI document which type the endpoint takes, and how it refuses others.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata([ApiBody.JsonType], typeof(T)));
        foreach (int status in Statuses)
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(Refusal), [ApiBody.JsonType]));
    }
}

/// <summary>Reads the bodies of requests.</summary>
internal static class ApiBody
{
    /// <summary>The maximum size of an ordinary request, bytes. An endpoint can have another one as its metadata.</summary>
    public const int SizeMax = 8 * 1024;

    /// <summary>The content type of bodies and answers.</summary>
    public const string JsonType = "application/json";

    private const int DepthMax = 8;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = DepthMax,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The answer to content of another type.</summary>
    public static JsonHttpResult<Refusal> NotJson =>
        Refusal.Malformed("The content is not JSON (application/json).").With(StatusCodes.Status415UnsupportedMediaType);

    /// <summary>Answers a request whose body was refused. The handler does not run.</summary>
    public static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<IApiBody>().FirstOrDefault(body => body.Refused != null) is { } refused
            ? refused.Refused
            : await next(context);

    /// <summary>Reads the body.</summary>
    /// <param name="http">The request.</param>
    /// <returns>The body, or the refusal to answer with.</returns>
    public static async Task<(T? Body, IResult? Refused)> ReadAsync<T>(HttpContext http) where T : class
    {
        if (!http.Request.HasJsonContentType())
            return (null, NotJson);
        int sizeMax = (int)(http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? SizeMax);
        (byte[]? bytes, Refusal? unread) = await ReadBytesAsync(http.Request, sizeMax, http.RequestAborted);
        if (bytes == null)
            return (null, unread!.Answer());
        try
        {
            if (JsonSerializer.Deserialize<T>(bytes, Form) is { } body)
                return BodyRules.Complaint(body) is var (field, complaint)
                    ? (null, Refusal.Malformed(complaint, field).Answer())
                    : (body, null);
        }
        catch (JsonException exception)
        {
            // Its message can quote the content, so it is neither logged nor answered.
            return (null, Refusal.Malformed("The content cannot be read.", MalformedField.Of(exception, bytes, Form.GetTypeInfo(typeof(T))))
                .Answer());
        }
        return (null, Refusal.Malformed("The content cannot be read.").Answer());
    }

    private static async Task<(byte[]? Bytes, Refusal? Refusal)> ReadBytesAsync(HttpRequest request, int sizeMax, CancellationToken stop)
    {
        if (request.ContentLength > sizeMax)
            return (null, TooLarge(sizeMax));
        byte[] buffer = new byte[sizeMax + 1];
        int count;
        try
        {
            count = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        }
        catch (BadHttpRequestException exception)
        {
            return (null, exception.StatusCode == StatusCodes.Status408RequestTimeout ? TooSlow : TooLarge(sizeMax));
        }
        return count > sizeMax ? (null, TooLarge(sizeMax)) : (buffer[..count], null);
    }

    /// <summary>The refusal of a body that is too long.</summary>
    internal static Refusal TooLarge(int sizeMax) => new()
    {
        Code = Refusal.Codes.TooLarge,
        Reason = $"The content is longer than {sizeMax} bytes. Send it in several requests.",
    };

    /// <summary>The refusal of a body that arrives too slowly.</summary>
    internal static Refusal TooSlow { get; } = new()
    {
        Code = Refusal.Codes.TooSlow,
        Reason = "The content arrived too slowly. Try again with a better connection.",
    };
}
