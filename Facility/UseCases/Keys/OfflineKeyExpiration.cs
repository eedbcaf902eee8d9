using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>The state of a user's keys.</summary>
public enum KeyExpirationState
{
    /// <summary>The user has no key in force.</summary>
    NoKey,

    /// <summary>The last key has expired.</summary>
    Expired,

    /// <summary>A key is valid.</summary>
    Active,

    /// <summary>The office revoked the last key.</summary>
    Revoked,
}

/// <summary>The field "Offline Key Expiration" of a user, with its explanation.</summary>
/// <param name="State">The state of the user's keys.</param>
/// <param name="Text">"Expired", "Revoked", the date until which the key is valid, or "No key".</param>
/// <param name="Since">When the key expired or was revoked; empty in the other states.</param>
public sealed record OfflineKeyExpiration(KeyExpirationState State, string Text, string Since)
{
    /// <summary>The name of the field wherever it is shown.</summary>
    public const string Label = "Offline Key Expiration";

    /// <summary>What a user does to get a new key, in order.</summary>
    public static readonly IReadOnlyList<string> Steps =
    [
        "Open an entry with the app while the phone has signal: it fetches a new key.",
        "If that does not help: create a sign-in code below and give it to the user. The user signs out of the app, signs in with the "
            + "code and tries the entry again. Without the code the phone cannot sign in, and signing out ends its keys.",
        "If it still does not help: connect the phone to Wi-Fi and try again.",
    ];

    /// <summary>The class of site.css for the field.</summary>
    public string Style => State switch
    {
        KeyExpirationState.Active => "good",
        KeyExpirationState.Expired or KeyExpirationState.Revoked => "bad",
        _ => "warn",
    };

    /// <summary>The field of a user.</summary>
    /// <param name="user">The user, with <see cref="User.KeyNotAfter"/> and <see cref="User.KeyRevokedAt"/>.</param>
    /// <param name="now">The current time, seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="time">The facility's local time.</param>
    public static OfflineKeyExpiration Of(User user, long now, LocalTime time)
    {
        if (user.KeyRevokedAt is { } revoked)
            return new OfflineKeyExpiration(KeyExpirationState.Revoked, "Revoked", Moments.Minute(revoked, time));
        if (user.KeyNotAfter == User.NoKey)
            return new OfflineKeyExpiration(KeyExpirationState.NoKey, "No key", "");
        string moment = Moments.Minute(user.KeyNotAfter, time);
        return user.KeyNotAfter <= now
            ? new OfflineKeyExpiration(KeyExpirationState.Expired, "Expired", moment)
            : new OfflineKeyExpiration(KeyExpirationState.Active, moment, "");
    }
}
