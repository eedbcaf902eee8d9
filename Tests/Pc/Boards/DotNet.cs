using System;
using System.Diagnostics;
using System.Threading.Tasks;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Boards;

/// <summary>The dotnet command, as a user types it in the root of the repository.</summary>
internal static class DotNet
{
    private const int TimeoutMs = 120_000;

    /// <summary>Runs it.</summary>
    /// <param name="output">What it wrote.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its exit code.</returns>
    public static int Run(out string output, params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(host, arguments)
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // A test host that msbuild has started passes on its environment, which a user's shell does not have.
        foreach (string inherited
            in new[] { "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly" })
            start.Environment.Remove(inherited);
        // A process of the build that stays for the next one would hold the ends of the pipes, and the test would wait for it.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> written = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeoutMs))
        {
            process.Kill(true);
            Assert.Fail($"dotnet {string.Join(' ', arguments)} did not end.");
        }
        output = written.Result + errors.Result;
        return process.ExitCode;
    }
}
