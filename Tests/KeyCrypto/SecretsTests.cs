using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>Secrets and challenges depend on every input, and no two uses have the same secret.</summary>
[TestClass]
public sealed class SecretsTests
{
    [TestMethod]
    public void A_lock_secret_depends_on_facility_lock_and_generation()
    {
        byte[] facilitySecret = Hex.Count(1, 32);
        byte[][] secrets =
        {
            LockSecrets.DeriveLockSecret(facilitySecret, 1, 2, 3),
            LockSecrets.DeriveLockSecret(facilitySecret, 2, 1, 3),
            LockSecrets.DeriveLockSecret(facilitySecret, 1, 3, 3),
            LockSecrets.DeriveLockSecret(facilitySecret, 1, 2, 4),
            LockSecrets.DeriveLockSecret(Hex.Count(2, 32), 1, 2, 3),
        };
        CheckAllDiffer(secrets);
    }

    [TestMethod]
    public void The_sub_secrets_of_a_lock_all_differ()
    {
        LockSecrets secrets = new LockSecrets(Samples.LockSecret);
        byte[][] all =
        {
            secrets.LockSecret, secrets.KeyMinter, secrets.NoticeSecret, secrets.AuditSecret, secrets.NonceSecret, secrets.HereSecret,
            SetupSecrets.Nonce(Samples.LockSecret), SetupSecrets.Provision(Samples.LockSecret),
                SetupSecrets.AfterCommit(Samples.LockSecret, Samples.LockSecret),
        };
        // The challenges of a lock and of a setup secret are made in the same way, but from different secrets.
        CollectionAssert.AreEqual(all[4], all[6], "same label");
        all[6] = Samples.ChallengeFrame();
        CheckAllDiffer(all);
    }

    [TestMethod]
    public void Cleared_secrets_are_gone_and_the_callers_array_is_not()
    {
        byte[] lockSecret = Samples.LockSecret;
        LockSecrets secrets = new LockSecrets(lockSecret);
        secrets.Clear();
        Assert.IsTrue(Bytes.AreZero(secrets.LockSecret, 0, 32), "lock secret");
        Assert.IsTrue(Bytes.AreZero(secrets.KeyMinter, 0, 32), "key minter");
        Assert.IsTrue(Bytes.AreZero(secrets.NoticeSecret, 0, 32), "notice secret");
        Assert.IsTrue(Bytes.AreZero(secrets.AuditSecret, 0, 32), "audit secret");
        Assert.IsTrue(Bytes.AreZero(secrets.NonceSecret, 0, 32), "nonce secret");
        Assert.IsTrue(Bytes.AreZero(secrets.HereSecret, 0, 32), "here secret");
        CollectionAssert.AreEqual(Samples.LockSecret, lockSecret, "the caller's");
    }

    [TestMethod]
    public void A_challenge_frame_has_22_bytes_and_says_what_it_knows()
    {
        byte[] frame = Draw(1, 1, 0);
        Assert.AreEqual(22, ChallengeFrame.Size, "size");
        Assert.AreEqual(1, (int)frame[0], "version");
        Assert.IsTrue(ChallengeFrame.IsProvisioned(frame), "provisioned");
        Assert.AreEqual(0x01020304u, ChallengeFrame.Now(frame), "now");
        ChallengeFrame.Draw(frame, Samples.LockSecret, 1, 1, new byte[16], false, 0);
        Assert.IsFalse(ChallengeFrame.IsProvisioned(frame), "not provisioned");
        Assert.AreEqual(0u, ChallengeFrame.Now(frame), "no time");
    }

    [TestMethod]
    public void A_challenge_depends_on_boot_draw_and_entropy() =>
        CheckAllDiffer(new byte[][] { Draw(1, 2, 0), Draw(2, 1, 0), Draw(1, 3, 0), Draw(1, 2, 1) });

    [TestMethod]
    public void A_confirmation_depends_on_secret_and_challenge()
    {
        byte[] confirmation = SetupSecrets.Confirmation(Samples.LockSecret, Samples.ChallengeFrame());
        Assert.AreEqual(16, confirmation.Length, "length");
        CheckAllDiffer(new byte[][]
        {
            confirmation,
            SetupSecrets.Confirmation(Hex.Flip(Samples.LockSecret, 0), Samples.ChallengeFrame()),
            SetupSecrets.Confirmation(Samples.LockSecret, Hex.Flip(Samples.ChallengeFrame(), 0)),
        });
    }

    private static byte[] Draw(uint bootCount, uint drawCount, int entropy)
    {
        byte[] frame = new byte[ChallengeFrame.Size];
        ChallengeFrame.Draw(frame, Samples.LockSecret, bootCount, drawCount, Hex.Repeat(entropy, 16), true, 0x01020304);
        return frame;
    }

    private static void CheckAllDiffer(byte[][] all)
    {
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.IsFalse(all[i].Length == all[j].Length && Bytes.AreEqual(all[i], 0, all[j], 0, all[i].Length),
                    i.ToString() + " and " + j.ToString());
        }
    }
}
