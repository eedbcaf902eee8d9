using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>What a phone knows after an exchange.</summary>
/// <param name="Status">The lock's answer.</param>
/// <param name="IsProven">Whether the lock proved itself; an unproven answer is a hint that anybody may have given.</param>
/// <param name="Body">What goes with the answer.</param>
/// <param name="Request">The request's bytes, as sent.</param>
/// <param name="ChallengeFrame">The challenge it was made for.</param>
/// <param name="Reply">The reply's bytes, as read.</param>
public sealed record PhoneAnswer(Status Status, bool IsProven, byte[] Body, byte[] Request, byte[] ChallengeFrame, byte[] Reply);
