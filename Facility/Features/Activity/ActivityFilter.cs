using System.Globalization;
using LockFirmware.Facility.Ledgers;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>A filter of activity. A part that is null does not filter.</summary>
/// <param name="UserId">The user whose keys are concerned.</param>
/// <param name="EntryId">The lock.</param>
/// <param name="Kinds">The kinds of event.</param>
/// <param name="What">The kind of office record.</param>
/// <param name="From">The first second, seconds since 2020-01-01T00:00:00Z.</param>
/// <param name="Until">The second after the last, seconds since 2020-01-01T00:00:00Z.</param>
public sealed record ActivityFilter(
    long? UserId = null,
    long? EntryId = null,
    IReadOnlyList<int>? Kinds = null,
    string? What = null,
    long? From = null,
    long? Until = null)
{
    /// <summary>The choice of <see cref="RefusedKinds"/>.</summary>
    public const string OnlyRefused = "refused";

    /// <summary>The kinds of refusals: single keys, sums of refused keys, and requests that were not authentic.</summary>
    public static readonly IReadOnlyList<int> RefusedKinds =
        [(int)EventKind.Refused, (int)EventKind.RefusalsSummed, (int)EventKind.FailedProofsSummed];

    /// <summary>The choice of <see cref="PeopleKinds"/>.</summary>
    public const string People = "people";

    /// <summary>The kinds about people at doors. The others are about the lock itself.</summary>
    public static readonly IReadOnlyList<int> PeopleKinds =
    [
        (int)EventKind.AccessGranted, (int)EventKind.Passage, (int)EventKind.Refused, (int)EventKind.RefusalsSummed,
        (int)EventKind.HeldOpen, (int)EventKind.Forced, (int)EventKind.RequestToExit,
    ];

    /// <summary>The kinds that a reader has chosen.</summary>
    /// <param name="choice">Empty for all, <see cref="People"/>, <see cref="OnlyRefused"/>, or the number of a kind.</param>
    /// <returns>Null for all, and for an unknown choice.</returns>
    public static IReadOnlyList<int>? KindsOf(string? choice) =>
        choice == OnlyRefused ? RefusedKinds
        : choice == People ? PeopleKinds
        : int.TryParse(choice, NumberStyles.None, CultureInfo.InvariantCulture, out int kind)
        && kind is > 0 and <= EventBatchStore.CorruptKind ? [kind]
        : null;
}
