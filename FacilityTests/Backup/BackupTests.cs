using System.Net;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LockFirmware.FacilityTests.Backup;

/// <summary>A facility that is lost is restored from the two halves of its backup.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class BackupTests
{
    private const string Passphrase = "seven old boats on dry land";

    [TestMethod]
    public async Task A_copy_of_the_database_and_the_exported_secret_make_the_same_facility_elsewhere()
    {
        using FacilityBench bench = new();
        await SealedTrail.AddAsync(bench, 7, "Exit gate");
        byte[] file = await ExportAsync(bench);
        byte[] key = KeyOf(bench.Services.GetRequiredService<SecretVault>());
        string folder = Directory.CreateTempSubdirectory("facility-restored-").FullName;
        SqliteFile.Copy(Path.Combine(bench.Folder, "facility.db"), Path.Combine(folder, "facility.db"));

        await using (FacilityDb db = OpenDatabase(folder))
        {
            SecretBackup backup = BackupOf(db, folder, out SecretVault vault);
            SiteRow site = await db.Sites.AsNoTracking().SingleAsync();
            Assert.ThrowsExactly<System.Security.Cryptography.CryptographicException>(() => vault.Open(site),
                "the copy alone is of no use under other keys");
            Assert.AreEqual("The passphrase is wrong, or the file was altered.", await backup.RestoreAsync(file, Passphrase + "."));
            Assert.IsNull(await backup.RestoreAsync(file, Passphrase));
            CollectionAssert.AreEqual(key, KeyOf(vault));
        }
        using FacilityBench restored = new(folder: folder);
        CollectionAssert.AreEqual(key, KeyOf(restored.Services.GetRequiredService<SecretVault>()));
        Browser browser = await restored.SignInAsync(Permissions.ViewActivity);
        await browser.OpenAsync("/Activity/Office");
        StringAssert.Contains(browser.Text, "the facility's secret was restored");
        StringAssert.Contains(browser.Text, "the facility's secret was exported");
    }

    [TestMethod]
    public async Task A_secret_goes_only_to_the_database_of_its_facility()
    {
        using FacilityBench bench = new();
        using FacilityBench other = new();
        byte[] file = await ExportAsync(other);
        await bench.InScopeAsync(async services =>
        {
            SecretBackup backup = services.GetRequiredService<SecretBackup>();
            StringAssert.StartsWith(await backup.RestoreAsync(file, Passphrase), "The secret is of the facility");
            Assert.AreEqual("This file is not an exported facility secret.", await backup.RestoreAsync("{}"u8.ToArray(), Passphrase));
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            await db.Sites.ExecuteDeleteAsync();
            StringAssert.StartsWith(await backup.RestoreAsync(file, Passphrase), "The database is empty");
        });
    }

    [TestMethod]
    public async Task The_file_leaves_only_with_the_password_typed_again()
    {
        using FacilityBench bench = new();
        Browser browser = await bench.SignInAsync(Permissions.Administer);
        await browser.OpenAsync("/Backup");
        StringAssert.Contains(browser.Text, "never exported");
        await browser.SubmitAsync("#export", ("password", "wrong wrong wrong"), ("passphrase", Passphrase), ("again", Passphrase));
        StringAssert.Contains(browser.Text, "Your password is wrong");
        await browser.SubmitAsync("#export", ("password", "correct horse battery"), ("passphrase", "short"), ("again", "short"));
        StringAssert.Contains(browser.Text, "at least 16 characters");
        await browser.SubmitAsync("#export", ("password", "correct horse battery"), ("passphrase", Passphrase),
            ("again", Passphrase + "."));
        StringAssert.Contains(browser.Text, "The two passphrases differ");
        Assert.AreEqual(0, await bench.InDbAsync(db => db.OfficeRecords.CountAsync()));
    }

    [TestMethod]
    public async Task Neither_the_file_nor_page_trail_or_log_hold_the_secret_in_the_clear()
    {
        LogCatcher log = new();
        using FacilityBench bench = new(services: services => services.AddSingleton<ILoggerProvider>(log));
        byte[] secret = bench.Services.GetRequiredService<SecretVault>().CopySecret();
        byte[] file = await ExportAsync(bench);
        Browser browser = await bench.SignInAsync(Permissions.Administer);
        await browser.OpenAsync("/Backup");
        StringAssert.Contains(browser.Text, "last exported on Wed 2 Sep 2026 13:00");
        string trail = string.Join('\n', await bench.InDbAsync(db => db.OfficeRecords.Select(row => row.What + row.Detail).ToArrayAsync()));
        string all = string.Join('\n', log.Text, trail, browser.Page.Source.Text, System.Text.Encoding.UTF8.GetString(file));
        StringAssert.Contains(log.Text, "Now listening on");
        foreach (string form in new[] { Convert.ToHexString(secret), Convert.ToBase64String(secret), Passphrase, "correct horse battery" })
            Assert.IsFalse(all.Contains(form, StringComparison.OrdinalIgnoreCase), "a secret is shown");
    }

    private static async Task<byte[]> ExportAsync(FacilityBench bench)
    {
        Browser browser = await bench.SignInAsync(Permissions.Administer);
        await browser.OpenAsync("/Backup");
        string token = browser.Page.QuerySelector("#export input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        HttpResponseMessage answer = await browser.Client.PostAsync("/Backup", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token,
            ["password"] = "correct horse battery",
            ["passphrase"] = Passphrase,
            ["again"] = Passphrase,
        }));
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual("facility-secret.json", answer.Content.Headers.ContentDisposition!.FileName);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>A key's secret, as a lock would compute it.</summary>
    private static byte[] KeyOf(SecretVault vault) =>
        Grant.HolderSecret(vault.SecretsOf(7, 1).KeyMinter,
            new Grant { FacilityId = vault.FacilityId, LockId = 7, KeyId = 1234, NotAfter = 1000 }.ToBytes());

    private static FacilityDb OpenDatabase(string folder)
    {
        DbContextOptionsBuilder<FacilityDb> options = new();
        DatabaseSetup.Use(options, null, folder);
        return new FacilityDb(options.Options);
    }

    private static SecretBackup BackupOf(FacilityDb db, string folder, out SecretVault vault)
    {
        FacilityClock clock = new(TimeProvider.System);
        vault = new SecretVault(
            DataProtectionProvider.Create(new DirectoryInfo(Path.Combine(folder, "keys")),
                builder => builder.SetApplicationName("LockFirmware.Facility")));
        ChangeRunner runner = new(db, new VisitRequests(clock), new GatewaySignal(), new ClockMark(db, clock, new ClockMarkCache()));
        return new SecretBackup(db, runner, vault, clock, new OfficeTrail(db, clock, new CurrentStaff(new HttpContextAccessor())));
    }

    private sealed class LogCatcher : ILoggerProvider, ILogger
    {
        private readonly System.Text.StringBuilder _text = new();

        public string Text => _text.ToString();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (_text)
                _text.AppendLine(formatter(state, exception)).Append(exception);
        }

        public void Dispose()
        {
        }
    }
}
