using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using LockFirmware.TestKit.Repository;
using LockFirmware.Tests.Pc.Boards;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>lockctl as a .NET tool: packed, installed from the folder of the package, run.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ToolPackageTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [TestMethod]
    public void The_tool_is_packed_installed_from_the_folder_and_run()
    {
        string folder = Directory.CreateTempSubdirectory("lockctl-package-").FullName;
        try
        {
            // The other tests of this run have built it already.
            Succeed("pack", "Installer", "--no-build", "-c", Configuration, "-o", folder);
            string sources = Path.Combine(folder, "nuget.config");
            File.WriteAllText(sources,
                $"<configuration><packageSources><clear/><add key=\"folder\" value=\"{folder}\"/></packageSources></configuration>");
            Succeed("tool", "install", "--tool-path", Path.Combine(folder, "tools"), "--configfile", sources, "LockFirmware.Lockctl");
            string facility = Path.Combine(folder, "facility.json");
            string list = Path.Combine(folder, "locks.csv");
            string[] boards = [.. BoardSources.RealNames];
            File.WriteAllLines(list,
                boards.Select((board, i) => $"{i + 1},Door {i + 1},{board},entry,,").Prepend("id,name,board,kind,exit,serialPort"));
            Run(folder, "facility", "new", "--name", "Yard", "--zone-rule", "UTC0", "--facility", facility);
            Assert.Contains($"{boards.Length} locks", Run(folder, "manifest", list, "--facility", facility));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [TestMethod]
    public void The_documents_install_it_as_this_test_does()
    {
        string document = RepositoryFiles.Read("docs/lockctl.md");
        Assert.Contains("dotnet pack Installer", document);
        Assert.Contains("LockFirmware.Lockctl", document);
    }

    private static void Succeed(params string[] arguments)
    {
        int code = DotNet.Run(out string output, arguments);
        Assert.AreEqual(0, code, output);
    }

    private static string Run(string folder, params string[] arguments)
    {
        string program = Path.Combine(folder, "tools", OperatingSystem.IsWindows() ? "lockctl.exe" : "lockctl");
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The executable looks for the runtime there. Without it, a runtime in an unusual place is found by the tests only.
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"))
            ?? Environment.GetEnvironmentVariable("DOTNET_ROOT");
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, error);
        return output;
    }
}
