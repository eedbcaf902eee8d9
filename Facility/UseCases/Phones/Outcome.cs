using System.Diagnostics.CodeAnalysis;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>What a use case gives a phone: an answer, or a refusal.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Answer">The answer; null if the request is refused.</param>
/// <param name="Refusal">Why the request is refused; null if there is an answer.</param>
internal sealed record Outcome<T>(T? Answer, Refusal? Refusal) where T : class
{
    /// <summary>Whether there is an answer.</summary>
    [MemberNotNullWhen(true, nameof(Answer))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAnswered => Answer != null;

    /// <summary>An answer.</summary>
    public static implicit operator Outcome<T>(T answer) => new(answer, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}
