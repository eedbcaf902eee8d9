using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using LockFirmware.TestKit.Repository;
using LockFirmware.Tests.Pc.InstallerTool;

namespace LockFirmware.Tests.Pc.Boards;

/// <summary>
/// What can be held of the workflows without running them: the boards, the files that they name, their rights, and what a release
/// carries.
/// </summary>
[TestClass]
public class WorkflowTests
{
    private const string Folder = ".github/workflows";

    private static readonly string[] Files =
        [.. Directory.GetFiles(RepositoryFiles.PathOf(Folder), "*.yml").Select(path => $"{Folder}/{Path.GetFileName(path)}").Order()];

    [TestMethod]
    [DataRow("ci.yml")]
    [DataRow("release.yml")]
    public void Every_real_board_is_built(string workflow) => StringAssert.Contains(
        RepositoryFiles.Read($"{Folder}/{workflow}"),
        $"board: [{string.Join(", ", BoardSources.RealNames.OrderBy(name => name, StringComparer.Ordinal))}]");

    [TestMethod]
    public void Every_file_that_a_command_names_is_in_the_repository()
    {
        int named = 0;
        foreach (string command in Files.SelectMany(Commands).Where(line => line.StartsWith("dotnet ", StringComparison.Ordinal)
            || line.Contains(".ci/", StringComparison.Ordinal)))
        {
            string file = command.Split(' ').Single(word => Regex.IsMatch(word, @"\.(csproj|sln)$|^\.ci/"));
            Assert.IsTrue(File.Exists(RepositoryFiles.PathOf(file)), command);
            named++;
        }
        Assert.AreEqual(4, named);
        foreach (string file in Files.Where(file => RepositoryFiles.Read(file).Contains("setup-dotnet", StringComparison.Ordinal)))
            StringAssert.Contains(RepositoryFiles.Read(file), "global-json-file: global.json", file);
        if (!OperatingSystem.IsWindows())
            Assert.AreNotEqual(UnixFileMode.None, File.GetUnixFileMode(RepositoryFiles.PathOf(".ci/run")) & UnixFileMode.UserExecute);
    }

    [TestMethod]
    public void Only_actions_of_GitHub_are_used_each_in_one_version()
    {
        Dictionary<string, string> versions = [];
        foreach (Match use in Files.SelectMany(file => Regex.Matches(RepositoryFiles.Read(file), @"uses: (\S+)")))
        {
            Match parts = Regex.Match(use.Groups[1].Value, "^((?:actions|github)/[a-z-]+)(?:/[a-z-]+)?@(v[0-9]+)$");
            Assert.IsTrue(parts.Success, use.Value);
            versions.TryAdd(parts.Groups[1].Value, parts.Groups[2].Value);
            Assert.AreEqual(versions[parts.Groups[1].Value], parts.Groups[2].Value, use.Value);
        }
        Assert.IsGreaterThanOrEqualTo(5, versions.Count);
    }

    [TestMethod]
    public void A_job_reads_unless_it_needs_more_and_one_that_may_write_builds_nothing()
    {
        List<string> written = [];
        foreach (string file in Files)
        {
            string text = RepositoryFiles.Read(file);
            StringAssert.Contains(text, "\npermissions:\n  contents: read\n\n", file);
            foreach (string job in Regex.Split(text[text.IndexOf("\njobs:\n", StringComparison.Ordinal)..], @"\n(?=  \w+:\n)").Skip(1))
            {
                foreach (Match right in Regex.Matches(job, @"\n      ([a-z-]+: write)\n"))
                {
                    written.Add($"{Path.GetFileName(file)} {right.Groups[1].Value}");
                    if (right.Groups[1].Value == "contents: write")
                        Assert.DoesNotContain("dotnet", job, "the build runs code of packages");
                }
            }
            Assert.HasCount(Regex.Count(text, ": write"), written.Where(line => line.StartsWith(Path.GetFileName(file),
                StringComparison.Ordinal)).ToArray());
        }
        CollectionAssert.AreEquivalent(new[] { "codeql.yml security-events: write", "release.yml contents: write" }, written);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void What_a_release_carries_is_taken_by_lockctl_and_its_checksums_are_right()
    {
        using ToolBench bench = new();
        NanoImage.Write(bench.PathOf("out/LockController.bin"), "esp32-c3");
        string release = RepositoryFiles.Read($"{Folder}/release.yml");
        string script = Regex.Match(release, @"run: \|\n((?:          .*\n)+)").Groups[1].Value
            .Replace("${{ matrix.board }}", "esp32-c3", StringComparison.Ordinal);
        Shell(bench.Folder, $"set -e\n{script}");
        Assert.HasCount(3, Directory.GetFiles(bench.PathOf("images")));
        Shell(bench.PathOf("images"), "sha256sum -c LockController-esp32-c3.sha256");
        StringAssert.Contains(bench.Ok("image", bench.PathOf("images/LockController-esp32-c3.bin")), "the application for esp32-c3");
        File.AppendAllText(bench.PathOf("images/LockController-esp32-c3.bin"), "x");
        Assert.AreEqual(2, bench.Run("image", bench.PathOf("images/LockController-esp32-c3.bin")).Code, "changed on its way");
    }

    private static IEnumerable<string> Commands(string file) =>
        Regex.Matches(RepositoryFiles.Read(file), @"- run: ([^|\n]+)\n").Select(match => match.Groups[1].Value)
            .Select(line => line[Math.Max(0, line.IndexOf(".ci/", StringComparison.Ordinal))..]);

    private static void Shell(string folder, string script)
    {
        using Process shell = Process.Start(new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string output = shell.StandardOutput.ReadToEnd();
        string error = shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        Assert.AreEqual(0, shell.ExitCode, output + error);
    }
}
