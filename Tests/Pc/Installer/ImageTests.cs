using System;
using System.IO;
using System.Linq;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.TestKit.Repository;
using LockFirmware.Tests.Pc.Boards;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Which files are taken as an application, and for which board.</summary>
[TestClass]
public sealed class ImageTests
{
    [TestMethod]
    public void An_image_is_brought_to_the_place_of_its_board()
    {
        using ToolBench bench = new();
        string built = NanoImage.Write(bench.PathOf("repository/bin/esp32/LockController.bin"), "esp32");
        StringAssert.Contains(bench.Ok("image", built), bench.PathOf("images/esp32/LockController.bin"));
        CollectionAssert.AreEqual(File.ReadAllBytes(built), File.ReadAllBytes(bench.PathOf("images/esp32/LockController.bin")));
        bench.Ok("image", built);
    }

    [TestMethod]
    public void What_is_no_image_or_has_no_board_is_refused()
    {
        using ToolBench bench = new();
        string path = bench.PathOf("LockController.bin");
        void Refused(string why)
        {
            ToolRun run = bench.Run("image", path);
            Assert.AreEqual(2, run.Code, why);
            StringAssert.Contains(run.Error, why);
        }
        Refused("There is no file");
        File.WriteAllText(path, "hello, this is not an application, but it is long enough to be one" + new string(' ', 100));
        Refused("mark NFMRK1 is missing");
        File.WriteAllBytes(path, []);
        Refused("does not contain LockController");
        File.WriteAllBytes(path, NanoImage.Of("NFMRK2", "mscorlib", "LockController"));
        Refused("NFMRK2");
        File.WriteAllBytes(path, NanoImage.Of(FirmwareImage.Mark, "mscorlib", "Blinky"));
        Refused("does not contain");
        byte[] image = NanoImage.OfLock();
        File.WriteAllBytes(path, image);
        Refused(".board.json, so it is not known");
        NanoImage.WriteBoard(path, "esp32", [1]);
        Refused("belongs to another image");
        File.WriteAllText(path + ".board.json", "{ }");
        Refused("cannot be read");
        NanoImage.WriteBoard(path, "esp99", image);
        Refused("does not know the board");
    }

    [TestMethod]
    public void Every_byte_of_an_image_counts()
    {
        byte[] image = NanoImage.OfLock();
        Assert.IsNull(FirmwareImage.Fault(image));
        Assert.IsNull(FirmwareImage.Fault([.. image, .. Enumerable.Repeat((byte)0xFF, 4096)]), "empty flash behind it");
        for (int at = 0; at < image.Length; at++)
        {
            byte[] changed = [.. image];
            changed[at] ^= 1;
            Assert.IsNotNull(FirmwareImage.Fault(changed), $"byte {at}");
        }
        for (int length = 0; length < image.Length; length++)
            Assert.IsNotNull(FirmwareImage.Fault(image.AsSpan(0, length)), $"cut after {length}");
    }

    [TestMethod]
    public void The_check_value_is_that_of_the_runtime()
    {
        // CRC-32 of the runtime's table (src/CLR/Core/nanoSupport_CRC32.c): its entries are the values of single bytes.
        Assert.AreEqual(0x04C11DB7u, FirmwareImage.Crc([1]));
        Assert.AreEqual(0x1A864DB2u, FirmwareImage.Crc([6]));
        Assert.AreEqual(0x89A1897Fu, FirmwareImage.Crc("123456789"u8), "CRC-32/MPEG-2 without its start value");
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void The_build_writes_the_file_beside_the_image()
    {
        using ToolBench bench = new();
        byte[] image = NanoImage.OfLock();
        File.WriteAllBytes(bench.PathOf("LockController.bin"), image);
        string project = bench.PathOf("build.proj");
        File.WriteAllText(project,
            $"<Project><Import Project=\"{RepositoryFiles.PathOf("boards/Image.targets")}\"/><Target Name=\"Build\"/></Project>");
        int code = Build(project, bench.Folder, out string output);
        Assert.AreEqual(0, code, output);
        StringAssert.Contains(bench.Ok("image", bench.PathOf("LockController.bin")), "images/esp32-s3");
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void The_build_refuses_an_image_of_another_format()
    {
        using ToolBench bench = new();
        File.WriteAllBytes(bench.PathOf("LockController.bin"), NanoImage.Of("NFMRK2", "LockController"));
        string project = bench.PathOf("build.proj");
        File.WriteAllText(project,
            $"<Project><Import Project=\"{RepositoryFiles.PathOf("boards/Image.targets")}\"/><Target Name=\"Build\"/></Project>");
        int code = Build(project, bench.Folder, out string output);
        Assert.AreNotEqual(0, code);
        StringAssert.Contains(output, "does not begin with NFMRK1");
        Assert.IsFalse(File.Exists(bench.PathOf("LockController.bin.board.json")));
    }

    private static int Build(string project, string folder, out string output) => DotNet.Run(
        out output, "msbuild", project, "-t:Build", "-nologo", "-nodeReuse:false", $"-p:OutDir={folder}/", "-p:AssemblyName=LockController",
        "-p:BoardName=esp32-s3");

    [TestMethod]
    public void The_image_of_one_board_is_not_flashed_to_another()
    {
        using ToolBench bench = new();
        string image = NanoImage.Write(bench.PathOf("LockController.bin"), "esp32-s3");
        File.WriteAllText(bench.PathOf("nanoff"), string.Empty);
        ToolRun run = bench.Run("flash", ToolBench.Gate, "--port", "COM5", "--nanoff", bench.PathOf("nanoff"), "--image", image,
            "--runtime", "1.17.0.1");
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "built for the board esp32-s3, and this lock is on esp32-c3");
        Assert.IsFalse(File.Exists(bench.PathOf("locks/1/flash.json")));
    }
}
