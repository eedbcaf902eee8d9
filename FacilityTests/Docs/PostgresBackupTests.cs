using System.Diagnostics;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LockFirmware.FacilityTests.Docs;

/// <summary>The backup of docs/facility.md with PostgreSQL's own tools.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class PostgresBackupTests
{
    private const string Passphrase = "seven old boats on dry land";

    [TestMethod]
    public async Task A_dump_and_the_exported_secret_make_the_same_facility_elsewhere()
    {
        using TestDatabase first = new(DatabaseKind.Postgres);
        using TestDatabase second = new(DatabaseKind.Postgres, isEmpty: true);
        string before = first.Postgres!;
        string after = second.Postgres!;
        string folder = Directory.CreateTempSubdirectory("facility-dump-").FullName;
        long key;
        long number;
        using (FacilityBench bench = new(before))
        {
            File.WriteAllBytes(Path.Combine(folder, "secret.json"),
                await bench.InScopeAsync(services => services.GetRequiredService<SecretBackup>().ExportAsync(Passphrase)));
            SiteRow site = await bench.InDbAsync(db => db.Sites.SingleAsync());
            (key, number) = (site.NextKeyId, site.FacilityId);
        }
        string dump = Path.Combine(folder, "facility.dump");
        Run("pg_dump", before, "--format=custom", $"--file={dump}", new NpgsqlConnectionStringBuilder(before).Database!);
        Run("pg_restore", after, $"--dbname={new NpgsqlConnectionStringBuilder(after).Database}", dump);
        File.WriteAllText(Path.Combine(folder, "passphrase"), Passphrase);
        StringWriter error = new();
        int code = await CommandLine.RunAsync(
            ["restored", "--secret", Path.Combine(folder, "secret.json"), "--passphrase-file", Path.Combine(folder, "passphrase"),
                $"--Facility:DataFolder={folder}", $"--ConnectionStrings:Facility={after}"],
            TextWriter.Null, error);
        Assert.AreEqual(0, code, error.ToString());
        using FacilityBench restored = new(after, folder: folder);
        SiteRow row = await restored.InDbAsync(db => db.Sites.SingleAsync());
        Assert.AreEqual(number, row.FacilityId);
        Assert.IsGreaterThanOrEqualTo(key + Restoration.SkippedCount, row.NextKeyId);
    }

    private static void Run(string tool, string database, params string[] arguments)
    {
        NpgsqlConnectionStringBuilder server = new(database);
        ProcessStartInfo start = new(tool, arguments) { RedirectStandardError = true };
        start.Environment["PGHOST"] = server.Host;
        start.Environment["PGPORT"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = server.Username;
        start.Environment["PGPASSWORD"] = server.Password;
        try
        {
            using Process process = Process.Start(start)!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, $"{tool}: {error}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Inconclusive($"There is no {tool}. Install PostgreSQL's client, Debian's package postgresql-client.");
        }
    }
}
