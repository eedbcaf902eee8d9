using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.RegularExpressions;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Staff;
using LockFirmware.FacilityTests.Bench;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Access;

/// <summary>Every page and endpoint of the running program, by everybody who might try it.</summary>
[TestClass]
public sealed class EndpointTests
{
    private static readonly Permissions?[] Staff =
    [
        null,
        Permissions.None,
        .. Enum.GetValues<Permissions>().Where(permission => permission is not Permissions.None and not Permissions.All).Cast<Permissions?>(),
        Permissions.All,
    ];

    /// <summary>What the program answers at the door, as far as somebody gets.</summary>
    private enum Outcome
    {
        SignIn,
        Refused,
        Reached,
        Broken,
    }

    [TestMethod]
    public async Task Every_endpoint_is_reached_by_those_in_the_table_and_nobody_else()
    {
        using FacilityBench bench = new();
        (string Address, string Method, string Path)[] endpoints = [.. Endpoints(bench)];
        Assert.IsTrue(endpoints.Length > 20, $"only {endpoints.Length} endpoints were found");
        string[] without = [.. endpoints.Where(endpoint => EndpointTable.Find(endpoint.Address) == null).Select(endpoint => endpoint.Address).Distinct()];
        Assert.AreEqual("", string.Join(", ", without), "endpoints without a line in EndpointTable");
        List<string> wrong = [];
        foreach (Permissions? role in Staff)
        {
            HttpClient client = role == null ? bench.Anonymous(followsRedirects: false) : (await bench.SignInAsync(role.Value, followsRedirects: false)).Client;
            foreach ((string address, string method, string path) in endpoints)
            {
                Outcome expected = Expected(EndpointTable.Find(address)!, role);
                Outcome actual = await TryAsync(client, method, path);
                if (actual != expected)
                    wrong.Add($"{method} {path} by {role?.ToString() ?? "nobody"}: {actual}, not {expected}");
            }
        }
        Assert.AreEqual("", string.Join("\n", wrong));
    }

    [TestMethod]
    public void A_line_of_the_table_is_for_a_whole_folder()
    {
        Assert.AreEqual(EndpointTable.Rules.Length, EndpointTable.Rules.Select(rule => rule.Prefix).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.IsNull(EndpointTable.Find("/Elsewhere"));
        Assert.IsNull(EndpointTable.Find("/UsersX"), "a prefix is a whole folder");
        Assert.AreEqual("/Staff/Members", EndpointTable.Find("/Staff/Members/Member")!.Prefix);
    }

    [TestMethod]
    public async Task What_names_no_policy_is_refused_to_everybody()
    {
        using FacilityBench bench = new();
        await bench.InScopeAsync(async services =>
        {
            AuthorizationPolicy policy = (await services.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync())!;
            ClaimsPrincipal all = StaffAccounts.PrincipalOf(new StaffMember { Name = "Kay", Login = "kay", Stamp = "", Permissions = Permissions.All });
            Assert.IsFalse((await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(all, policy)).Succeeded);
        });
    }

    private static Outcome Expected(EndpointRule rule, Permissions? role) => rule.Door switch
    {
        Door.Anybody => Outcome.Reached,
        Door.Phone => Outcome.SignIn,
        _ when role == null => Outcome.SignIn,
        Door.AnyStaff => Outcome.Reached,
        _ => (role.Value & rule.Permission) == rule.Permission ? Outcome.Reached : Outcome.Refused,
    };

    private static IEnumerable<(string Address, string Method, string Path)> Endpoints(FacilityBench bench)
    {
        foreach (RouteEndpoint endpoint in bench.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            string path = "/" + Regex.Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), @"\{[^}]*\}", "1");
            // A page has an address of its own, "/Users/Index", whatever its routes are.
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                yield return (page.ViewEnginePath, "GET", path);
                yield return (page.ViewEnginePath, "POST", path);
                continue;
            }
            foreach (string method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                yield return (path, method, path);
        }
    }

    private static async Task<Outcome> TryAsync(HttpClient client, string method, string path)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (method != "GET")
            request.Content = path.StartsWith("/api", StringComparison.Ordinal) ? JsonContent.Create(new { }) : new FormUrlEncodedContent([]);
        HttpResponseMessage answer = await client.SendAsync(request);
        string location = answer.Headers.Location?.ToString() ?? "";
        // A POST without the antiforgery token is turned away by the page itself, behind the door.
        return answer.StatusCode >= HttpStatusCode.InternalServerError ? Outcome.Broken
            : answer.StatusCode == HttpStatusCode.Unauthorized || location.Contains("/Staff/Door/SignIn?", StringComparison.Ordinal) ? Outcome.SignIn
            : location.Contains("/Staff/Door/Denied?", StringComparison.Ordinal) || answer.StatusCode == HttpStatusCode.Forbidden && !path.EndsWith("Denied", StringComparison.Ordinal) ? Outcome.Refused
            : Outcome.Reached;
    }
}
