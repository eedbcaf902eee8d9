namespace LockFirmware.Facility.Site;

/// <summary>Where the facility stores its data, and what protects the keys there.</summary>
public sealed class StorageSettings
{
    /// <summary>The setting <see cref="DataFolder"/>.</summary>
    public const string DataFolderSetting = $"{SettingsBinding.Section}:{nameof(DataFolder)}";

    /// <summary>The setting <see cref="KeyCertificate"/>.</summary>
    public const string CertificateSetting = $"{SettingsBinding.Section}:{nameof(KeyCertificate)}";

    /// <summary>The setting <see cref="KeyCertificatePassword"/>.</summary>
    public const string PasswordSetting = $"{SettingsBinding.Section}:{nameof(KeyCertificatePassword)}";

    /// <summary>The folder with database and keys.</summary>
    public string DataFolder { get; set; } = "facility-data";

    /// <summary>The folder with the keys that encrypt the facility's secret and the cookies. Null: "keys" in the data folder.</summary>
    public string? KeyFolder { get; set; }

    /// <summary>
    /// PKCS #12 files with their private keys, separated by semicolons: new keys are encrypted under the first, all open those
    /// that there are. Empty: the keys are not encrypted.
    /// </summary>
    public string KeyCertificate { get; set; } = "";

    /// <summary>The password of these files. Null: they have none.</summary>
    public string? KeyCertificatePassword { get; set; }
}
