using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Staff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Backup;

/// <summary>The page on which an administrator exports the facility's secret.</summary>
public sealed class IndexModel(FacilityDb db, StaffAccounts accounts, CurrentStaff current, SecretBackup backup, SiteReader site)
    : PageModel
{
    /// <summary>What is wrong, as a text for people; null if nothing is.</summary>
    public string? Complaint { get; private set; }

    /// <summary>When the secret was last exported, in the facility's local time; null for never.</summary>
    public string? LastExport { get; private set; }

    /// <summary>Shows the form.</summary>
    public async Task OnGetAsync()
    {
        string exported = AuditAction.SecretExported.Text();
        OfficeRecord? last = await db.OfficeRecords.AsNoTracking().Where(row => row.What == exported)
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).FirstOrDefaultAsync();
        LastExport = last == null
            ? null
            : Moments.Minute(last.At, await site.LocalTimeAsync());
    }

    /// <summary>Sends the file.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        string passphrase = Request.Secret("passphrase");
        Complaint = passphrase.Length < SecretFile.PassphraseLengthMin
            ? $"A passphrase has at least {SecretFile.PassphraseLengthMin} characters."
            : passphrase != Request.Secret("again") ? "The two passphrases differ." : null;
        string login = await db.Staff.Where(row => row.Id == current.Id).Select(row => row.Login).SingleAsync();
        if (Complaint == null && await accounts.CheckAsync(login, Request.Secret("password"), KnownBrowser.OriginOf(HttpContext)) == null)
            Complaint = "Your password is wrong. After five wrong passwords wait five minutes.";
        if (Complaint != null)
        {
            await OnGetAsync();
            return Page();
        }
        Response.Headers.CacheControl = "no-store";
        return File(await backup.ExportAsync(passphrase), "application/json", "facility-secret.json");
    }
}
