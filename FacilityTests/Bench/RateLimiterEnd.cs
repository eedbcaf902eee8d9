using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>
/// Ends the timer of the framework's rate limiter, which the framework itself never ends. A program that stops does not mind. In a run of
/// the tests each ended facility would stay in memory as a whole, be woken ten times a second, and be read by every collection.
/// </summary>
internal static class RateLimiterEnd
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>
    /// Ends the limiter in the chain of middleware that a program's server calls. Nothing happens where there is none, or where the
    /// server listens on a real port.
    /// </summary>
    public static void In(IServiceProvider program)
    {
        object? step = Field(Field(program.GetRequiredService<IServer>() as TestServer, "_application"), "_application");
        for (RequestDelegate? next = NextOf(step); next?.Target is { } middleware; next = NextOf(middleware))
            (Field(middleware, "_endpointLimiter") as IDisposable)?.Dispose();
    }

    private static RequestDelegate? NextOf(object? step) =>
        step?.GetType().GetFields(Fields).Select(field => field.GetValue(step)).OfType<RequestDelegate>().FirstOrDefault();

    private static object? Field(object? of, string name) => of?.GetType().GetField(name, Fields)?.GetValue(of);
}
