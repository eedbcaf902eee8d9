using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Feedback;
using LockFirmware.TestKit.Repository;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>The commands of docs/install.md, typed in their order as they stand there.</summary>
[TestClass]
[DoNotParallelize]
public sealed class InstallDocumentTests
{
    private const string Tool = "lockctl ";

    // What a PC without the packages of the device and without a network cannot run. ToolPackageTests packs and installs lockctl.
    private static readonly string[] NotRun =
    [
        "dotnet pack Installer -o bin/packages",
        "dotnet tool install -g --add-source bin/packages LockFirmware.Lockctl",
        $"{Nanoff.Install}",
    ];

    // Typed in the test's folder; the build is imitated there.
    private static readonly string[] Shell =
        ["cd ", "mkdir ", "dotnet build LockController/LockController.csproj -c Release -p:Board=esp32-s3 -o bin/esp32-s3",
            "dotnet run --project boards/virtual -- --listen "];

    private const int CharactersASecond = 5;
    private const int TypingSeconds = 300;

    private readonly string _document = RepositoryFiles.Read("docs/install.md");

    [TestMethod]
    [TestCategory("Slow")]
    public void Every_command_does_in_its_turn_what_the_document_says()
    {
        using InstallSite site = new();
        Dictionary<string, string> said = [];
        Signal identified = Signal.None;
        byte[] cabled = [];
        foreach ((string language, string[] lines) in FencedBlocks.Of(_document))
        {
            if (language == "csv")
                File.WriteAllLines("locks.csv", lines);
            foreach (string line in lines.Where(line => !IsOneOf(NotRun, line) && language is "sh" or ""))
            {
                if (IsOneOf(Shell, line))
                {
                    if (line.EndsWith("locks/12012", StringComparison.Ordinal))
                        cabled = File.ReadAllBytes("locks/12012/identity.bin");
                    site.TypeShell(line);
                    continue;
                }
                said.Add(line, site.Type(line));
                if (line.StartsWith(Tool + "identify", StringComparison.Ordinal))
                    identified = site.BoardAt("4711").Firmware!.Engine.Feedback.Showing;
            }
        }
        string Said(string beginning) => said.Single(entry => entry.Key.StartsWith(Tool + beginning, StringComparison.Ordinal)).Value;

        Assert.Contains("America/Edmonton", Said("facility new"));
        Assert.Contains("2 locks", Said("manifest"));
        string[] shown =
            [.. said.Single(entry => entry.Key.EndsWith("--dry-run", StringComparison.Ordinal)).Value.Trim().Split('\n')
                .Select(line => line["nanoff ".Length..].TrimEnd())];
        CollectionAssert.AreEqual(shown, site.Flashed, "what was shown is what was run");
        Assert.HasCount(3, shown);
        Assert.Contains("not read back yet", said.Single(entry => entry.Key.EndsWith("ttyUSB0", StringComparison.Ordinal)).Value);
        Assert.Contains("is flashed", Said("readback"));
        Assert.IsFalse(File.Exists("locks/12012/identity.bin"), "the files are removed from the computer");
        Assert.IsTrue(File.Exists("labels.pdf"));
        CheckLock(site.BoardAt("4712"), 12001);
        HardwareBoard unit = site.BoardAt("4711");
        CheckLock(unit, 12012);
        Assert.AreEqual(Convert.ToHexString(cabled), Convert.ToHexString(site.Cabled("identity.bin")), "the same came by cable");
        Assert.AreEqual(Signal.Identify, identified, "identify");
        Assert.Contains("05:00", Said("status"), "noon UTC is five in the morning at Edmonton");
        Assert.Contains("always", Said("key show").ToLowerInvariant());
        Assert.IsTrue(unit.Door.IsReleased, "the test key opens");
        Assert.Contains("AccessGranted", string.Join('\n', EventsOf(unit)));
        Assert.IsGreaterThan(2, File.ReadAllLines("unit-12.csv").Length);
    }

    [TestMethod]
    public void Every_line_of_a_block_is_run_or_known_to_need_more_than_a_PC()
    {
        foreach ((string language, string[] lines) in FencedBlocks.Of(_document))
        {
            if (language is "csv" or "text")
                continue;
            foreach (string line in lines)
                Assert.IsTrue(line.StartsWith(Tool, StringComparison.Ordinal) || IsOneOf(Shell, line) || NotRun.Contains(line), line);
        }
        foreach (string line in NotRun)
            Assert.Contains(line, _document);
    }

    [TestMethod]
    public void Up_to_the_open_virtual_door_five_minutes_of_typing_are_enough()
    {
        string Between(string start, string end)
        {
            int at = _document.IndexOf(start, StringComparison.Ordinal);
            return _document[at.._document.IndexOf(end, at, StringComparison.Ordinal)];
        }
        string path = Between("## 5. ", "## 6. ") + Between("### Without hardware", "## 7. ") + Between("## 9. ", "## 10. ");
        // For chapter 7, which is left out.
        string[] typed = [.. FencedBlocks.Of(path).SelectMany(block => block.Lines)
            .Where(line => line != Nanoff.Install && !line.Contains("--listen 4712", StringComparison.Ordinal))];
        Assert.HasCount(1, typed.Where(line => line.StartsWith(Tool + "open", StringComparison.Ordinal)).ToArray());
        int characters = typed.Sum(line => line.Length + 1);
        int seconds = (characters + CharactersASecond - 1) / CharactersASecond;
        Assert.IsLessThanOrEqualTo(TypingSeconds, seconds);
        Assert.Contains($"you type {characters:N0} characters in chapters 5, 6 and 9: at five", _document);
        Assert.Contains($"a second {seconds} s.", _document);
    }

    private static bool IsOneOf(string[] beginnings, string line) =>
        beginnings.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal));

    private static void CheckLock(HardwareBoard board, uint lockId)
    {
        Assert.AreEqual(lockId, board.Firmware!.Engine.Memory.Identity.LockId);
        Assert.AreEqual(ClockTrust.Set, board.Firmware.Engine.Clock.Trust);
        Assert.IsEmpty(board.Air.Faults);
    }

    private static IEnumerable<string> EventsOf(HardwareBoard board)
    {
        byte[] record = new byte[AuditEvent.Size];
        for (uint number = 1; number <= board.Flash.Events.Head; number++)
        {
            AuditEvent audit = new();
            Assert.AreEqual(1, board.Flash.Events.Read(number, record, 0, 1));
            Assert.IsTrue(audit.TryRead(record, 0));
            yield return audit.Kind.ToString();
        }
    }
}
