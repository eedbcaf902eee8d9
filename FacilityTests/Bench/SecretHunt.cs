using System.Buffers.Text;
using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>Secrets with their names. Finds them in a text in every form in which a program could write them.</summary>
internal sealed class SecretHunt
{
    // Searches for the first bytes, because a log may leave out the end: 15 bytes are 20 letters of base64.
    private const int HexBytes = 15;

    private readonly List<(string Name, byte[] Bytes)> _bytes = [];
    private readonly List<(string Name, string Text)> _texts = [];

    /// <summary>How many there are.</summary>
    public int Count => _bytes.Count + _texts.Count;

    /// <summary>Whether one of this name was added.</summary>
    public bool Has(string name) => _bytes.Exists(item => item.Name == name) || _texts.Exists(item => item.Name == name);

    /// <summary>Adds a secret of bytes, at least 15.</summary>
    public void Add(string name, byte[] bytes) => _bytes.Add((name, [.. bytes]));

    /// <summary>Adds a secret that is typed or sent as text.</summary>
    public void Add(string name, string text) => _texts.Add((name, text));

    /// <summary>Adds a facility's secret and the secrets of its locks that are derived from it.</summary>
    public Task AddFacilityAsync(FacilityBench bench) => bench.InScopeAsync(async services =>
    {
        SecretVault vault = services.GetRequiredService<SecretVault>();
        Add("the facility's secret", vault.CopySecret());
        foreach (Entry entry in await services.GetRequiredService<FacilityDb>().Entries.AsNoTracking().ToListAsync())
        {
            LockLedger ledger = await services.GetRequiredService<LedgerStore>().ReadAsync(entry);
            for (ushort generation = 1; generation <= ledger.HighestGeneration; generation++)
            {
                LockSecrets secrets = vault.SecretsOf(entry.Id, generation);
                foreach (var property in typeof(LockSecrets).GetProperties().Where(property => property.PropertyType == typeof(byte[])))
                    Add($"{property.Name} of {entry.Name}", (byte[])property.GetValue(secrets)!);
            }
        }
    });

    /// <summary>The names of the secrets that a text contains, with the form.</summary>
    public IEnumerable<string> Find(string text)
    {
        foreach ((string name, byte[] bytes) in _bytes)
        {
            foreach (string form in Forms(bytes[..HexBytes]).Where(form => text.Contains(form, StringComparison.OrdinalIgnoreCase)))
                yield return $"{name} as {form}";
        }
        foreach ((string name, string secret) in _texts)
        {
            foreach (string form
                in new[] { secret, WebUtility.UrlEncode(secret), secret.Replace("-", "", StringComparison.Ordinal) }.Distinct()
                .Where(form => text.Contains(form, StringComparison.OrdinalIgnoreCase)))
                yield return $"{name} as {form}";
        }
    }

    /// <summary>
    /// The forms in which bytes can be written: hex (either case), base64 of both alphabets, also escaped as in JSON and addresses, and
    /// numbers.
    /// </summary>
    internal static string[] Forms(byte[] bytes)
    {
        string base64 = Convert.ToBase64String(bytes);
        return
        [
            .. new[]
            {
                Convert.ToHexString(bytes), BitConverter.ToString(bytes), base64, Base64Url.EncodeToString(bytes),
                base64.Replace("+", "\\u002B", StringComparison.Ordinal), WebUtility.UrlEncode(base64),
                string.Join(",", bytes), string.Join(", ", bytes),
            }.Distinct(),
        ];
    }
}
