using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Host;

/// <summary>
/// Brings a database to the present version, makes what a facility cannot be without, opens its secret, and checks the trails.
/// </summary>
public sealed class FirstStart(FacilityDb db, ChangeRunner runner, SecretVault vault, FacilityClock clock, StaffAccounts staff,
    TrailCheck trails, TextRenewal texts, Announcer announcer, PortalAddress portal)
{
    /// <summary>The name of the first access hours, which allow every hour.</summary>
    public const string AlwaysName = "Always";

    /// <summary>Prepares the database. While nobody has a password, it also prints a one-time link for the first administrator.</summary>
    public async Task RunAsync()
    {
        await PrepareAsync();
        if (await staff.InviteFirstAsync() is { } code)
            announcer.Say(
                $"No administrator has a password yet. Open this address within one day to set "
                + $"one:{Environment.NewLine}  {portal.Invitation(code)}");
    }

    /// <summary>Prepares the database without an invitation. A second call only opens the secret and checks the trails.</summary>
    public async Task PrepareAsync()
    {
        await DatabaseSetup.MigrateAsync(db, announcer.Say);
        vault.Open(await runner.StoreAsync(FindOrAddSiteAsync));
        await texts.RunAsync();
        await trails.RunAsync();
    }

    /// <summary>The facility's row. Of several processes that start at once on an empty database, one adds it.</summary>
    private async Task<SiteRow> FindOrAddSiteAsync()
    {
        if (await db.Sites.SingleOrDefaultAsync() is { } present)
            return present;
        SiteRow added = NewSite();
        db.Sites.Add(added);
        db.Schedules.Add(new Schedule { Name = AlwaysName, Windows = "always" });
        return added;
    }

    private SiteRow NewSite()
    {
        byte[] secret = RandomNumberGenerator.GetBytes(Hmac.HashSize);
        string zone = TimeZoneInfo.Local.Id is "Etc/UTC" or "" ? "UTC" : TimeZoneInfo.Local.Id;
        SiteRow site = new()
        {
            Name = "Our facility",
            FacilityId = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)) | 1,
            ProtectedSecret = vault.Protect(secret),
            Zone = zone,
            ZoneRule = Convert.ToHexString(ZoneBytes(zone)),
            CreatedAt = clock.Now,
            TextVersion = TextRenewal.Version,
        };
        CryptographicOperations.ZeroMemory(secret);
        return site;
    }

    private static byte[] ZoneBytes(string zone)
    {
        try
        {
            return PosixZone.ToBytes(PosixZone.ReadFooter(zone));
        }
        catch (Exception exception) when (exception is FormatException or IOException or TimeZoneNotFoundException)
        {
            return PosixZone.ToBytes("UTC0");
        }
    }
}
