using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>The result of one exchange with a lock.</summary>
/// <param name="Status">The lock's answer.</param>
/// <param name="IsProven">Whether the lock proved that the answer is its own. Any device can send an unproven answer.</param>
/// <param name="Body">The body of the answer.</param>
/// <param name="Request">The bytes of the request, as sent.</param>
/// <param name="ChallengeFrame">The challenge of the request.</param>
/// <param name="Reply">The bytes of the reply, as read.</param>
public sealed record PhoneAnswer(Status Status, bool IsProven, byte[] Body, byte[] Request, byte[] ChallengeFrame, byte[] Reply);
