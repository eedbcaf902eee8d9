using LockFirmware.Facility.UseCases.Users;

namespace LockFirmware.FacilityTests.Users;

/// <summary>The words by which a search finds a user.</summary>
[TestClass]
public sealed class UserSearchIndexTests
{
    private static readonly HashSet<string> Words =
        UserSearchIndex.Of("Zoë O'Brien-Smith", "zoe.b@example.com", "+1 (555) 010-0199", ["A-101"]);

    [TestMethod]
    [DataRow("zoe")]
    [DataRow("ZOË")]
    [DataRow("o'brien")]
    [DataRow("smith")]
    [DataRow("zoe.b@exa")]
    [DataRow("example.com")]
    [DataRow("+1 555 010")]
    [DataRow("010-01")]
    [DataRow("5550100199")]
    [DataRow("a-101")]
    [DataRow("a101")]
    [DataRow("101")]
    [DataRow("smith zoe")]
    public void A_user_is_found_by(string search) =>
    Assert.IsTrue(UserSearchIndex.Terms(search, 6).All(term => Words.Any(word => word.StartsWith(term, StringComparison.Ordinal))), search);

    [TestMethod]
    [DataRow("rien")]
    [DataRow("zoe jones")]
    [DataRow("5550200")]
    public void A_user_is_not_found_by(string search) =>
    Assert.IsFalse(UserSearchIndex.Terms(search, 6).All(term => Words.Any(word => word.StartsWith(term, StringComparison.Ordinal))),
        search);

    [TestMethod]
    [DataRow("Müller", "müller", "muller", "mueller", "MÜLLER", "mu\u0308ller")]
    [DataRow("Mueller", "müller", "mueller")]
    [DataRow("Łukasz Żółć", "lukasz", "łukasz", "zolc")]
    [DataRow("Søren Ærø", "soren", "soeren", "søren", "aero", "ærø")]
    [DataRow("Weiß", "weiss", "weiß", "WEISS")]
    [DataRow("Åse Þórsdóttir", "ase", "aase", "thorsdottir")]
    [DataRow("Đặng \uFB01nn", "dang", "finn")]
    [DataRow("İnci Işık", "inci", "isik")]
    public void Accents_and_ligatures_do_not_matter(string name, params string[] searches)
    {
        HashSet<string> words = UserSearchIndex.Of(name, "", "", []);
        foreach (string search in searches)
            Assert.IsTrue(Found(words, search), $"{search} in {string.Join(' ', words)}");
    }

    [TestMethod]
    [DataRow("+49 30 1234567")]
    [DataRow("0049 30 1234567")]
    [DataRow("030 1234567")]
    [DataRow("+49 (0)30 1234567")]
    [DataRow("030/1234567")]
    [DataRow("+4930 123-4567")]
    [DataRow("0301234567")]
    public void A_number_is_found_in_its_national_and_international_form(string stored)
    {
        HashSet<string> words = UserSearchIndex.Of("Ada", "", stored, []);
        foreach (string search in new[] { "+49 30 1234567", "0049301234567", "030 1234567", "0301234567", "+493012345", "1234567" })
            Assert.IsTrue(Found(words, search), $"{search} in {string.Join(' ', words)}");
        Assert.IsFalse(Found(words, "+49 30 7654321"));
    }

    private static bool Found(HashSet<string> words, string search) => UserSearchIndex.Terms(search, 6) is { Count: > 0 } terms
        && terms.All(term => words.Any(word => word.StartsWith(term, StringComparison.Ordinal)));

    [TestMethod]
    public void Words_and_terms_are_bounded()
    {
        Assert.IsTrue(UserSearchIndex.Of(new string('x', 500), "", "", []).All(word => word.Length == UserSearchIndex.LengthMax));
        Assert.HasCount(6, UserSearchIndex.Terms("a b c d e f g h", 6));
        Assert.IsEmpty(UserSearchIndex.Terms("  \0 - ", 6));
    }
}
