using System.Globalization;
using System.Security.Claims;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Staff;

/// <summary>
/// The sign-ins of the staff. Each has a row: it ends when it was not used for an hour, twelve hours after it began, when the member signs
/// out, and when the member gets a new stamp.
/// </summary>
public sealed class StaffSessions(FacilityDb db, ChangeRunner runner, OfficeTrail trail, FacilityClock clock)
{
    /// <summary>How long a sign-in may be unused, seconds.</summary>
    public const int IdleSeconds = 3600;

    /// <summary>How long a sign-in may last in all, seconds.</summary>
    public const int LongestSeconds = 12 * 3600;

    private const int NoteSeconds = 60;
    private const int BrowserLengthMax = 120;

    // The clocks of several processes differ a little.
    private const int SlackSeconds = 60;

    /// <summary>Begins a sign-in of a member who has shown the password.</summary>
    /// <param name="member">The member.</param>
    /// <param name="address">From where.</param>
    /// <param name="browser">What the browser says of itself.</param>
    /// <returns>The claims for the cookie.</returns>
    public async Task<ClaimsPrincipal> BeginAsync(StaffMember member, string address, string browser)
    {
        string code = StaffAccounts.NewCode();
        await runner.StoreAsync(() => Task.FromResult(db.StaffSessions.Add(new StaffSession
        {
            StaffId = member.Id,
            CodeHash = StaffAccounts.HashOf(code),
            Stamp = member.Stamp,
            BeganAt = clock.Now,
            SeenAt = clock.Now,
            Address = address,
            Browser = browser[..Math.Min(browser.Length, BrowserLengthMax)],
        })));
        return StaffAccounts.PrincipalOf(member, code);
    }

    /// <summary>Whether a sign-in is still valid, and notes that it was used.</summary>
    /// <param name="principal">The claims of its cookie.</param>
    public async Task<bool> IsValidAsync(ClaimsPrincipal? principal)
    {
        string? stamp = principal?.FindFirstValue(StaffScheme.StampClaim);
        if (!long.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out long id)
            || HashOf(principal) is not { } hash)
            return false;
        long now = clock.Now;
        StaffSession? session = await Open(now).AsNoTracking().SingleOrDefaultAsync(row => row.CodeHash == hash && row.StaffId == id
            && row.Stamp == stamp && db.Staff.Any(member => member.Id == id && member.Stamp == stamp && member.IsActive));
        if (session == null)
            return false;
        if (now - session.SeenAt >= NoteSeconds)
            await db.StaffSessions.Where(row => row.Id == session.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.SeenAt, now));
        return true;
    }

    /// <summary>Whether a row is the sign-in of a cookie.</summary>
    public static bool IsOf(StaffSession session, ClaimsPrincipal principal) => session.CodeHash == HashOf(principal);

    /// <summary>A member's sign-ins that are valid, the one that was used last first.</summary>
    public Task<List<StaffSession>> ListAsync(long staffId) => Open(clock.Now).AsNoTracking()
        .Where(row => row.StaffId == staffId && db.Staff.Any(member => member.Id == staffId && member.Stamp == row.Stamp))
        .OrderByDescending(row => row.SeenAt).ThenByDescending(row => row.Id).ToListAsync();

    /// <summary>Ends the sign-in of a cookie. A copy of the cookie no longer counts.</summary>
    public async Task EndAsync(ClaimsPrincipal principal)
    {
        if (HashOf(principal) is { } hash)
            await db.StaffSessions.Where(row => row.CodeHash == hash).ExecuteDeleteAsync();
    }

    /// <summary>Ends one sign-in of a member.</summary>
    public Task EndAsync(long staffId, long sessionId) =>
        db.StaffSessions.Where(row => row.Id == sessionId && row.StaffId == staffId).ExecuteDeleteAsync();

    /// <summary>Ends all sign-ins of a member.</summary>
    /// <returns>How many were valid.</returns>
    public async Task<int> EndAllAsync(long staffId)
    {
        int count = (await ListAsync(staffId)).Count;
        await runner.StoreAsync(async () =>
        {
            await runner.BeginTransactionAsync();
            trail.Add(AuditAction.SignInsEnded, $"{count} sign-ins of member {staffId}");
            return await db.StaffSessions.Where(row => row.StaffId == staffId).ExecuteDeleteAsync();
        });
        return count;
    }

    /// <summary>Deletes sign-ins that have ended, and counts of wrong passwords that are old.</summary>
    public async Task DeleteOldAsync()
    {
        long now = clock.Now;
        await db.StaffSessions.Where(row => row.BeganAt <= now - LongestSeconds || row.SeenAt <= now - IdleSeconds
            || row.BeganAt > now + SlackSeconds || row.SeenAt > now + SlackSeconds).ExecuteDeleteAsync();
        await db.SignInTries.Where(row => row.TriedAt < now - LockTime.SecondsPerDay || row.TriedAt > now + SlackSeconds)
            .ExecuteDeleteAsync();
    }

    /// <summary>The sign-ins within their limits. A time in the future was stored while the clock was ahead.</summary>
    private IQueryable<StaffSession> Open(long now) => db.StaffSessions.Where(row => row.BeganAt > now - LongestSeconds
        && row.BeganAt <= now + SlackSeconds && row.SeenAt > now - IdleSeconds && row.SeenAt <= now + SlackSeconds);

    private static string? HashOf(ClaimsPrincipal? principal) =>
        principal?.FindFirstValue(StaffScheme.SessionClaim) is { Length: > 0 } code ? StaffAccounts.HashOf(code) : null;
}
