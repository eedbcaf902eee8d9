namespace LockFirmware.Tests.Pc.Demo;

[TestClass]
public class BrokenFileTests
{
    [TestMethod]
    [DataRow("\"facilityId\": 4001,", "\"facilityId\": 4001", "line 5, $", DisplayName = "no JSON")]
    [DataRow("\"facilityId\": 4001,", "", "$: The field \"facilityId\" is missing", DisplayName = "missing field")]
    [DataRow("\"facilityId\": 4001,", "\"facilityId\": 4001, \"colour\": 1,", "$.colour: There is no field", DisplayName = "unknown field")]
    [DataRow("\"facilityId\": 4001,", "\"facilityId\": 1, \"facilityId\": 2,", "line 4, $.facilityId: This object has the field twice",
        DisplayName = "field twice")]
    [DataRow("\"facilityId\": 4001,", "\"facilityId\": \"4001\",", "line 4, $.facilityId: This must be a whole number",
        DisplayName = "text for a number")]
    [DataRow("\"facilityId\": 4001,", "\"facilityId\": 0,", "line 4, $.facilityId", DisplayName = "id 0")]
    [DataRow("\"facilityId\": 4001,", "\"facilityId\": 4294967296,", "line 4, $.facilityId", DisplayName = "id beyond u32")]
    [DataRow("\"facilitySecret\": \"73", "\"facilitySecret\": \"7", "line 5, $.facilitySecret: This secret has 63 characters",
        DisplayName = "short secret")]
    [DataRow("\"facilitySecret\": \"73", "\"facilitySecret\": \"7g", "line 5, $.facilitySecret: This secret has a character that is not",
        DisplayName = "bad hex")]
    [DataRow("\"M3.2.0/02:00\"", "\"M3.6.0/02:00\"", "$.zone.toDaylight: This is not a change", DisplayName = "bad change")]
    [DataRow("\"M3.2.0/02:00\"", "\"M13.2.0/02:00\"", "$.zone: A lock would refuse", DisplayName = "month 13")]
    [DataRow("\"-07:00\"", "\"-7\"", "$.zone.standard: This is not an offset", DisplayName = "bad offset")]
    [DataRow("\"2026-09-07\"", "\"2026-02-30\"", "$.holidays[0]", DisplayName = "no such holiday")]
    [DataRow("\"start\": \"2026-09-02 07:00\"", "\"start\": \"2026-03-08 02:30\"",
        "$.start: The local time 2026-03-08 02:30 does not exist", DisplayName = "skipped hour")]
    [DataRow("\"start\": \"2026-09-02 07:00\"", "\"start\": \"2026-11-01 01:30\"", "occurs twice", DisplayName = "repeated hour")]
    [DataRow("\"start\": \"2026-09-02 07:00\"", "\"start\": \"tomorrow\"", "$.start: \"tomorrow\" is not a time", DisplayName = "no time")]
    [DataRow("\"releaseMs\": 8000", "\"releaseMs\": 100", "$.locks[0].releaseMs", DisplayName = "release too short")]
    [DataRow("\"relockOnClose\": true", "\"relockOnClose\": 1", "$.locks[1].relockOnClose: This must be true or false",
        DisplayName = "number for a flag")]
    [DataRow("\"relockOnClose\": true", "\"exitGraceMinutes\": 5", "$.locks[1].exitGraceMinutes: Only an exit",
        DisplayName = "grace without exit")]
    [DataRow("\"name\": \"Unit 14\"", "\"name\": \"Unit 12\"", "$.locks[2].name", DisplayName = "name twice")]
    [DataRow("\"keyId\": 1002", "\"keyId\": 1001", "$.keys[1].keyId: 1001 is already", DisplayName = "key id twice")]
    [DataRow("\"holder\": \"Ben Okafor\"", "\"holder\": \"Ben Nobody\"", "$.keys[2].holder: There is no person \"Ben Nobody\"",
        DisplayName = "dangling holder")]
    [DataRow("\"holder\": \"Ben Okafor\", \"lock\": \"Exit gate\"", "\"holder\": \"Ben Okafor\", \"lock\": \"Unit 99\"",
        "$.keys[2].lock: There is no lock", DisplayName = "dangling lock")]
    [DataRow("\"rights\": [\"Unlock\"]", "\"rights\": [\"Fly\"]", "$.keys[0].rights[0]: \"Fly\" is not known here",
        DisplayName = "unknown right")]
    [DataRow("\"Mon-Fri 22:00-06:00\"", "\"Fri-Mon 22:00-06:00\"", "$.keys[4].windows[0]: \"Fri-Mon\" is no day",
        DisplayName = "days backwards")]
    [DataRow("\"Mon-Fri 22:00-06:00\"", "\"Mon-Fri 24:00-06:00\"", "$.keys[4].windows[0]", DisplayName = "start at 24:00")]
    [DataRow("[\"Mon-Fri 22:00-06:00\"]", "[]", "$.keys[4].windows: A key has 1 to 8", DisplayName = "no window")]
    [DataRow("\"notAfter\": \"2026-09-01 00:00\"", "\"notAfter\": \"2026-08-01 09:00\"", "$.keys[2].notAfter",
        DisplayName = "ends as it begins")]
    [DataRow("\"guest\": \"Jon Moreno\", \"key\": 1002", "\"guest\": \"Jon Moreno\", \"key\": 7", "$.shares[0].key: There is no key 7",
        DisplayName = "dangling key")]
    [DataRow("\"number\": 1, \"after\": 0", "\"number\": 1, \"after\": 1", "$.notices[0].after", DisplayName = "after not below number")]
    [DataRow("\"kind\": \"overlock\", \"on\": true", "\"kind\": \"overlock\"", "$.notices[0].items[0]: The field \"on\"",
        DisplayName = "item without value")]
    [DataRow("\"does\": \"replay\"", "\"does\": \"dance\"", "$.script[3].does: \"dance\" is not known here", DisplayName = "unknown deed")]
    [DataRow("\"of\": \"ada at the gate\"", "\"of\": \"nobody\"", "$.script[3].of", DisplayName = "dangling label")]
    [DataRow("\"notice\": \"rent overdue\"", "\"notice\": \"none\"", "$.script[6].carries[0].notice", DisplayName = "dangling notice")]
    [DataRow("\"at\": \"2026-09-02 08:04\"", "\"at\": \"2026-09-02 07:04\"", "$.script[1].at: This time is earlier",
        DisplayName = "steps out of order")]
    [DataRow("\"expect\": \"Ok\"", "\"expect\": \"Okay\"", "\"Okay\" is not known here", DisplayName = "unknown status")]
    public void A_broken_file_says_where_and_ends_with_2(string text, string replacement, string complaint)
    {
        ProgramRun run = ProgramRun.OfFile(ProgramRun.DemoWith(text, replacement));
        Assert.AreEqual(2, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, complaint, "the place");
        Assert.AreEqual(string.Empty, run.Output, "nothing was played");
    }

    [TestMethod]
    [DataRow("--listen", "abc")]
    [DataRow("--listen", "65536")]
    [DataRow("--listen", "-1")]
    [DataRow("--lock", "Unit 12")]
    [DataRow("--pace", "-1")]
    [DataRow("--unknown", "x")]
    [DataRow("no-such-file.json", "--plain")]
    public void A_command_line_that_cannot_be_used_ends_with_2(string first, string second)
    {
        ProgramRun run = ProgramRun.Of(first, second);
        Assert.AreEqual(2, run.ExitCode, run.Output);
        Assert.AreNotEqual(string.Empty, run.Error, "a complaint");
    }

    [TestMethod]
    public void Help_tells_options_keys_and_exit_codes()
    {
        ProgramRun run = ProgramRun.Of("--help");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        foreach (string word in new[] { "--listen", "--lock", "--plain", "--pace", "Exit codes", "request to exit" })
            StringAssert.Contains(run.Output, word, word);
    }
}
