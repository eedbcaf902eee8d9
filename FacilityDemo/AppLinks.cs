using System.Buffers.Text;
using System.Text.Json;
using LockFirmware.LockLink;

namespace LockFirmware.FacilityDemo;

/// <summary>Links that open the tenant's app (docs/phone-app.md, Links). What they carry stands after "#", so no server sees it.</summary>
/// <param name="portal">The portal's address without a slash at its end.</param>
/// <param name="facility">The facility's name.</param>
/// <param name="zone">Its time zone.</param>
internal sealed class AppLinks(string portal, string facility, string zone)
{
    private const int Version = 1;

    /// <summary>Signs a phone in.</summary>
    public string SignIn(string code) => $"{portal}/app#code={code}";

    /// <summary>Gives a key to a phone.</summary>
    /// <param name="key">The key, of a guest or a whole one.</param>
    /// <param name="entry">What people call the entry.</param>
    /// <param name="holder">Who gives it.</param>
    public string Give(PhoneKey key, string entry, string holder) => $"{portal}/app#key={Text(key, entry, holder)}";

    /// <summary>Gives a whole key to a phone, and signs it in.</summary>
    public string GiveAndSignIn(PhoneKey key, string entry, string code) => $"{portal}/app#code={code}&key={Text(key, entry, "")}";

    private string Text(PhoneKey key, string entry, string holder) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new
    {
        v = Version,
        n = entry,
        h = holder,
        f = facility,
        z = zone,
        g = key.Grant,
        s = key.Share ?? [],
        k = key.Secret,
    }));
}
