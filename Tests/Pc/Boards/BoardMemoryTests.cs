using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Boards;

/// <summary>A build and the documents say on which boards the lock fits the managed heap.</summary>
[TestClass]
public class BoardMemoryTests
{
    private const int Reported = 54_472;

    // What a board of each target has: PSRAM of its usual module, less what the runtime keeps of it for the system.
    // Source: targets/ESP32/defconfig and targets/ESP32/_nanoCLR/Memory.cpp of nanoframework/nf-interpreter, main of July 2026.
    private static readonly Dictionary<string, int> Heaps = new()
    {
        ["esp32"] = (4 << 20) - 262_144,
        ["esp32-c3"] = Reported,
        ["esp32-s3"] = (2 << 20) - 1_286_144,
        ["esp32-s3-octal"] = (8 << 20) - 1_048_576,
    };

    [TestMethod]
    public void Each_board_has_the_heap_that_the_runtime_gives_it()
    {
        foreach (string name in BoardSources.RealNames)
            Assert.AreEqual(Heaps[name], BoardMemory.HeapBytes(name), name);
    }

    [TestMethod]
    public void The_first_page_about_boards_says_what_the_lock_needs_and_what_each_board_has()
    {
        string readme = RepositoryFiles.Read("boards/README.md");
        StringAssert.Contains(readme, $"The lock needs {Number(BoardMemory.NeededBytes)} bytes of managed heap");
        foreach (string name in BoardSources.RealNames)
            StringAssert.Contains(readme, $"| {Number(BoardMemory.HeapBytes(name))} |", name);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void A_build_for_a_board_that_the_lock_does_not_fit_says_so_and_goes_on()
    {
        foreach (string name in BoardSources.RealNames)
        {
            int exitCode = Tell(name, out string output, "-p:TreatWarningsAsErrors=true", "-p:MSBuildTreatWarningsAsErrors=true");
            Assert.AreEqual(0, exitCode, output);
            Assert.AreEqual(!BoardMemory.Fits(name), output.Contains("warning LOCK0001"), output);
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void The_warning_has_both_figures()
    {
        int missing = BoardMemory.HeapBytes("esp32-c3") + 1;
        Assert.AreEqual(0, Tell("esp32-c3", out string output, $"-p:LockHeapBytes={missing}"));
        StringAssert.Contains(output, $"it needs {missing} bytes of managed heap, and this board has {Reported}.");
        Assert.AreEqual(0, Tell("esp32-c3", out output, $"-p:LockHeapBytes={Reported}"));
        Assert.DoesNotContain("LOCK0001", output);
    }

    [TestMethod]
    public void Every_build_for_a_board_asks()
    {
        StringAssert.Contains(RepositoryFiles.Read("LockController/LockController.csproj"), "<Import Project=\"../boards/Memory.targets\"");
        StringAssert.Contains(RepositoryFiles.Read("boards/Memory.targets"), "AfterTargets=\"CoreCompile\"");
    }

    private static int Tell(string board, out string output, params string[] more) => DotNet.Run(
        out output,
        [.. new[] { "msbuild", "boards/Memory.targets", "-t:TellWhetherTheLockFits", $"-p:Board={board}", "-nodeReuse:false", "-nologo" },
            .. more]);

    private static string Number(int bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);
}
