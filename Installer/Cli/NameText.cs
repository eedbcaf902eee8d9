using System.Globalization;

namespace LockFirmware.InstallerTool.Cli;

/// <summary>Names that people give: they go on labels, terminals and command lines.</summary>
internal static class NameText
{
    /// <summary>Letters of the longest name that a label can show.</summary>
    public const int LengthMax = 40;

    private const char Replacement = '\ufffd';

    /// <summary>Finds what is wrong with a name that is not empty.</summary>
    /// <returns>Null, or a half sentence that goes on after the name.</returns>
    public static string? Complaint(string name)
    {
        if (name.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter == Replacement
            || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator))
            return "has letters that cannot be shown; write the file as UTF-8, each name on one line";
        return name.Length > LengthMax ? $"has {name.Length} letters; a label shows at most {LengthMax}" : null;
    }
}
