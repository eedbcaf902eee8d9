using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.UseCases.Staff;

/// <summary>Which passwords the staff may choose.</summary>
/// <remarks>
/// A password is taken apart into pieces: a common word, the member's own name or login, a run along the alphabet, the digits or the
/// keyboard, and else single characters. A password of few pieces, or of few different characters, is easy to guess.
/// </remarks>
public static class PasswordRules
{
    /// <summary>The minimum length of a password, characters.</summary>
    public const int LengthMin = 12;

    /// <summary>The maximum length of a password, characters.</summary>
    public const int LengthMax = 128;

    private const int PieceCountMin = 7;
    private const int DifferentCountMin = 5;
    private const int RunLengthMin = 3;

    private const string Easy =
        "This password is common or easy to guess. Choose another one, for example four words that do not belong together.";

    // In these rows people type runs, in both directions.
    private static readonly string[] Rows =
    [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop",
        "1qaz2wsx3edc4rfv5tgb",
    ];

    // The words of the passwords that are tried first.
    private static readonly string[] CommonWords =
    [
        "password", "passwort", "passwd", "pass", "welcome", "willkommen", "letmein", "login", "admin", "administrator", "root", "user",
        "guest", "master", "secret", "geheim", "changeme", "default", "test", "hello", "hallo", "iloveyou", "love", "monkey", "dragon",
        "football", "fussball", "baseball", "basketball", "soccer", "hockey", "superman", "batman", "pokemon", "starwars", "princess",
        "sunshine", "shadow", "flower", "summer", "winter", "spring", "autumn", "monday", "friday", "january", "december", "jesus",
        "michael", "jordan", "charlie", "jennifer", "thomas", "daniel", "andrea", "jessica", "ashley", "nicole",
        "freedom", "whatever", "trustno",
        "computer", "internet", "google", "facebook", "windows", "samsung", "apple", "mustang", "ferrari", "mercedes", "company", "office",
        "facility", "storage", "lock", "key", "house", "manager", "staff", "money", "king", "queen", "angel", "killer", "ninja", "hunter",
    ];

    /// <summary>Checks a new password.</summary>
    /// <param name="password">The password.</param>
    /// <param name="member">Whose password; null if the member is not known.</param>
    /// <returns>What is wrong, as a text for people; null if nothing is.</returns>
    public static string? Complaint(string password, StaffMember? member)
    {
        if (password.Length < LengthMin)
            return $"At least {LengthMin} characters.";
        if (password.Length > LengthMax)
            return $"At most {LengthMax} characters.";
        string plain = Plain(password);
        string[] own = member == null ? [] : [member.Login, .. member.Name.Split(' ')];
        string[] words = [.. CommonWords, .. own.Select(Plain).Where(word => word.Length >= RunLengthMin)];
        return plain.Distinct().Count() < DifferentCountMin || PieceCount(plain, words) < PieceCountMin ? Easy : null;
    }

    /// <summary>Small letters, with letters for the signs that people put in their place.</summary>
    private static string Plain(string text) => text.ToLowerInvariant()
        .Replace('@', 'a').Replace('$', 's').Replace('€', 'e').Replace('!', 'i');

    private static int PieceCount(string text, string[] words)
    {
        int count = 0;
        for (int at = 0; at < text.Length; count++)
            at += Math.Max(1, Math.Max(WordLength(text, at, words), RunLength(text, at)));
        return count;
    }

    private static int WordLength(string text, int at, string[] words)
    {
        // Also with the digits that people put in place of letters, such as passw0rd.
        string rest = text[at..];
        string letters = rest.Replace('0', 'o').Replace('1', 'i').Replace('3', 'e').Replace('4', 'a').Replace('5', 's');
        return words.Where(word => rest.StartsWith(word, StringComparison.Ordinal) || letters.StartsWith(word, StringComparison.Ordinal))
            .Select(word => word.Length).DefaultIfEmpty().Max();
    }

    /// <summary>The length of a run along a row, or of the same character again; 0 if it is too short to count.</summary>
    private static int RunLength(string text, int at)
    {
        int longest = text.Skip(at).TakeWhile(letter => letter == text[at]).Count();
        foreach (string row in Rows)
        {
            for (int step = -1; step <= 1; step += 2)
            {
                int length = 1;
                for (int place = row.IndexOf(text[at], StringComparison.Ordinal); place >= 0 && at + length < text.Length; length++)
                {
                    place += step;
                    if (place < 0 || place >= row.Length || row[place] != text[at + length])
                        break;
                }
                longest = Math.Max(longest, length);
            }
        }
        return longest >= RunLengthMin ? longest : 0;
    }
}
