using System.IO;
using System.Linq;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>The list of locks as spreadsheets write it, and as people type it.</summary>
[TestClass]
public sealed class ManifestTests
{
    [TestMethod]
    [DataRow(';')]
    [DataRow('\t')]
    [DataRow(',')]
    public void Each_separator_of_a_spreadsheet_is_recognized(char separator)
    {
        string[] names = Read("id,name,board,kind,exit,serialPort\n9,Unit 9,esp32-c3,unit,,\n".Replace(',', separator), out ToolRun run);
        Assert.AreEqual(0, run.Code, run.Error);
        CollectionAssert.Contains(names, "Unit 9");
    }

    [TestMethod]
    public void A_separator_in_a_quoted_name_stays_in_the_name()
    {
        string[] names = Read("id;name;board;kind\n9;\"Unit; nine, a b\";esp32-c3;unit\n", out ToolRun run);
        Assert.AreEqual(0, run.Code, run.Error);
        CollectionAssert.Contains(names, "Unit; nine, a b");
    }

    [TestMethod]
    public void Columns_are_known_in_any_case_and_order()
    {
        string[] names = Read("Kind,BOARD,Name,ID,SerialPort\nunit,esp32-c3,Unit 9,9,COM5\n", out ToolRun run);
        Assert.AreEqual(0, run.Code, run.Error);
        CollectionAssert.Contains(names, "Unit 9");
    }

    [TestMethod]
    public void Kind_board_and_exit_are_known_in_any_case()
    {
        Read("id,name,board,kind,exit\n9,Unit 9,ESP32-C3,Unit,No\n8,Door 8,esp32-c3,Entry,YES\n", out ToolRun run);
        Assert.AreEqual(0, run.Code, run.Error);
    }

    [TestMethod]
    public void A_row_that_begins_with_a_number_sign_is_refused_and_not_left_out()
    {
        string[] names = Read("id,name,board,kind\n#8,Unit 8,esp32-c3,unit\n9,Unit 9,esp32-c3,unit\n", out ToolRun run);
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "line 2: the id \"#8\"");
        CollectionAssert.DoesNotContain(names, "Unit 9");
    }

    [TestMethod]
    public void A_number_sign_in_a_name_is_a_character_like_others()
    {
        string[] names = Read("name,id,board,kind\n#8,8,esp32-c3,unit\n", out ToolRun run);
        Assert.AreEqual(0, run.Code, run.Error);
        CollectionAssert.Contains(names, "#8");
    }

    [TestMethod]
    [DataRow("id,name,board,kind\n7,\"Unit\n7\",esp32-c3,unit\nx,Unit 8,esp32-c3,unit\n", "line 2: the name", "line 4: the id \"x\"")]
    [DataRow("id,name,board,kind\r\n7,\"Unit\r\n7\",esp32-c3,unit\r\nx,Unit 8,esp32-c3,unit\r\n",
        "line 2: the name", "line 4: the id \"x\"")]
    [DataRow("id,name,board,kind\n\n\nx,Unit 8,esp32-c3,unit\n", "line 4: the id \"x\"", "line 4:")]
    [DataRow("\nid,name,board,kind\nx,Unit 8,esp32-c3,unit", "line 3: the id \"x\"", "line 3:")]
    public void A_fault_has_the_line_on_which_its_row_begins(string text, string first, string second)
    {
        Read(text, out ToolRun run);
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, first);
        StringAssert.Contains(run.Error, second);
    }

    [TestMethod]
    [DataRow("id,name,board,kind\n9,Unit\u0007 9,esp32-c3,unit\n", "the name \"Unit\\u0007 9\" has characters")]
    [DataRow("id,name,board,kind\n9,Unit 9 of the long corridor on the upper floor,esp32-c3,unit\n",
        "the name \"Unit 9 of the long corridor on the upper floor\" has 46 characters")]
    [DataRow("id,name,board,kind\n9,Unit 9,esp32-c3,unit,no\n", "5 fields instead of 4: 9,Unit 9,esp32-c3,unit,no")]
    [DataRow("id,name,board,kind\n9,Unit 9,esp32-c4,unit\n", "unknown board \"esp32-c4\"")]
    [DataRow("id,name,board,kind\n9,Unit 9,esp32-c3,\u0007\n", "not \"\\u0007\"")]
    [DataRow("id|name|board|kind\n9|Unit 9|esp32-c3|unit\n", "unknown column \"id|name|board|kind\"")]
    public void A_refused_value_is_shown(string text, string part)
    {
        Read(text, out ToolRun run);
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, part);
    }

    // The names in the facility file afterwards.
    private static string[] Read(string text, out ToolRun run)
    {
        using ToolBench bench = new();
        File.WriteAllText(bench.PathOf("locks.csv"), text);
        run = bench.Run("manifest", bench.PathOf("locks.csv"));
        return [.. bench.Facility()["locks"]!.AsArray().Select(door => (string)door!["name"]!)];
    }
}
