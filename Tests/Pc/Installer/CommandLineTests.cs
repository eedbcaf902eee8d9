using System.IO;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Wrong turns at the keyboard: each is refused with exit code 2, changes nothing, and is told what to type instead.</summary>
[TestClass]
[DoNotParallelize]
public sealed class CommandLineTests
{
    [TestMethod]
    [DataRow("A name of several words needs quotes: \"Unit 12\". See \"lockctl flash --help\".", "flash", "Unit", "12", "--port", "COM5")]
    [DataRow("A name of several words needs quotes: \"Unit 12\". See \"lockctl key issue --help\".", "key", "issue", "Unit", "12")]
    [DataRow("'--prot'. Unrecognized command or argument 'x'. See \"lockctl flash --help\".", "flash", "Gate", "--prot", "x")]
    [DataRow("'more'. See \"lockctl list --help\".", "list", "more")]
    [DataRow("\"lockctl\" has no command \"flsh\". \"lockctl --help\" lists them.", "flsh", "Gate")]
    [DataRow("\"lockctl key\" has no command \"isue\". \"lockctl key --help\" lists them.", "key", "isue", "Gate")]
    [DataRow("Give a command of \"lockctl key\". \"lockctl key --help\" lists them.", "key")]
    [DataRow("Give a command of \"lockctl\". \"lockctl --help\" lists them.")]
    public void A_mistyped_command_is_told_what_to_type(string told, params string[] args)
    {
        using ToolBench bench = new(withLocks: false) { NamesFacility = false };
        ToolRun run = bench.Run(args);
        Assert.AreEqual(2, run.Code);
        Assert.AreEqual(string.Empty, run.Output);
        Assert.EndsWith(told, run.Error.ReplaceLineEndings(" ").TrimEnd());
    }

    [TestMethod]
    [DataRow("list")]
    [DataRow("manifest", "locks.csv")]
    [DataRow("flash", "Gate", "--port", "COM5")]
    public void Who_is_in_another_folder_is_told_to_change_to_that_of_the_facility(params string[] args)
    {
        using ToolBench bench = new(withLocks: false) { NamesFacility = false };
        string before = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(bench.Folder);
            ToolRun run = bench.Run(args);
            Assert.AreEqual(2, run.Code);
            Assert.Contains("Change to the folder of the facility", run.Error);
            Assert.IsEmpty(Directory.GetFileSystemEntries(bench.Folder));
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }
}
