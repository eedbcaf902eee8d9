namespace LockFirmware.Facility.UseCases.Changes;

/// <summary>The result of a change.</summary>
public interface IChangeAnswer
{
    /// <summary>Whether the change is stored, or nothing had to change; otherwise nothing is stored.</summary>
    bool IsDone { get; }
}

/// <summary>The result of a change that the office requested.</summary>
/// <param name="IsDone">Whether the change is stored, or nothing had to change; otherwise nothing is stored.</param>
/// <param name="Words">What happened, or why nothing did and what to do.</param>
public sealed record ChangeAnswer(bool IsDone, string Words) : IChangeAnswer
{
    /// <summary>The change is stored.</summary>
    public static ChangeAnswer Done(string words) => new(true, words);

    /// <summary>Nothing is stored.</summary>
    public static ChangeAnswer Refused(string words) => new(false, words);

    /// <summary>Nothing is stored, because a lock has too many notices waiting.</summary>
    public static ChangeAnswer TooMuchWaits { get; } = Refused(
        "Nothing was changed: too many notices are waiting for a lock. Bring the lock back into contact (Entries shows which lock has not "
        + "been reached), then try again.");

    /// <summary>There is no such user.</summary>
    public static ChangeAnswer NoUser { get; } = Refused("This user does not exist or was erased. Nothing was changed.");
}
