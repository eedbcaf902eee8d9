extern alias lockctl;
using System.CommandLine.Parsing;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using lockctl::LockFirmware.InstallerTool;
using lockctl::LockFirmware.InstallerTool.Cli;
using LockFirmware.Facility.Api;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.TestKit.Repository;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Docs;

/// <summary>docs/facility.md agrees with the program, and its commands work as it says.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed partial class FacilityDocumentTests
{
    private const string Passphrase = "seven old boats on dry land";

    // Commands that start a server, need another program, or are run elsewhere: the demo by .ci/run, pg_dump by PostgresBackupTests.
    private static readonly string[] NotRunHere =
    [
        "dotnet run --project FacilityDemo",
        "dotnet publish Facility -c Release -o published",
        "facility --ConnectionStrings:Facility=\"Host=db.example;Database=facility;Username=facility;Password=a long "
            + "one;SSL Mode=VerifyFull\"",
        "pg_dump --format=custom --file=facility-2026-09-02.dump facility",
    ];

    private readonly string _document = RepositoryFiles.Read("docs/facility.md");

    [TestMethod]
    public async Task Every_command_does_in_its_turn_what_the_document_says()
    {
        DirectoryInfo place = Directory.CreateTempSubdirectory("facility-document-");
        try
        {
            string data = Path.Combine(place.FullName, "facility-data");
            string Here(string name) => Path.Combine(place.FullName, name);
            StringWriter complaints = new();
            Terminal terminal = new(TextWriter.Null, complaints, TextReader.Null, false, false);
            Assert.AreEqual(0,
                await Lockctl.RunAsync(
                    ["facility", "new", "--name", "North Yard", "--zone", "Europe/Berlin", "--facility", Here("facility.json")], terminal,
                    default), complaints.ToString());

            List<string> done = [];
            long key = 0;
            foreach (string line in Commands())
            {
                List<string> words = [.. CommandLineParser.SplitCommandLine(line).Skip(1)];
                if (words[0] == "restored")
                {
                    key = await LoseEverythingAsync(data, Here("facility-2026-09-02.db"), Here("facility-secret.json"));
                    File.WriteAllText(Here("passphrase"), Passphrase + "\n");
                    words.AddRange(["--passphrase-file", Here("passphrase")]);
                }
                words = [.. words.Select(word => word.Contains("facility", StringComparison.Ordinal) ? Here(word) : word)];
                StringWriter output = new(), error = new();
                Assert.AreEqual(0, await CommandLine.RunAsync([.. words, $"--Facility:DataFolder={data}"], output, error),
                    $"{line}: {error}");
                done.Add($"{words[0]}: {output}");
            }

            CollectionAssert.AreEqual(new[] { "import", "copy", "restored", "admin-link" },
                done.Select(line => line.Split(':')[0]).ToList());
            StringAssert.Contains(done[3], "http://localhost:5080/account/invitation?code=");
            using FacilityBench restored = new(folder: data);
            SiteRow site = await restored.InDbAsync(db => db.Sites.SingleAsync());
            Assert.AreEqual("North Yard", site.Name);
            Assert.IsGreaterThanOrEqualTo(key + Restoration.SkippedCount, site.NextKeyId);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            if (place.Exists)
                place.Delete(recursive: true);
        }
    }

    [TestMethod]
    public async Task Without_its_keys_the_program_says_what_to_do_instead_of_starting()
    {
        using FacilityBench bench = new();
        Directory.Delete(Path.Combine(bench.Folder, "keys"), recursive: true);
        foreach (string command in new[] { "admin-link", "restored" })
        {
            StringWriter error = new();
            Assert.AreEqual(2, await CommandLine.RunAsync([command, $"--Facility:DataFolder={bench.Folder}"], TextWriter.Null, error));
            StringAssert.Contains(error.ToString(), "facility restored --secret");
            Assert.DoesNotContain("   at ", error.ToString());
        }
    }

    [TestMethod]
    public async Task A_copy_never_overwrites_a_file()
    {
        using FacilityBench bench = new();
        string file = Path.Combine(bench.Folder, "copy.db");
        await bench.InScopeAsync(async services =>
        {
            DatabaseCopy copy = services.GetRequiredService<DatabaseCopy>();
            await copy.MakeAsync(file);
            if (!OperatingSystem.IsWindows())
                Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            StringAssert.Contains((await Assert.ThrowsExactlyAsync<InvalidDataException>(() => copy.MakeAsync(file))).Message,
                "already exists");
        });
    }

    [TestMethod]
    public void Every_command_of_a_block_is_run_or_known_to_be_run_elsewhere()
    {
        foreach ((string language, string[] lines) in FencedBlocks.Of(_document))
        {
            if (language.Length > 0)
                continue;
            foreach (string line in lines)
                Assert.IsTrue(Commands().Contains(line) || NotRunHere.Contains(line), line);
        }
        foreach (string line in NotRunHere)
            StringAssert.Contains(_document, line);
    }

    [TestMethod]
    public void The_table_of_settings_names_every_setting_of_the_program_with_its_numbers()
    {
        string sources =
            string.Concat(
                new[] { "Facility", "FacilityDemo" }.SelectMany(
                    project => Directory.EnumerateFiles(RepositoryFiles.PathOf(project), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj")).Select(File.ReadAllText));
        List<SettingOfProgram> settings = [.. SettingsClass().Matches(sources).Select(match => match.Groups[1].Value).Distinct()
            .SelectMany(SettingsOf)];
        HashSet<string> known = [.. PlainSetting().Matches(sources).Select(match => match.Groups[1].Value),
            .. settings.Select(setting => setting.Name)];
        Assert.IsGreaterThan(8, known.Count);
        Dictionary<string, string> rows = SettingRow().Matches(_document)
            .ToDictionary(match => match.Groups[1].Value, match => match.Value);
        CollectionAssert.AreEquivalent(known.Order().ToList(), rows.Keys.Order().ToList());
        foreach (SettingOfProgram setting in settings.Where(setting => setting.Number != null))
        {
            StringAssert.Contains(rows[setting.Name], $"| {setting.Number} |", setting.Name);
            if (setting.Range is { } range)
                StringAssert.Contains(rows[setting.Name], $"{range.Minimum} to {range.Maximum} |", setting.Name);
        }
        StringAssert.Contains(_document, $"| `urls` | `{PortalAddress.DefaultUrl}` |");
    }

    [TestMethod]
    public void The_table_of_permissions_is_that_of_the_code()
    {
        List<string> rows = [.. PermissionRow().Matches(_document).Select(match => match.Groups[1].Value)];
        CollectionAssert.AreEqual(Enum.GetNames<Permissions>().Where(name => name is not ("None" or "All")).ToList(), rows);
    }

    [TestMethod]
    public void The_table_of_refusals_is_that_of_the_code()
    {
        string[] codes =
            [.. typeof(Refusal.Codes).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => (string)field.GetRawConstantValue()!)];
        CollectionAssert.AreEqual(codes, RefusalRow().Matches(_document).Select(match => match.Groups[1].Value).ToArray());
        StringAssert.Contains(_document, $"{ApiBody.SizeMax / 1024} KB were sent; {CarryExchange.SizeMax / 1024} KB");
        StringAssert.Contains(_document, $"older than {PresenceChallenges.ChallengeSeconds} s");
        string[] ofTheCheck =
            [.. CheckRow().Matches(_document)
                .SelectMany(match => CodeWord().Matches(match.Groups[1].Value).Select(word => word.Groups[1].Value))];
        CollectionAssert.IsSubsetOf(ofTheCheck, codes, "codes of the steps");
        Assert.HasCount(10, ofTheCheck);
    }

    private List<string> Commands() =>
        [.. FencedBlocks.Of(_document).Where(block => block.Language.Length == 0).SelectMany(block => block.Lines)
        .Where(line => line.StartsWith("facility ", StringComparison.Ordinal) && !NotRunHere.Contains(line))];

    /// <summary>
    /// Exports the secret, then loses the machine with database and keys. The copy and the file are put where a new machine has them.
    /// </summary>
    /// <returns>The number of the next key, by the copy.</returns>
    private static async Task<long> LoseEverythingAsync(string data, string copy, string secretFile)
    {
        long key;
        using (FacilityBench bench = new(folder: data))
        {
            File.WriteAllBytes(secretFile,
                await bench.InScopeAsync(services => services.GetRequiredService<SecretBackup>().ExportAsync(Passphrase)));
            key = (await bench.InDbAsync(db => db.Sites.SingleAsync())).NextKeyId;
        }
        SqliteConnection.ClearAllPools();
        Assert.IsFalse(Directory.Exists(data), "the bench takes its folder with it");
        Directory.CreateDirectory(data);
        File.Copy(copy, Path.Combine(data, "facility.db"));
        return key;
    }

    /// <summary>The settings of a class.</summary>
    private static IEnumerable<SettingOfProgram> SettingsOf(string typeName)
    {
        Type type = typeof(SettingsBinding).Assembly.GetTypes().Single(type => type.Name == typeName);
        object fresh = Activator.CreateInstance(type)!;
        string section = type == typeof(ApiLimits) ? "Limits:" : "";
        return type.GetProperties().Where(property => property.CanWrite).Select(property => new SettingOfProgram(
            section + SettingsBinding.NameOf(property), property.GetValue(fresh) as int?, property.GetCustomAttribute<RangeAttribute>()));
    }

    /// <summary>A setting as the code has it.</summary>
    /// <param name="Name">Its name after "Facility:".</param>
    /// <param name="Number">The number that is used without the setting; null when the setting is a text.</param>
    /// <param name="Range">Which numbers it takes; null for all.</param>
    private sealed record SettingOfProgram(string Name, int? Number, RangeAttribute? Range);

    [GeneratedRegex(@"(?:AddSettings|SettingsBinding\.Read)<([A-Z]\w+)>\(")]
    private static partial Regex SettingsClass();

    [GeneratedRegex(@"""Facility:(\w+)""")]
    private static partial Regex PlainSetting();

    [GeneratedRegex(@"^\| `([a-z-]+)` \| \d{3}(?:, \d{3})* \|", RegexOptions.Multiline)]
    private static partial Regex RefusalRow();

    [GeneratedRegex(@"^\| [1-5] \| `[a-z]+` \|.*\| ([^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex CheckRow();

    [GeneratedRegex(@"`([a-z]+(?:-[a-z]+)+)`")]
    private static partial Regex CodeWord();

    [GeneratedRegex(@"^\| `Facility:([\w:]+)` \|.*$", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"^\| `([A-Z]\w+)` \| \*\*", RegexOptions.Multiline)]
    private static partial Regex PermissionRow();
}
