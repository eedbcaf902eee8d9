using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.TestKit.Repository;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Backup;

/// <summary>
/// The keys that encrypt the facility's secret: only their owner can read them, and a certificate encrypts them if one is set.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class KeyProtectionTests
{
    private const string Password = "in the drawer";
    private const string Passphrase = "seven old boats on dry land";

    private DirectoryInfo _place = null!;

    [TestInitialize]
    public void Begin() => _place = Directory.CreateTempSubdirectory("facility-keys-");

    [TestCleanup]
    public void End()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _place.Delete(recursive: true);
    }

    [TestMethod]
    public async Task Without_a_certificate_keys_lie_in_the_clear_in_a_folder_of_the_owner_alone()
    {
        string keys = Here("elsewhere");
        Assert.AreEqual("", await RunAsync("admin-link", $"--Facility:KeyFolder={keys}"));
        string key = Keys(keys).Single();
        StringAssert.Contains(key, "<masterKey");
        if (!OperatingSystem.IsWindows())
        {
            UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Assert.AreEqual(owner, File.GetUnixFileMode(keys));
            Assert.AreEqual(owner, File.GetUnixFileMode(Here("data")));
        }
    }

    [TestMethod]
    public async Task With_a_certificate_they_are_encrypted_and_no_start_without_it_opens_them()
    {
        string certificate = Make("first.pfx");
        Assert.AreEqual("", await RunAsync("admin-link", Certificate(certificate)));
        string key = Keys(Here("data/keys")).Single();
        StringAssert.Contains(key, "EncryptedData");
        Assert.DoesNotContain("<masterKey", key);
        Assert.AreEqual("", await RunAsync("admin-link", Certificate(certificate)));
        StringAssert.Contains(await RunAsync("admin-link"), "Facility:KeyCertificate");
        StringAssert.Contains(await RunAsync("admin-link", Certificate(Make("other.pfx"))), "Facility:KeyCertificate");
        // A new certificate is named before the old one until no key is encrypted under the old one.
        Assert.AreEqual("", await RunAsync("admin-link", Certificate($"{Here("other.pfx")};{certificate}")));
    }

    [TestMethod]
    public async Task A_facility_that_runs_without_one_moves_under_one()
    {
        Assert.AreEqual("", await RunAsync("admin-link"));
        using (FacilityBench bench = new(folder: Copy(Here("data"))))
            await File.WriteAllBytesAsync(Here("secret.json"),
                await bench.InScopeAsync(services => services.GetRequiredService<SecretBackup>().ExportAsync(Passphrase)));
        Directory.Delete(Here("data/keys"), recursive: true);
        await File.WriteAllTextAsync(Here("passphrase"), Passphrase);
        string certificate = Make("first.pfx");
        Assert.AreEqual("",
            await RunAsync("restored", "--secret", Here("secret.json"), "--passphrase-file", Here("passphrase"), Certificate(certificate)));
        Assert.DoesNotContain("<masterKey", string.Concat(Keys(Here("data/keys"))));
        Assert.AreEqual("", await RunAsync("admin-link", Certificate(certificate)));
    }

    [TestMethod]
    public async Task A_certificate_that_cannot_be_used_is_reported_before_anything_is_done()
    {
        string certificate = Make("first.pfx");
        StringAssert.Contains(await RunAsync("admin-link", Certificate(Here("none.pfx"))),
            "none.pfx (setting Facility:KeyCertificate) cannot be read");
        StringAssert.Contains(
            await RunAsync("admin-link", $"--Facility:KeyCertificate={certificate}", "--Facility:KeyCertificatePassword=wrong"),
            "and its password");
        await File.WriteAllTextAsync(Here("text.pfx"), "no certificate");
        StringAssert.Contains(await RunAsync("admin-link", Certificate(Here("text.pfx"))), "cannot be read");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        MigratedDatabase.CopyTo(_place.FullName);
        CollectionAssert.AreEqual(
            await File.ReadAllBytesAsync(Here("facility.db")), await File.ReadAllBytesAsync(Here("data/facility.db")));
        Assert.IsTrue(!Directory.Exists(Here("data/keys")) || Keys(Here("data/keys")).Length == 0);
    }

    [TestMethod]
    public async Task The_document_s_command_makes_one()
    {
        string command = FencedBlocks.Of(RepositoryFiles.Read("docs/facility.md")).Where(block => block.Language == "sh")
            .SelectMany(block => block.Lines)
            .Single(line => line.StartsWith("openssl ", StringComparison.Ordinal));
        foreach (string part in command.Split(" && "))
        {
            string[] words = [.. part.Replace("'", "", StringComparison.Ordinal).Split(' ')];
            ProcessStartInfo start =
                new(words[0], words[1..])
                {
                    WorkingDirectory = _place.FullName,
                    RedirectStandardError = true,
                    RedirectStandardOutput = true
                };
            try
            {
                using Process process = Process.Start(start)!;
                _ = process.StandardOutput.ReadToEndAsync();
                string error = await process.StandardError.ReadToEndAsync();
                await process.WaitForExitAsync();
                Assert.AreEqual(0, process.ExitCode, error);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Assert.Inconclusive("There is no openssl.");
            }
        }
        Assert.AreEqual("",
            await RunAsync("admin-link", $"--Facility:KeyCertificate={Here("facility-keys.pfx")}",
                "--Facility:KeyCertificatePassword=secret"));
        StringAssert.Contains(Keys(Here("data/keys")).Single(), "EncryptedData");
    }

    private string Here(string name) => Path.Combine(_place.FullName, name);

    private static string Certificate(string path) => $"--Facility:KeyCertificate={path}";

    private static string[] Keys(string folder) => [.. Directory.GetFiles(folder, "key-*.xml").Select(File.ReadAllText)];

    /// <summary>Runs the program.</summary>
    /// <returns>The complaint of the program; empty if there was none.</returns>
    private async Task<string> RunAsync(params string[] args)
    {
        // The command needs a database; its facility and its keys are made by the first one.
        if (!File.Exists(Here("data/facility.db")))
        {
            OwnersFolder.Make(Here("data"));
            MigratedDatabase.CopyTo(Here("data"));
        }
        bool hasPassword = args.Any(arg => arg.Contains("CertificatePassword", StringComparison.Ordinal));
        StringWriter error = new();
        int code = await CommandLine.RunAsync(
            [.. args, $"--Facility:DataFolder={Here("data")}", .. hasPassword
                ? Array.Empty<string>()
                : [$"--Facility:KeyCertificatePassword={Password}"]], TextWriter.Null, error);
        Assert.AreEqual(error.ToString().Length == 0 ? 0 : 2, code, error.ToString());
        return error.ToString();
    }

    private string Make(string name)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=facility keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        // Its dates do not matter (docs/facility.md).
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        File.WriteAllBytes(Here(name), certificate.Export(X509ContentType.Pkcs12, Password));
        return Here(name);
    }

    /// <summary>The bench deletes its folder.</summary>
    private string Copy(string folder)
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        string copy = Here("copy");
        foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }
}
