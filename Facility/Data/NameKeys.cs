using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LockFirmware.Facility.Data;

/// <summary>
/// Compares names as people do. Names that differ only in case, spaces or composed accents are the same, and numbers sort by their value:
/// Unit 8 before Unit 10.
/// </summary>
public static partial class NameKeys
{
    private const int DigitsPadded = 12;

    /// <summary>A name as it is stored: accents composed, without spaces around it and with one space between words.</summary>
    public static string Clean(string name) => Spaces().Replace(name.Normalize(NormalizationForm.FormC), " ").Trim();

    /// <summary>
    /// The key of a name. Names that look the same have the same key, and ordinal comparison sorts keys naturally. After the part that is
    /// sorted stands the name itself, so that "Unit 8" and "Unit 08" are two names.
    /// </summary>
    public static string Of(string name)
    {
        string plain = Clean(name.Normalize(NormalizationForm.FormKC)).ToUpperInvariant().ToLowerInvariant();
        string sorted = Digits().Replace(plain, number => number.Value.TrimStart('0').PadLeft(DigitsPadded, '0'));
        return sorted == plain ? plain : $"{sorted} {plain}";
    }

    /// <summary>Whether two names are the same to a person.</summary>
    public static bool AreSame(string one, string other) => Of(one) == Of(other);

    /// <summary>Sorts by the names.</summary>
    public static IEnumerable<T> InOrder<T>(this IEnumerable<T> items, Func<T, string> name) =>
        items.OrderBy(item => Of(name(item)), StringComparer.Ordinal);

    /// <summary>A text for a search: lower case, without accents, ligatures taken apart. Letters of all Latin scripts.</summary>
    public static string Fold(string text)
    {
        StringBuilder folded = new();
        foreach (char letter in text.Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
                continue;
            folded.Append(Letters.GetValueOrDefault(letter) ?? letter.ToString());
        }
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Other spellings of a text: umlauts with e ("mueller" for Müller), and the reverse.</summary>
    public static IEnumerable<string> OtherSpellings(string text)
    {
        string lower = text.ToLowerInvariant().Normalize(NormalizationForm.FormC);
        StringBuilder spelled = new();
        foreach (char letter in lower)
            spelled.Append(Umlauts.GetValueOrDefault(letter) ?? letter.ToString());
        if (spelled.ToString() != lower)
            yield return Fold(spelled.ToString());
        string plain = Fold(text);
        string reverse = Pairs().Replace(plain, pair => pair.Value[..1]);
        if (reverse != plain)
            yield return reverse;
    }

    // Letters that Unicode does not take apart.
    private static readonly Dictionary<char, string> Letters = new()
    {
        ['ł'] = "l",
        ['ø'] = "o",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ı'] = "i",
        ['ħ'] = "h",
        ['ŧ'] = "t",
        ['ŋ'] = "n",
        ['ĸ'] = "k",
        ['ƒ'] = "f",
        ['ə'] = "e",
        ['ɛ'] = "e",
        ['ɔ'] = "o",
        ['ɖ'] = "d",
        ['ɗ'] = "d",
        ['ɓ'] = "b",
        ['ƙ'] = "k",
        ['ƴ'] = "y",
        ['ɣ'] = "g",
        ['ɩ'] = "i",
        ['ʋ'] = "v",
        ['ʒ'] = "z",
        ['ǥ'] = "g",
        ['ɨ'] = "i",
        ['ʉ'] = "u",
        ['ⱥ'] = "a",
        ['ƀ'] = "b",
        ['ȼ'] = "c",
        ['ɇ'] = "e",
        ['ɉ'] = "j",
        ['ɍ'] = "r",
        ['ɏ'] = "y",
        ['ƶ'] = "z",
        ['ⱦ'] = "t",
        ['ꞌ'] = "",
        ['ʻ'] = "",
        ['ʼ'] = "'",
        ['’'] = "'",
        ['‘'] = "'",
    };

    private static readonly Dictionary<char, string> Umlauts = new()
    {
        ['ä'] = "ae",
        ['ö'] = "oe",
        ['ü'] = "ue",
        ['å'] = "aa",
        ['ø'] = "oe",
    };

    [GeneratedRegex(@"[\s\p{Z}]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[0-9]{1,12}")]
    private static partial Regex Digits();

    [GeneratedRegex("ae|oe|ue|aa")]
    private static partial Regex Pairs();
}
