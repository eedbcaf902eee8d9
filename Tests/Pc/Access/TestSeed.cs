using System;
using System.Globalization;

namespace LockFirmware.Tests.Pc.Access;

/// <summary>The seed of a random test: a new one for each run, or the seed of a failed run, to repeat it.</summary>
internal static class TestSeed
{
    /// <summary>The environment variable that repeats a run.</summary>
    public const string Variable = "LOCK_TEST_SEED";

    /// <summary>The command that repeats a test with one seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="test">The test's class.</param>
    public static string Replay(int seed, string test) =>
        $"{Variable}={seed} dotnet test --project Tests --filter FullyQualifiedName~{test}";

    /// <summary>Draws the seed and prints it.</summary>
    /// <param name="context">Receives the line that says how to repeat the run.</param>
    public static int Draw(TestContext context)
    {
        string? given = Environment.GetEnvironmentVariable(Variable);
        int seed = string.IsNullOrEmpty(given) ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        context.WriteLine($"{Variable}={seed}");
        return seed;
    }
}
