namespace LockFirmware.KeyCrypto;

/// <summary>
/// A lock's answer to Here: now u32 | state u8 | answer[16], with
/// <c>answer = H(hereSecret, "LF1 here" | serverChallenge | challengeFrame | now u32 | state u8)[0..16)</c>
/// (docs/protocol.md, 4.2). It proves a radio path to the lock, not that a person is there.
/// </summary>
public static class HereAnswer
{
    /// <summary>Bytes of the answer's body.</summary>
    public const int Size = 4 + 1 + Hmac.MacSize;

    /// <summary>Bytes of the challenge that the facility draws; the body of the request.</summary>
    public const int ServerChallengeSize = 16;

    /// <summary>Writes the answer (the lock's side).</summary>
    /// <param name="target">Holds at least <see cref="Size"/> bytes from the offset.</param>
    /// <param name="offset">Where to write.</param>
    /// <param name="hereSecret">The lock's <see cref="LockSecrets.HereSecret"/>.</param>
    /// <param name="source">Holds the server's challenge.</param>
    /// <param name="serverChallengeOffset">Where it starts; 16 bytes.</param>
    /// <param name="challengeFrame">The challenge in force.</param>
    /// <param name="now">The lock's time, seconds since 2020-01-01T00:00:00Z; 0 when it knows none.</param>
    /// <param name="state">See <see cref="StateByte"/>.</param>
    public static void Write(byte[] target, int offset, byte[] hereSecret, byte[] source, int serverChallengeOffset, byte[] challengeFrame,
        uint now, byte state)
    {
        int at = Bytes.WriteU32(target, offset, now);
        target[at++] = state;
        Bytes.Append(target, at, Mac(hereSecret, source, serverChallengeOffset, challengeFrame, now, state), 0, Hmac.MacSize);
    }

    /// <summary>Checks an answer in constant time (the facility's side).</summary>
    /// <param name="hereSecret">The lock's <see cref="LockSecrets.HereSecret"/>.</param>
    /// <param name="serverChallenge">16 bytes, drawn for one account and lock, one use within 60 s.</param>
    /// <param name="challengeFrame">What the lock's Challenge gave.</param>
    /// <param name="body">The reply's body.</param>
    public static bool IsGenuine(byte[] hereSecret, byte[] serverChallenge, byte[] challengeFrame, byte[] body)
    {
        if (body.Length != Size)
            return false;
        byte[] expected = Mac(hereSecret, serverChallenge, 0, challengeFrame, Now(body), State(body));
        return Bytes.FixedTimeEquals(expected, 0, body, 5, Hmac.MacSize);
    }

    /// <summary>The lock's time in an answer, seconds since 2020-01-01T00:00:00Z; 0 when it knows none.</summary>
    public static uint Now(byte[] body) => Bytes.ReadU32(body, 0);

    /// <summary>The state in an answer, see <see cref="StateByte"/>.</summary>
    public static byte State(byte[] body) => body[4];

    private static byte[] Mac(byte[] hereSecret, byte[] source, int serverChallengeOffset, byte[] challengeFrame, uint now, byte state)
    {
        byte[] data = new byte[ServerChallengeSize + ChallengeFrame.Size + 5];
        int at = Bytes.Append(data, 0, source, serverChallengeOffset, ServerChallengeSize);
        at = Bytes.Append(data, at, challengeFrame, 0, ChallengeFrame.Size);
        at = Bytes.WriteU32(data, at, now);
        data[at] = state;
        return Hmac.Derive(hereSecret, Labels.Here, data);
    }
}
