using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.LockLink;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Users;

/// <summary>The page of one user: the state of the keys and the actions of the office.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class DetailsModel(FacilityDb db, KeyOutlooks outlooks, FacilityClock clock, SiteReader site, AccountChanges accounts,
    PhoneChanges phones, UserRecords records, PortalAddress portal) : PageModel
{
    private const string CodeKey = "SignInCode";
    private const int ShareCountMax = 50;

    /// <summary>The user.</summary>
    public User Tenant { get; private set; } = null!;

    /// <summary>The units let to the user.</summary>
    public IReadOnlyList<Unit> Units { get; private set; } = [];

    /// <summary>The phones, signed-in phones first.</summary>
    public IReadOnlyList<Device> Devices { get; private set; } = [];

    /// <summary>What a request for keys and the locks answer.</summary>
    public KeyOutlook Outlook { get; private set; } = null!;

    /// <summary>The user's shares, the newest first.</summary>
    public IReadOnlyList<KeyShare> Shares { get; private set; } = [];

    /// <summary>The access hours to choose from.</summary>
    public IReadOnlyList<Schedule> Schedules { get; private set; } = [];

    /// <summary>The Offline Key Expiration.</summary>
    public OfflineKeyExpiration Expiration { get; private set; } = null!;

    /// <summary>The explanation of the key's state.</summary>
    public IReadOnlyList<string> Reasons { get; private set; } = [];

    /// <summary>A new sign-in code, which is shown only once; null for none.</summary>
    public string? Code { get; private set; }

    /// <summary>The link that signs the user's phone in with <see cref="Code"/>.</summary>
    public string AppLink => portal.App(Code ?? "", Request);

    /// <summary>The current time, seconds since 2020-01-01T00:00:00Z.</summary>
    public long Now { get; private set; }

    /// <summary>The facility's local time.</summary>
    public LocalTime Time { get; private set; } = null!;

    /// <summary>Shows the user.</summary>
    public async Task<IActionResult> OnGetAsync(long id)
    {
        if (await db.Users.AsNoTracking().Include(row => row.Schedule).SingleOrDefaultAsync(row => row.Id == id) is not { } user)
            return NotFound();
        Tenant = user;
        Now = clock.Now;
        Time = await site.LocalTimeAsync();
        await LoadAsync(id);
        Expiration = OfflineKeyExpiration.Of(user, Now, Time);
        Outlook = await outlooks.ReadAsync(user, Devices);
        Reasons = new KeyReasons(user, Outlook, Time, Now).Sentences(Expiration.State, Units, Devices);
        Code = TempData[CodeKey] as string;
        return Page();
    }

    /// <summary>Records whether rent is owed.</summary>
    public async Task<IActionResult> OnPostPaymentAsync(long id, bool isDelinquent) =>
        await SaidAsync(id, await accounts.SetPaymentAsync(id, isDelinquent));

    /// <summary>Gives the user other access hours.</summary>
    public async Task<IActionResult> OnPostHoursAsync(long id, long scheduleId) =>
        await SaidAsync(id, await accounts.SetScheduleAsync(id, scheduleId));

    /// <summary>Deactivates the account, or reactivates it.</summary>
    public async Task<IActionResult> OnPostActiveAsync(long id, bool isActive) =>
        await SaidAsync(id, await accounts.SetActiveAsync(id, isActive));

    /// <summary>Handles a lost phone.</summary>
    public async Task<IActionResult> OnPostLostAsync(long id) => await SaidWithCodeAsync(id, await phones.LostAsync(id));

    /// <summary>Creates a sign-in code for another phone.</summary>
    public async Task<IActionResult> OnPostCodeAsync(long id) => await SaidWithCodeAsync(id, await phones.NewCodeAsync(id));

    /// <summary>Signs one phone out.</summary>
    public async Task<IActionResult> OnPostSignOutAsync(long id, long deviceId) =>
        await SaidAsync(id, await phones.SignOutAsync(id, deviceId));

    /// <summary>Revokes a share.</summary>
    public async Task<IActionResult> OnPostShareAsync(long id, long shareId) =>
        await SaidAsync(id, await phones.RevokeShareAsync(id, shareId));

    /// <summary>Erases the user if the box is ticked.</summary>
    public async Task<IActionResult> OnPostEraseAsync(long id, bool isSure) => await SaidAsync(id, isSure
        ? await records.EraseAsync(id)
        : ChangeAnswer.Refused("Nothing was erased. Tick the box to confirm. Erasing cannot be undone."));

    /// <summary>What happens when the payment status changes, as text.</summary>
    public string PaymentWords()
    {
        string Names(OverlockReason reason) =>
            string.Join(", ", Units.Where(unit => unit.Overlock == reason).Select(unit => unit.Name)) is { Length: > 0 } names
                ? names
                : "none";
        return Tenant.IsDelinquent
            ? $"No longer overlocked then: {Names(OverlockReason.Payment)}. Phones get keys again."
            : $"No phone of the user gets a key until rent is paid. Overlocked then: {Names(OverlockReason.None)}. "
            + "Recording the payment here undoes both.";
    }

    /// <summary>Formats a time in the facility's local time.</summary>
    public string Moment(long at) => Moments.Minute(at, Time);

    /// <summary>The state of a share, as text.</summary>
    public string ShareWords(KeyShare share) =>
        share.RevokedAt is { } at ? $"revoked {Moment(at)}"
        : share.Key!.State == KeyState.Revoked ? "ended with the key"
        : Until(share) <= Now ? $"ended {Moment(Until(share))}" : $"until {Moment(Until(share))}";

    /// <summary>Whether the guest's share is still valid.</summary>
    public bool IsOpen(KeyShare share) => share.RevokedAt == null && share.Key!.State != KeyState.Revoked && share.Key.NotAfter > Now;

    private static long Until(KeyShare share) => Math.Min(share.NotAfter, share.Key!.NotAfter);

    private async Task LoadAsync(long id)
    {
        Units = await db.Units.AsNoTracking().Include(unit => unit.Lease).Where(unit => unit.Lease!.UserId == id)
            .OrderBy(unit => unit.NameKey).ToListAsync();
        Devices = await db.Devices.AsNoTracking().Where(row => row.UserId == id).OrderByDescending(row => row.RevokedAt == null)
            .ThenByDescending(row => row.SeenAt).ToListAsync();
        Shares = await db.Shares.AsNoTracking().Include(row => row.Key!.Entry).Where(row => row.Key!.UserId == id)
            .OrderByDescending(row => row.KnownAt).ThenByDescending(row => row.Id).Take(ShareCountMax).ToListAsync();
        Schedules = [.. (await db.Schedules.AsNoTracking().ToListAsync()).InOrder(row => row.Name)];
    }

    private async Task<IActionResult> SaidAsync(long id, ChangeAnswer answer)
    {
        if (!answer.IsDone && !await db.Users.AnyAsync(row => row.Id == id))
            return NotFound();
        TempData[answer.IsDone ? "Said" : "Refused"] = answer.Words;
        return Redirect($"/Users/{id}");
    }

    private Task<IActionResult> SaidWithCodeAsync(long id, (ChangeAnswer Answer, string? Code) made)
    {
        if (made.Code != null)
            TempData[CodeKey] = made.Code;
        return SaidAsync(id, made.Answer);
    }
}
