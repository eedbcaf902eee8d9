using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.RegularExpressions;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.FacilityTests.Api;
using LockFirmware.FacilityTests.Bench;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Access;

/// <summary>Every page and endpoint of the running program, called by every kind of caller.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class EndpointTests
{
    private const string ApiPath = "/api";

    /// <summary>Every kind of caller: without a sign-in, staff with each permission, phones.</summary>
    private static readonly Role[] Roles =
    [
        new("nobody"),
        .. Enum.GetValues<Permissions>().Select(permissions => new Role($"staff with {permissions}", permissions)),
        new("a signed-in phone", Phone: PhoneKind.SignedIn),
        new("a phone that was signed out", Phone: PhoneKind.Revoked),
        new("a phone that made its token up", Phone: PhoneKind.MadeUp),
    ];

    /// <summary>How far a caller gets.</summary>
    private enum Outcome
    {
        SignIn,
        Refused,
        Reached,
        Broken,
    }

    private enum PhoneKind
    {
        None,
        SignedIn,
        Revoked,
        MadeUp,
    }

    [TestMethod]
    public async Task Every_endpoint_is_reached_by_those_in_the_table_and_nobody_else()
    {
        using FacilityBench bench = new(settings: ApiCalls.NoLimits);
        (string Address, string Method, string Path)[] endpoints = [.. Endpoints(bench)];
        Assert.IsTrue(endpoints.Length > 20, $"only {endpoints.Length} endpoints were found");
        string[] without =
            [.. endpoints.Where(endpoint => EndpointTable.Find(endpoint.Address) == null).Select(endpoint => endpoint.Address).Distinct()];
        Assert.AreEqual("", string.Join(", ", without), "endpoints without a line in EndpointTable");
        List<string> wrong = [];
        foreach (Role role in Roles)
        {
            HttpClient client = role.Staff is { } staff
                ? (await bench.SignInAsync(staff, followsRedirects: false)).Client
                : bench.Anonymous(followsRedirects: false);
            foreach ((string address, string method, string path) in endpoints)
            {
                // Each call has its own phone, because one of the calls signs the phone out.
                if (role.Phone != PhoneKind.None)
                    client.DefaultRequestHeaders.Authorization =
                        new AuthenticationHeaderValue("Bearer", await TokenAsync(bench, role.Phone));
                Outcome expected = Expected(EndpointTable.Find(address)!, role);
                Outcome actual = await TryAsync(client, method, path);
                if (actual != expected)
                    wrong.Add($"{method} {path} by {role.Name}: {actual}, not {expected}");
            }
        }
        Assert.AreEqual("", string.Join("\n", wrong));
    }

    [TestMethod]
    public async Task A_cookie_and_a_token_together_open_what_each_opens_alone()
    {
        using FacilityBench bench = new();
        HttpClient client = (await bench.SignInAsync(Permissions.ManageUnits, followsRedirects: false)).Client;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(bench, PhoneKind.SignedIn));
        Assert.AreEqual(Outcome.Reached, await TryAsync(client, "GET", "/Units"));
        Assert.AreEqual(Outcome.Reached, await TryAsync(client, "GET", "/api/me"));
        Assert.AreEqual(Outcome.Refused, await TryAsync(client, "GET", "/Users"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(bench, PhoneKind.Revoked));
        Assert.AreEqual(Outcome.Reached, await TryAsync(client, "GET", "/Units"));
        Assert.AreEqual(Outcome.SignIn, await TryAsync(client, "GET", "/api/me"));
    }

    [TestMethod]
    public void A_line_of_the_table_is_for_a_whole_folder()
    {
        Assert.AreEqual(EndpointTable.Rules.Length,
            EndpointTable.Rules.Select(rule => rule.Prefix).Distinct(StringComparer.OrdinalIgnoreCase).Count());
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
            ClaimsPrincipal all =
                StaffAccounts.PrincipalOf(new StaffMember { Name = "Kay", Login = "kay", Stamp = "", Permissions = Permissions.All });
            Assert.IsFalse((await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(all, policy)).Succeeded);
        });
    }

    private static Outcome Expected(EndpointRule rule, Role role) => rule.Door switch
    {
        Door.Anybody => Outcome.Reached,
        Door.Phone => role.Phone == PhoneKind.SignedIn ? Outcome.Reached : Outcome.SignIn,
        _ when role.Staff == null => Outcome.SignIn,
        Door.AnyStaff => Outcome.Reached,
        _ => (role.Staff.Value & rule.Permission) == rule.Permission ? Outcome.Reached : Outcome.Refused,
    };

    private static IEnumerable<(string Address, string Method, string Path)> Endpoints(FacilityBench bench)
    {
        foreach (RouteEndpoint endpoint in bench.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            string path = "/" + Regex.Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), @"\{[^}]*\}", "1");
            // A page always has the address of its file, "/Users/Index", whatever its routes are.
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

    private static async Task<string> TokenAsync(FacilityBench bench, PhoneKind kind)
    {
        string token = PhoneTokens.New();
        if (kind == PhoneKind.MadeUp)
            return token;
        await bench.InDbAsync(async db =>
        {
            db.Devices.Add(new Device
            {
                User = await db.Users.SingleOrDefaultAsync() ?? new User { Name = "Ada Moss", Schedule = await db.Schedules.FirstAsync() },
                Name = "Phone of a test",
                TokenHash = PhoneTokens.HashOf(token),
                SeenAt = bench.Now,
                RevokedAt = kind == PhoneKind.Revoked ? bench.Now : null,
            });
            return await db.SaveChangesAsync();
        });
        return token;
    }

    private static async Task<Outcome> TryAsync(HttpClient client, string method, string path)
    {
        bool isApi = path.StartsWith(ApiPath, StringComparison.Ordinal);
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (method != "GET")
            request.Content = isApi ? JsonContent.Create(new { }) : new FormUrlEncodedContent([]);
        HttpResponseMessage answer = await client.SendAsync(request);
        if (answer.StatusCode >= HttpStatusCode.InternalServerError)
            return Outcome.Broken;
        // If a call refuses for its own reasons, the caller has reached it. The API itself only asks for a sign-in.
        if (isApi)
            return answer.StatusCode == HttpStatusCode.Unauthorized ? Outcome.SignIn : Outcome.Reached;
        string location = answer.Headers.Location?.ToString() ?? "";
        // The page itself refuses a POST without the antiforgery token, so the caller has reached it.
        return answer.StatusCode == HttpStatusCode.Unauthorized || location.Contains("/account/sign-in?", StringComparison.Ordinal)
            ? Outcome.SignIn
            : location.Contains("/account/denied?", StringComparison.Ordinal) || answer.StatusCode == HttpStatusCode.Forbidden
            && !path.EndsWith("denied", StringComparison.OrdinalIgnoreCase) ? Outcome.Refused
            : Outcome.Reached;
    }

    /// <summary>A caller.</summary>
    /// <param name="Name">In words.</param>
    /// <param name="Staff">The permissions of a member of the staff; null for none.</param>
    /// <param name="Phone">The phone; null if the caller is none.</param>
    private sealed record Role(string Name, Permissions? Staff = null, PhoneKind Phone = PhoneKind.None);
}
