using System.Globalization;

namespace LockFirmware.InstallerTool.Cli;

/// <summary>Checks names of facilities and locks. They are shown on labels and terminals and typed on command lines.</summary>
internal static class NameText
{
    /// <summary>The largest number of characters in a name, so that it fits on a label.</summary>
    public const int LengthMax = 40;

    private const char Replacement = '\ufffd';

    /// <summary>Finds the fault in a name that is not empty.</summary>
    /// <returns>Null when there is none; else the end of a sentence that begins with the name.</returns>
    public static string? Complaint(string name)
    {
        if (name.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter == Replacement
            || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator))
            return "has characters that cannot be shown; write the file as UTF-8, each name on one line";
        return name.Length > LengthMax ? $"has {name.Length} characters; a label shows at most {LengthMax}" : null;
    }
}
