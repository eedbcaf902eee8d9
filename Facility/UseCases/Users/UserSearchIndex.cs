using System.Text;
using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Users;

/// <summary>Maintains the words by which a search finds a user: from name, address, telephone number and units.</summary>
public sealed class UserSearchIndex(FacilityDb db)
{
    /// <summary>How many characters of a word are compared.</summary>
    public const int LengthMax = 64;

    private const int PhoneDigitCountMin = 3;
    private const int CountryCodeMax = 3;
    private const int PhoneLeadMax = 6;
    private const int PhoneTailMin = 6;
    private const int InternationalLengthMin = 11;

    // Marks the end of a telephone number, so that a short number, for example of a unit, does not find it.
    private const string PhoneMark = "+";

    private static readonly char[] Punctuation = [.. "+(),;.\"'-/"];

    /// <summary>Updates the words from the user and the user's units, including changes that are not stored yet.</summary>
    /// <param name="user">A tracked row.</param>
    public async Task RefreshAsync(User user)
    {
        if (user.Id != 0)
        {
            await db.Entry(user).Collection(row => row.Words).LoadAsync();
            await db.Units.Include(unit => unit.Lease).Where(unit => unit.Lease!.UserId == user.Id).LoadAsync();
        }
        IEnumerable<string> units = db.Units.Local.Where(unit => unit.Lease != null && user.Id != 0 && unit.Lease.UserId == user.Id)
            .Select(unit => unit.Name);
        HashSet<string> words = user.IsErased ? [] : Of(user.Name, user.Email, user.Phone, units);
        SetWords(user, words);
    }

    /// <summary>Replaces the words of a user.</summary>
    /// <param name="user">A tracked row with its words.</param>
    /// <param name="words">The new words.</param>
    public static void SetWords(User user, IReadOnlySet<string> words)
    {
        user.Words.RemoveAll(word => !words.Contains(word.Word));
        HashSet<string> there = [.. user.Words.Select(word => word.Word)];
        user.Words.AddRange(words.Where(word => !there.Contains(word)).Select(word => new UserWord { Word = word }));
    }

    /// <summary>The words of a user.</summary>
    public static HashSet<string> Of(string name, string email, string phone, IEnumerable<string> units)
    {
        HashSet<string> words = [];
        foreach (string text in (string[])[name, email, .. units])
        {
            AddText(words, NameKeys.Fold(Visible(text)));
            foreach (string spelling in NameKeys.OtherSpellings(Visible(text)))
                AddText(words, spelling);
        }
        string[] groups = [.. SplitAt(phone, char.IsAsciiDigit)];
        for (int i = 0; i < groups.Length; i++)
            Add(words, string.Concat(groups[i..]));
        // A number is found in its national and its international form: by what follows the country code or the zero.
        string digits = string.Concat(groups);
        for (int i = 0; i <= PhoneLeadMax && digits.Length - i >= PhoneTailMin; i++)
            Add(words, PhoneMark + digits[i..]);
        return words;
    }

    /// <summary>Splits the text of a search box into beginnings of words. A user must match all of them.</summary>
    public static IReadOnlyList<string> Terms(string? search, int countMax)
    {
        string text = search ?? "";
        // A telephone number is one word, even with spaces or dashes.
        bool isPhone = text.All(letter => char.IsAsciiDigit(letter) || " +-()/.".Contains(letter))
            && text.Count(char.IsAsciiDigit) > PhoneDigitCountMin && text.Contains(' ');
        IEnumerable<string> terms = isPhone
            ? [PhoneTerm(text)]
            : NameKeys.Fold(Visible(text)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Term);
        return [.. terms.Where(term => term.Length > 0).Select(Cut).Distinct().Take(countMax)];
    }

    private static string Term(string term)
    {
        string trimmed = term.Trim(Punctuation);
        bool isPhone = trimmed.Count(char.IsAsciiDigit) > PhoneDigitCountMin
            && trimmed.All(letter => char.IsAsciiDigit(letter) || "+-()/.".Contains(letter));
        return isPhone ? PhoneTerm(term) : trimmed;
    }

    /// <summary>The part of a typed number that its national and its international form have in common.</summary>
    private static string PhoneTerm(string typed)
    {
        string digits = string.Concat(typed.Where(char.IsAsciiDigit));
        bool isInternational = typed.TrimStart().StartsWith('+') || digits.StartsWith("00", StringComparison.Ordinal)
            || (digits.Length >= InternationalLengthMin && digits[0] != '0');
        string plain = digits.TrimStart('0');
        bool isNational = digits[0] == '0' && plain.Length >= PhoneTailMin;
        return isInternational && plain.Length - CountryCodeMax >= PhoneTailMin ? PhoneMark + plain[CountryCodeMax..]
            : isInternational ? plain
            : isNational || digits.Length > PhoneTailMin ? PhoneMark + plain
            : digits;
    }

    private static string Visible(string text) => text.Replace('\0', ' ');

    private static void AddText(HashSet<string> words, string text)
    {
        foreach (string part in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            string trimmed = part.Trim(Punctuation);
            Add(words, trimmed);
            Add(words, trimmed[(trimmed.IndexOf('@') + 1)..]);
            foreach (string piece in SplitAt(part, char.IsLetterOrDigit))
                Add(words, piece);
            Add(words, string.Concat(part.Where(char.IsLetterOrDigit)));
        }
    }

    private static void Add(HashSet<string> words, string word)
    {
        if (word.Length > 0)
            words.Add(Cut(word));
    }

    private static string Cut(string word) =>
        word.Length <= LengthMax ? word : word[..(char.IsHighSurrogate(word[LengthMax - 1]) ? LengthMax - 1 : LengthMax)];

    private static IEnumerable<string> SplitAt(string text, Func<char, bool> belongs)
    {
        StringBuilder piece = new();
        foreach (char letter in text + " ")
        {
            if (belongs(letter))
            {
                piece.Append(letter);
            }
            else if (piece.Length > 0)
            {
                yield return piece.ToString();
                piece.Clear();
            }
        }
    }
}
