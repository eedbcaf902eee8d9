using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Phones;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LockFirmware.Facility.Api;

/// <summary>Authenticates a phone by the token that it got at sign-in. The database has only the token's hash.</summary>
public sealed class PhoneHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, FacilityDb db,
    ChangeRunner runner, FacilityClock clock, OfficeTrail trail)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The minimum time between two notes of when a phone was last seen, seconds.</summary>
    public const int SeenSeconds = 60;

    private const string Prefix = "Bearer ";

    private bool _isRevoked;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (header == null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            || header.Length != Prefix.Length + PhoneTokens.TextLength)
            return AuthenticateResult.NoResult();
        string hash = PhoneTokens.HashOf(header[Prefix.Length..]);
        Device? device = await db.Devices.AsNoTracking().SingleOrDefaultAsync(row => row.TokenHash == hash);
        if (device == null)
            return AuthenticateResult.NoResult();
        _isRevoked = device.RevokedAt != null;
        if (await NoteAsync(device) && _isRevoked)
            await TellAsync(device);
        if (_isRevoked)
            return AuthenticateResult.NoResult();
        ClaimsIdentity identity = new(
            [
                new Claim(ClaimTypes.NameIdentifier, device.UserId.ToString(CultureInfo.InvariantCulture)),
                new Claim(PhoneScheme.DeviceClaim, device.Id.ToString(CultureInfo.InvariantCulture)),
            ],
            PhoneScheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), PhoneScheme.Name));
    }

    /// <summary>The refusal of a call without a token that is known.</summary>
    internal static Refusal NotSignedIn { get; } = new()
    {
        Code = Refusal.Codes.NotSignedIn,
        Check = Checks.Identity,
        Reason = "This phone is not signed in. Ask the office for a sign-in code and sign in.",
    };

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Refusal refusal = _isRevoked ? SecurityCheck.RefusalOf(KeyObstacle.NoPhone) : NotSignedIn;
        Response.Headers.WWWAuthenticate = "Bearer";
        return refusal.With(StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    /// <summary>Notes when a phone was last seen, at most once a minute.</summary>
    /// <returns>Whether it was noted now.</returns>
    private async Task<bool> NoteAsync(Device device)
    {
        long now = clock.Now;
        long due = now - SeenSeconds;
        return (device.SeenAt <= due || device.SeenAt > now)
            && await db.Devices.Where(row => row.TokenHash == device.TokenHash && (row.SeenAt <= due || row.SeenAt > now))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SeenAt, now)) == 1;
    }

    private Task TellAsync(Device device)
    {
        AuditAction action = Request.Path.Equals(PhoneApi.KeysPath, StringComparison.OrdinalIgnoreCase)
            ? AuditAction.KeyRefused
            : AuditAction.PhoneRefused;
        return runner.StoreAsync(() => Task.FromResult(trail.Add(action,
            $"{Refusal.Codes.DeviceRevoked}: phone {device.Id} was signed out and still sends requests", device.UserId)));
    }
}
