using System.Reflection;
using System.Text.RegularExpressions;
using LockFirmware.FacilityTests.Api;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.TestKit.Repository;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Architecture;

/// <summary>Use cases know no HTTP, and endpoints only pass on.</summary>
[TestClass]
public sealed partial class UseCaseTests
{
    [TestMethod]
    public void No_type_of_a_use_case_mentions_http()
    {
        string root = RepositoryFiles.PathOf("Facility/UseCases");
        string[] files = Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories);
        Assert.IsGreaterThan(30, files.Length);
        string[] wrong =
            [.. from file in files
                from Match word in Http().Matches(File.ReadAllText(file))
                select $"{Path.GetRelativePath(root, file)}: {word.Value}"];
        Assert.IsEmpty(wrong, string.Join('\n', wrong));
    }

    [TestMethod]
    public void No_handler_of_the_api_takes_the_request_as_a_whole()
    {
        using FacilityBench bench = new();
        MethodInfo[] handlers =
            [.. from endpoint in bench.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                where endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
                    && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() != null
                select endpoint.Metadata.GetMetadata<MethodInfo>()];
        Assert.HasCount(ApiCalls.Of(bench).Length, handlers);
        foreach (MethodInfo handler in handlers)
            Assert.DoesNotContain(true, handler.GetParameters().Select(parameter => parameter.ParameterType)
                .Select(type => type == typeof(HttpContext) || type == typeof(HttpRequest) || type == typeof(HttpResponse)), handler.Name);
    }

    [GeneratedRegex(@"\b(?:HttpContext|HttpRequest|HttpResponse|IHttpContextAccessor|IResult|IFormFile|Results|TypedResults|StatusCodes"
        + @"|Microsoft\.AspNetCore\.(?:Http|Mvc|Authentication|Routing)\w*)\b")]
    private static partial Regex Http();
}
