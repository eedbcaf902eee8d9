using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>Shows what a key may do, as text or JSON. It never shows the secret.</summary>
internal static class KeyShow
{
    /// <summary>Shows a key as text.</summary>
    public static void Write(Terminal terminal, PhoneKey key, FacilityFileStore? store)
    {
        Grant grant = GrantOf(key);
        bool isOurs = store?.Facility.FacilityId == grant.FacilityId;
        LocalTime time = isOurs ? store!.Time : new LocalTime(new ZoneRule());
        string zone = isOurs ? store!.Facility.Zone : "UTC";
        FacilityLock? door = isOurs ? store!.Facility.Locks.Find(known => known.Id == grant.LockId) : null;
        terminal.Say($"key        {grant.KeyId}");
        terminal.Say($"holder     {grant.HolderId}");
        terminal.Say($"lock       {(door == null ? string.Empty : $"{door.Name}, ")}number {grant.LockId} of facility {grant.FacilityId}");
        terminal.Say($"issued     {time.Full(grant.IssuedAt)} ({zone})");
        terminal.Say($"valid      from {time.Full(grant.NotBefore)} until {time.Full(grant.NotAfter)} ({zone})");
        terminal.Say($"tenancy    {(grant.Tenancy == 0 ? "none (staff, or an entry)" : $"{grant.Tenancy}")}");
        terminal.Say($"rights     {RightsText(grant.Rights)}");
        terminal.Say($"hours      {string.Join("; ", Hours(grant.Windows))}");
        if (ShareOf(key) is { } share)
        {
            terminal.Say($"shared     with guest {share.GuestId}, until {time.Full(share.NotAfter)} ({zone})");
            terminal.Say($"  rights   {RightsText(share.Rights & grant.Rights & Rights.Shareable)}");
            terminal.Say($"  hours    {string.Join("; ", Hours(share.Windows))}, within those above");
        }
        if (isOurs && door != null && !IsGenuine(store!.Facility, door, key))
            terminal.Warn($"This key does not open {door.Name} in generation {door.Generation}: the lock was replaced or provisioned " +
                $"again after the key was issued, or the key is false. Issue a new one.");
    }

    /// <summary>A key as JSON.</summary>
    public static string Json(PhoneKey key) => JsonText.Of(Fields(key));

    /// <summary>What a key may do, for JSON.</summary>
    public static object Fields(PhoneKey key)
    {
        Grant grant = GrantOf(key);
        Share? share = ShareOf(key);
        return new
        {
            grant.KeyId,
            grant.HolderId,
            grant.LockId,
            grant.FacilityId,
            issuedAt = Utc(grant.IssuedAt),
            notBefore = Utc(grant.NotBefore),
            notAfter = Utc(grant.NotAfter),
            grant.Tenancy,
            rights = RightsText(grant.Rights),
            hours = Hours(grant.Windows),
            share = share == null
            ? null
            : new { share.GuestId, notAfter = Utc(share.NotAfter), rights = RightsText(share.Rights), hours = Hours(share.Windows) },
        };
    }

    private static bool IsGenuine(FacilityData site, FacilityLock door, PhoneKey key)
    {
        byte[] secret = Grant.HolderSecret(FacilitySecrets.SecretsOf(site, door, door.Generation).KeyMinter, key.Grant);
        if (key.Share != null)
            secret = Share.GuestSecret(secret, key.Share);
        return Bytes.FixedTimeEquals(secret, 0, key.Secret, 0, Hmac.HashSize);
    }

    private static Grant GrantOf(PhoneKey key)
    {
        Grant grant = new();
        grant.TryRead(key.Grant, 0, key.Grant.Length);
        return grant;
    }

    private static Share? ShareOf(PhoneKey key)
    {
        if (key.Share == null)
            return null;
        Share share = new();
        share.TryRead(key.Share, 0, key.Share.Length);
        return share;
    }

    private static string RightsText(Rights rights) => rights == Rights.None ? "none" : rights.ToString();

    private static string[] Hours(AccessWindows windows) => [.. Enumerable.Range(0, windows.Count).Select(i => WindowText.Of(windows, i))];

    private static DateTime Utc(uint seconds) => LocalTime.Epoch.AddSeconds(seconds);
}
