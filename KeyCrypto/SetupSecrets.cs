namespace LockFirmware.KeyCrypto;

/// <summary>What is derived from the setup secret of a lock without identity (docs/protocol.md, 8).</summary>
public static class SetupSecrets
{
    /// <summary>The secret for the challenges of a lock without identity: <c>H(setupSecret, "LF1 nonce")</c>.</summary>
    public static byte[] Nonce(byte[] setupSecret) => Hmac.Derive(setupSecret, Labels.Nonce);

    /// <summary>The secret for the proof of a Provision request and the MAC of its reply: <c>H(setupSecret, "LF1 provision")</c>.</summary>
    public static byte[] Provision(byte[] setupSecret) => Hmac.Derive(setupSecret, Labels.Provision);

    /// <summary>
    /// The setup secret after the commit, <c>H(setupSecret, "LF1 setup" | H(lockSecret, "LF1 recover"))</c>. Only the same
    /// facility can compute it, so only this facility can provision the lock again.
    /// </summary>
    public static byte[] AfterCommit(byte[] setupSecret, byte[] lockSecret) =>
        Hmac.Derive(setupSecret, Labels.Setup, Hmac.Derive(lockSecret, Labels.Recover));

    /// <summary>The body of the reply to Provision, <c>H(lockSecret, "LF1 confirm" | challengeFrame)[0..16)</c>.</summary>
    public static byte[] Confirmation(byte[] lockSecret, byte[] challengeFrame) =>
        Bytes.Copy(Hmac.Derive(lockSecret, Labels.Confirm, challengeFrame), 0, Hmac.MacSize);
}
