using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;

namespace LockFirmware.Facility.Site;

/// <summary>
/// Configures where the keys are stored that encrypt the facility's secret and the cookies, and which certificate encrypts these keys,
/// if there is one.
/// </summary>
internal static class KeyProtection
{
    /// <summary>Adds it.</summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="storage">Its settings, with the full path of the data folder.</param>
    /// <exception cref="InvalidDataException">A certificate cannot be used; the message says which, and why.</exception>
    public static void AddKeyProtection(this IServiceCollection services, StorageSettings storage)
    {
        string folder = Path.GetFullPath(storage.KeyFolder ?? Path.Combine(storage.DataFolder, "keys"));
        OwnersFolder.Make(folder);
        IDataProtectionBuilder keys = services.AddDataProtection().SetApplicationName("LockFirmware.Facility")
            .PersistKeysToFileSystem(new DirectoryInfo(folder));
        X509Certificate2[] certificates = [.. storage.KeyCertificate
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(path => Load(path, storage.KeyCertificatePassword))];
        if (certificates.Length > 0)
            keys.ProtectKeysWithCertificate(certificates[0]).UnprotectKeysWithAnyCertificate(certificates);
    }

    private static X509Certificate2 Load(string path, string? password)
    {
        try
        {
            X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
            using RSA? key = certificate.GetRSAPrivateKey();
            return key != null ? certificate
                : throw new InvalidDataException(
                    $"The certificate {path} (setting {StorageSettings.CertificateSetting}) has no RSA key of its own. "
                    + "Name a PKCS #12 file that holds the certificate with its private RSA key.");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"The certificate {path} (setting {StorageSettings.CertificateSetting}) cannot be read: {exception.Message} "
                + $"Name a PKCS #12 file that this program may read, and its password with {StorageSettings.PasswordSetting}.", exception);
        }
    }
}

/// <summary>Folders for secrets.</summary>
public static class OwnersFolder
{
    /// <summary>Creates a folder that only its owner can read. An existing folder is not changed.</summary>
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
