using LockFirmware.Facility.Host;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Host;

/// <summary>A call that cannot be used ends with 2 and does nothing.</summary>
[TestClass]
public sealed class CommandLineTests
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("facility-command-");

    private string Data => Path.Combine(_place.FullName, "data");

    [TestCleanup]
    public void End() => _place.Delete(recursive: true);

    [TestMethod]
    [DataRow("copy")]
    [DataRow("admin-link")]
    [DataRow("restored")]
    public async Task A_command_for_a_facility_refuses_a_folder_without_one_and_creates_nothing(string command)
    {
        string[] args = command == "copy" ? [command, Path.Combine(_place.FullName, "copy.db")] : [command];
        string told = await RefusalAsync([.. args, $"--Facility:DataFolder={Data}"]);
        StringAssert.Contains(told, $"There is no facility in {Data}.");
    }

    [TestMethod]
    [DataRow("copy")]
    [DataRow("admin-link")]
    [DataRow("restored")]
    public async Task A_command_for_a_facility_refuses_an_empty_database(string command)
    {
        Directory.CreateDirectory(Data);
        File.WriteAllBytes(Path.Combine(Data, "facility.db"), []);
        string copy = Path.Combine(_place.FullName, "copy.db");
        string[] args = command == "copy" ? [command, copy] : [command];
        StringWriter error = new();
        Assert.AreEqual(2, await CommandLine.RunAsync([.. args, $"--Facility:DataFolder={Data}"], TextWriter.Null, error));
        StringAssert.Contains(error.ToString(), $"There is no facility in {Data}.");
        Assert.AreEqual("facility.db", string.Join(' ', Directory.EnumerateFileSystemEntries(Data).Select(Path.GetFileName)));
        Assert.IsFalse(File.Exists(copy));
    }

    [TestMethod]
    public async Task A_file_that_cannot_be_imported_makes_no_facility()
    {
        string file = Path.Combine(_place.FullName, "facility.json");
        StringAssert.Contains(await RefusalAsync("import", file, $"--Facility:DataFolder={Data}"), "does not exist");
        File.WriteAllText(file, "{}");
        StringWriter error = new();
        Assert.AreEqual(2, await CommandLine.RunAsync(["import", file, $"--Facility:DataFolder={Data}"], TextWriter.Null, error));
        Assert.IsFalse(Directory.Exists(Data), error.ToString());
    }

    [TestMethod]
    [DataRow("\"restore\" is neither a command nor a setting.", "restore")]
    [DataRow("\"frobnicate\" is neither a command nor a setting.", "frobnicate")]
    [DataRow("\"more\" is neither a command nor a setting.", "admin-link", "more")]
    [DataRow("The setting \"Facility:DataFoldr\" does not exist.", "--Facility:DataFoldr=/srv/facility")]
    [DataRow("The setting \"Facility:DataFoldr\" does not exist.", "--Facility:DataFoldr", "/srv/facility")]
    [DataRow("The setting \"Facility:Limits:KeyPerMinute\" does not exist.", "--Facility:Limits:KeyPerMinute=4")]
    [DataRow("The setting \"ConnectionStrings:Facilty\" does not exist.", "--ConnectionStrings:Facilty=Host=db.example")]
    [DataRow("The setting \"url\" does not exist.", "--url=http://localhost:7000")]
    [DataRow("The setting \"logn\" does not exist.", "admin-link", "--logn=kay")]
    [DataRow("The setting \"--verbose\" has no value.", "--verbose")]
    [DataRow("The setting \"Facility:DemoLockPort\" does not exist.", "--Facility:DemoLockPort=0")]
    public async Task What_is_mistyped_is_named(string complaint, params string[] args)
    {
        StringAssert.StartsWith(await RefusalAsync([$"--Facility:DataFolder={Data}", .. args]), complaint);
    }

    [TestMethod]
    [DataRow("frobnicate")]
    [DataRow("--Facility:DemoLockPrt=0")]
    public async Task The_demo_names_what_is_mistyped_too(string argument)
    {
        StringWriter error = new();
        Assert.AreEqual(2, await DemoCommandLine.RunAsync([$"--Facility:DataFolder={Data}", argument], TextWriter.Null, error));
        Assert.IsFalse(Directory.Exists(Data), error.ToString());
    }

    [TestMethod]
    public async Task A_new_database_is_readable_by_its_owner_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(Data);
        using FacilityBench bench = new(folder: Data);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, "facility.db")));
        await bench.InDbAsync(_ => Task.FromResult(true));
    }

    [TestMethod]
    public async Task An_old_database_that_others_could_read_is_taken_from_them_at_the_start()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(Data);
        MigratedDatabase.CopyTo(Data);
        string file = Path.Combine(Data, "facility.db");
        File.SetUnixFileMode(file, owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        using FacilityBench bench = new(folder: Data);
        Assert.AreEqual(1, await bench.InDbAsync(db => db.Sites.CountAsync()));
        foreach (string path in Directory.GetFiles(Data, "facility.db*"))
            Assert.AreEqual(owner, File.GetUnixFileMode(path), path);
    }

    /// <summary>What the program says as it refuses. Nothing may exist afterwards.</summary>
    private async Task<string> RefusalAsync(params string[] args)
    {
        StringWriter output = new(), error = new();
        Assert.AreEqual(2, await CommandLine.RunAsync(args, output, error), $"{output}{error}");
        Assert.AreEqual("", output.ToString());
        Assert.IsEmpty(_place.EnumerateFileSystemInfos().ToArray(), "something was created");
        return error.ToString();
    }
}
