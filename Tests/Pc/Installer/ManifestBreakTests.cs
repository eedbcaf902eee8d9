using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using LockFirmware.InstallerTool;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>
/// A list of 500 locks whose preparation is interrupted again and again: what was given out once stays, and nothing is given out
/// twice.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ManifestBreakTests
{
    private const int Many = 500;

    // For tests in which the number of locks does not matter.
    private const int Few = 60;

    // A program that hangs fails the test after this time, so that the test ends.
    private const int HangTimeoutMs = 60_000;

    [TestMethod]
    public void A_run_that_is_interrupted_several_times_ends_with_what_it_began()
    {
        using ToolBench bench = Listed(Many);
        Prepared prepared = new(bench, Many);
        foreach (string at in new[] { "50 of 500", "45 of 450", "80 of 405" })
        {
            ToolRun run = InterruptAt(bench, at);
            Assert.AreEqual(ExitCode.Interrupted, run.Code, run.Output);
            StringAssert.Contains(run.Error, "Run the same command again");
            prepared.Check(false);
        }
        Finish(bench, prepared, 325);
    }

    [TestMethod]
    public void A_run_that_is_killed_several_times_ends_with_what_it_began()
    {
        using ToolBench bench = Listed(Many);
        Prepared prepared = new(bench, Many);
        // Where the kill comes late, the run may have ended by itself.
        for (int i = 0; i < 3 && !prepared.IsComplete; i++)
        {
            KillAtFirstProgress(bench);
            prepared.Check(null);
        }
        bench.Ok("manifest", bench.PathOf("locks.csv"));
        prepared.Check(true);
    }

    [TestMethod]
    [DataRow("locks/30", true)]
    [DataRow("locks/30/identity.bin", false)]
    [DataRow("locks/30/deploy.json.new", false)]
    public void A_file_that_cannot_be_written_stops_it_with_the_reason_and_costs_nothing(string inTheWay, bool isFile)
    {
        using ToolBench bench = Listed(Few);
        Prepared prepared = new(bench, Few);
        string path = bench.PathOf(inTheWay);
        Directory.CreateDirectory(isFile ? Path.GetDirectoryName(path)! : path);
        if (isFile)
            File.WriteAllText(path, string.Empty);
        else
            File.WriteAllText(Path.Combine(path, "x"), string.Empty);
        ToolRun run = bench.Run("manifest", bench.PathOf("locks.csv"));
        Assert.AreEqual(ExitCode.Unusable, run.Code, run.Output);
        StringAssert.Contains(run.Error, "Check the path");
        StringAssert.Contains(run.Error, "/30");
        prepared.Check(false);
        if (isFile)
            File.Delete(path);
        else
            Directory.Delete(path, true);
        Finish(bench, prepared, Few - 29);
    }

    [TestMethod]
    public void A_facility_file_that_cannot_be_written_gives_nothing_out()
    {
        using ToolBench bench = Listed(Few);
        string before = File.ReadAllText(bench.FacilityPath);
        Directory.CreateDirectory(bench.FacilityPath + ".new/x");
        ToolRun run = bench.Run("manifest", bench.PathOf("locks.csv"));
        Assert.AreEqual(ExitCode.Unusable, run.Code);
        StringAssert.Contains(run.Error, "cannot be written");
        Assert.AreEqual(before, File.ReadAllText(bench.FacilityPath));
        Assert.IsFalse(Directory.Exists(bench.PathOf("locks")), "no identity leaves before its generation is on the disk");
        Directory.Delete(bench.FacilityPath + ".new", true);
        Prepared prepared = new(bench, Few);
        Finish(bench, prepared, Few);
    }

    [TestMethod]
    public void A_generation_that_was_raised_between_two_breaks_stays_raised()
    {
        using ToolBench bench = Listed(Few);
        InterruptAt(bench, "6 of 60");
        byte[] first = File.ReadAllBytes(bench.PathOf("locks/3/identity.bin"));
        byte[] setup = bench.SetupSecretOf("Unit 3");
        bench.Ok("replace", "Unit 3", "--yes");
        InterruptAt(bench, "5 of 54");
        bench.Ok("manifest", bench.PathOf("locks.csv"));
        Assert.AreEqual(2, bench.GenerationOf("Unit 3"));
        ProvisionBody identity = new();
        Assert.IsTrue(IdentityFile.TryRead(File.ReadAllBytes(bench.PathOf("locks/3/identity.bin")), identity));
        Assert.AreEqual((ushort)2, identity.Generation);
        CollectionAssert.AreNotEqual(first, File.ReadAllBytes(bench.PathOf("locks/3/identity.bin")));
        CollectionAssert.AreNotEqual(setup, bench.SetupSecretOf("Unit 3"));
    }

    private static ToolBench Listed(int count)
    {
        ToolBench bench = new(false);
        bench.Ok("facility", "new", "--name", "A", "--zone-rule", "UTC0");
        bench.WriteList([.. Enumerable.Range(1, count).Select(id => $"{id},Unit {id},esp32-c3,unit,,")]);
        return bench;
    }

    private static void Finish(ToolBench bench, Prepared prepared, int left)
    {
        StringAssert.Contains(bench.Ok("manifest", bench.PathOf("locks.csv")), $"files written for {left}");
        prepared.Check(true);
        StringAssert.Contains(bench.Ok("manifest", bench.PathOf("locks.csv")), "nothing to do");
        prepared.Check(true);
    }

    private static ToolRun InterruptAt(ToolBench bench, string progress)
    {
        using CancellationTokenSource stop = new();
        using WatchedWriter output = new(progress, stop.Cancel);
        bench.Stop = stop.Token;
        bench.Output = output;
        ToolRun run = bench.Run("manifest", bench.PathOf("locks.csv"));
        bench.Stop = CancellationToken.None;
        bench.Output = null;
        return run;
    }

    private static void KillAtFirstProgress(ToolBench bench)
    {
        ProcessStartInfo start =
            new("dotnet", [typeof(Lockctl).Assembly.Location, "manifest", bench.PathOf("locks.csv"), "--facility", bench.FacilityPath])
            {
                RedirectStandardOutput = true,
            };
        using Process process = Process.Start(start)!;
        StringAssert.Contains(process.StandardOutput.ReadLine(), "Locks prepared: ");
        process.Kill();
        Assert.IsTrue(process.WaitForExit(HangTimeoutMs));
    }

    /// <summary>The secrets and generations that were given out so far; the next check must find them again.</summary>
    private sealed class Prepared(ToolBench bench, int count)
    {
        private readonly Dictionary<uint, byte[]> _identities = [];
        private string? _locks;

        public bool IsComplete { get; private set; }

        public void Check(bool? isComplete)
        {
            JsonArray doors = bench.Facility()["locks"]!.AsArray();
            Assert.HasCount(count, doors);
            _locks ??= doors.ToJsonString();
            Assert.AreEqual(_locks, doors.ToJsonString(), "the locks in the facility file stay as they were first written");
            Assert.HasCount(count, doors.Select(door => (uint)door!["id"]!).Distinct().ToArray());
            Assert.HasCount(count, doors.Select(door => (string)door!["setupSecret"]!).Distinct().ToArray());
            Assert.IsTrue(doors.All(door => (int)door!["generation"]! == 1), "no generation is used up");
            int whole = 0;
            foreach (JsonNode? door in doors)
                whole += CheckIdentity((uint)door!["id"]!) ? 1 : 0;
            Assert.IsGreaterThanOrEqualTo(_identities.Count, whole);
            IsComplete = whole == count;
            Assert.AreEqual(isComplete ?? IsComplete, IsComplete);
            string[] left = [.. Directory.GetFiles(bench.Folder, "*.new", SearchOption.AllDirectories)];
            Assert.IsLessThanOrEqualTo(isComplete == true ? 0 : 1, left.Length, string.Join(' ', left));
        }

        private bool CheckIdentity(uint id)
        {
            string path = bench.PathOf($"locks/{id}/identity.bin");
            if (!File.Exists(path))
            {
                Assert.IsFalse(_identities.ContainsKey(id), $"lock {id} is gone");
                return false;
            }
            byte[] bytes = File.ReadAllBytes(path);
            ProvisionBody identity = new();
            Assert.IsTrue(IdentityFile.TryRead(bytes, identity), $"lock {id} is not whole");
            Assert.AreEqual((id, (ushort)1), (identity.LockId, identity.Generation));
            if (_identities.TryGetValue(id, out byte[]? first))
                CollectionAssert.AreEqual(first, bytes, $"lock {id} has another identity");
            _identities[id] = bytes;
            return true;
        }
    }

    /// <summary>Interrupts when a line with such a text is written.</summary>
    private sealed class WatchedWriter(string text, Action interrupt) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true)
                interrupt();
        }
    }
}
