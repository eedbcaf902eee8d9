using System.Globalization;
using LockFirmware.Facility.Data;
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
}

/// <summary>The field "Offline Key Expiration" of a user, with its explanation.</summary>
/// <param name="State">The state of the user's keys.</param>
/// <param name="Text">"Expired", the date until which the key is valid, or "No key".</param>
/// <param name="Since">When the key expired; empty in the other states.</param>
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
        KeyExpirationState.Expired => "bad",
        _ => "warn",
    };

    /// <summary>The field of a user.</summary>
    /// <param name="keyNotAfter">See <see cref="User.KeyNotAfter"/>.</param>
    /// <param name="now">The current time, seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="time">The facility's local time.</param>
    public static OfflineKeyExpiration Of(long keyNotAfter, long now, LocalTime time)
    {
        if (keyNotAfter == User.NoKey)
            return new OfflineKeyExpiration(KeyExpirationState.NoKey, "No key", "");
        string moment = Moment(keyNotAfter, time);
        return keyNotAfter <= now
            ? new OfflineKeyExpiration(KeyExpirationState.Expired, "Expired", moment)
            : new OfflineKeyExpiration(KeyExpirationState.Active, moment, "");
    }

    /// <summary>Explains the state, and says whether the user can do something about it.</summary>
    /// <param name="user">The user.</param>
    /// <param name="hasLease">Whether a lease is in force.</param>
    /// <param name="hasDevice">Whether a phone is signed in.</param>
    /// <returns>The explanation, and whether <see cref="Steps"/> help.</returns>
    public (string Reason, bool DoStepsHelp) Why(User user, bool hasLease, bool hasDevice)
    {
        string lead = State switch
        {
            KeyExpirationState.Active => "The key opens until then, even without signal.",
            KeyExpirationState.Expired => "The last key has expired; doors answer \"Expired\".",
            _ => "No door would accept a key of this user.",
        };
        if (Obstacle(user, hasLease, hasDevice) is { } obstacle)
            return ($"{lead} {obstacle}", false);
        return State == KeyExpirationState.Active
            ? ($"{lead} The app renews it whenever an entry is opened with signal.", false)
            : ($"{lead} Nothing stands in the way of a new one: the app fetches it when an entry is opened with signal.", true);
    }

    /// <summary>Formats a time with its year in the facility's local time.</summary>
    /// <param name="at">The time, seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="time">The facility's local time.</param>
    public static string Moment(long at, LocalTime time) =>
        time.Of((uint)at).ToString("ddd d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    private static string? Obstacle(User user, bool hasLease, bool hasDevice)
    {
        if (user.IsErased)
            return "The user was erased.";
        if (!user.IsActive)
            return "The account is deactivated, so no new key is issued. Reactivate it first.";
        if (!hasLease)
            return "The user has no unit, so no new key is issued. Let a unit first.";
        if (user.IsDelinquent)
            return "Rent is owed, so no new key is issued. Record the payment first.";
        return hasDevice ? null : "No phone is signed in. Create a sign-in code and give it to the user.";
    }
}
