using LockFirmware.Facility.Api;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Api;

/// <summary>One call of the API of the running program.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Its path.</param>
/// <param name="Body">What it takes as JSON; null for nothing.</param>
/// <param name="Limit">Its limiter; null for none.</param>
/// <param name="IsForAnybody">Whether no phone has to be signed in.</param>
internal sealed record ApiCall(string Method, string Path, Type? Body, string? Limit, bool IsForAnybody)
{
    /// <summary>Signs the phone out. A test that tries several calls tries this one last.</summary>
    public const string SignOutPath = "/api/sign-out";

    /// <summary>The call as test output names it.</summary>
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>The calls of the API, read from the running program, so that the tests also try a new call.</summary>
internal static class ApiCalls
{
    /// <summary>Settings whose limits no test reaches.</summary>
    public static readonly (string Name, string Value)[] NoLimits =
        [.. typeof(ApiLimits).GetProperties().Select(property => ($"Facility:Limits:{property.Name}", "100000"))];

    /// <summary>Lists all calls of the API, without the answer for unknown calls.</summary>
    public static ApiCall[] Of(FacilityBench bench) =>
    [
        .. from endpoint in bench.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
           select new ApiCall(method, endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType,
               endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName,
               endpoint.Metadata.GetMetadata<IAllowAnonymous>() != null),
    ];
}
