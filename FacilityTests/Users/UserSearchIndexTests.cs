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
    public void Words_and_terms_are_bounded()
    {
        Assert.IsTrue(UserSearchIndex.Of(new string('x', 500), "", "", []).All(word => word.Length == UserSearchIndex.LengthMax));
        Assert.HasCount(6, UserSearchIndex.Terms("a b c d e f g h", 6));
        Assert.IsEmpty(UserSearchIndex.Terms("  \0 - ", 6));
    }
}
