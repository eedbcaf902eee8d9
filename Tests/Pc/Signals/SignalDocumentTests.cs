using System;
using System.IO;
using System.Linq;
using LockFirmware.LockController.Feedback;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Signals;

/// <summary>
/// docs/signals.md and docs/signals.svg agree with the table of patterns. With LOCK_WRITE_DRAWINGS=1 the drawing is written
/// instead of compared.
/// </summary>
[TestClass]
public class SignalDocumentTests
{
    private const string Drawing = "docs/signals.svg";
    private const string WriteVariable = "LOCK_WRITE_DRAWINGS";

    [TestMethod]
    public void The_drawing_is_that_of_the_table()
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            File.WriteAllText(RepositoryFiles.PathOf(Drawing), SignalDrawing.Draw());
        Assert.AreEqual(SignalDrawing.Draw(), RepositoryFiles.Read(Drawing).ReplaceLineEndings("\n"),
            $"{Drawing}: draw it again with {WriteVariable}=1");
    }

    [TestMethod]
    public void The_document_has_the_row_of_every_signal_and_no_other()
    {
        string[] rows = [.. RepositoryFiles.Read("docs/signals.md").Split('\n')
            .Where(line => line.Length > 2 && line[0] == '|' && char.IsDigit(line[2]))];
        Assert.HasCount(SignalTable.Count - 1, rows);
        for (int i = 1; i < SignalTable.Count; i++)
            StringAssert.StartsWith(rows[i - 1], SignalDocument.Row((Signal)i));
    }

    [TestMethod]
    public void The_document_names_the_limits_of_the_code()
    {
        string document = RepositoryFiles.Read("docs/signals.md");
        StringAssert.Contains(document, $"after {SignalPlayer.SoundMsMax / 60_000} minutes");
        StringAssert.Contains(document, $"{LockFeedback.RefusalSoundsPerMinute} refusals a minute");
        StringAssert.Contains(document, "(signals.svg)");
    }
}
