using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Changes;

/// <summary>What became of a change that the office asked for.</summary>
/// <param name="IsDone">Whether it is stored, or was so already; otherwise nothing is.</param>
/// <param name="Words">What happened, or why nothing did and what to do.</param>
public sealed record ChangeAnswer(bool IsDone, string Words)
{
    /// <summary>It is stored.</summary>
    public static ChangeAnswer Done(string words) => new(true, words);

    /// <summary>Nothing is stored.</summary>
    public static ChangeAnswer Refused(string words) => new(false, words);

    /// <summary>Nothing is stored, because a lock has not heard of what it was told before.</summary>
    public static ChangeAnswer TooMuchWaits { get; } = Refused(
        "Nothing was changed: a lock that has to be told has too many notices waiting. Bring it back into contact (Entries shows which one has not been heard of), then try again.");

    /// <summary>The user is not there.</summary>
    public static ChangeAnswer NoUser { get; } = Refused("There is no such user, or the user was erased. Nothing was changed.");
}

/// <summary>Runs a change as one transaction: with its notices and its record in the trail it is stored whole, or not at all.</summary>
/// <remarks>Whatever the caller tracks is forgotten: store it before, and read it anew afterwards.</remarks>
public sealed class ChangeRunner(FacilityDb db)
{
    /// <summary>Runs a change; anew when somebody else has changed the same rows meanwhile.</summary>
    /// <param name="change">Changes tracked rows; nothing of it is stored when its answer is not done.</param>
    public Task<ChangeAnswer> RunAsync(Func<Task<ChangeAnswer>> change) => Conflicts.RetryAsync(db, async () =>
    {
        db.ChangeTracker.Clear();
        ChangeAnswer answer = await change();
        if (answer.IsDone)
            await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        return answer;
    });
}
