using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>A radio receiver near a lock receives grants and names, but no secret (docs/threat-model.md).</summary>
[TestClass]
public class EavesdropperTests
{
    [TestMethod]
    public void No_secret_crosses_the_air_from_provisioning_to_rekey()
    {
        Recorder air = new Recorder();
        LockRig rig = new LockRig(0, 256, LockRig.LockId, 0);
        LockSecrets first = new LockSecrets(LockRig.Secret(2));
        LockSecrets second = new LockSecrets(LockRig.Secret(3));
        Provision(air, rig, first);
        Grant grant = LockRig.NewGrant(Rights.Unlock | Rights.Share | Rights.ReadEvents);
        byte[] holder = Grant.HolderSecret(first.KeyMinter, grant.ToBytes());
        Share share = Office.NewShare();
        byte[] guest = Share.GuestSecret(holder, share.ToBytes());
        rig.ReadChallenge();
        air.Hear(rig, Keyless(rig, Command.SetTime, FacilityTime.Make(first.NoticeSecret, rig.Challenge, LockRig.Noon)));
        air.Hear(rig, WithKey(rig, Command.Unlock, grant, null, holder, new byte[0]));
        rig.Advance(1000);
        air.Hear(rig, WithKey(rig, Command.Unlock, grant, share, guest, new byte[0]));
        air.Hear(rig, WithKey(rig, Command.ReadEvents, grant, null, holder, Office.U32(1)));
        rig.ReadChallenge();
        air.Hear(rig, Keyless(rig, Command.Here, Bytes.Copy(LockRig.Secret(9), 0, ChallengeFrame.ChallengeSize)));
        NoticeBuilder notice = Office.Next(rig);
        notice.Rekey(first.NoticeSecret, LockRig.Generation + 1, second.LockSecret);
        rig.ReadChallenge();
        air.Hear(rig, Keyless(rig, Command.Deliver, notice.ToBytes(first.NoticeSecret)));

        Assert.IsTrue(air.IsHeard(grant.ToBytes(), 0), "the recorder hears what is public");
        air.AssertUnheard(rig.SetupSecret, "the setup secret");
        air.AssertUnheard(holder, "the holder's secret");
        air.AssertUnheard(guest, "the guest's secret");
        air.AssertUnheard(first);
        air.AssertUnheard(second);
    }

    private static void Provision(Recorder air, LockRig rig, LockSecrets secrets)
    {
        byte[] provision = SetupSecrets.Provision(rig.SetupSecret);
        rig.ReadChallenge();
        byte[] body = LockRig.NewProvisionBody(LockRig.Generation, secrets.LockSecret, new LockConfiguration())
            .Seal(rig.SetupSecret, rig.Challenge);
        air.Hear(rig, Request.Build(Command.Provision, 1, rig.Nonce(), null, null, body, provision, rig.Challenge));
        air.AssertUnheard(provision, "the secret of the first Provision");
        Grant installer = LockRig.NewGrant(Rights.Manage);
        air.Hear(rig,
            WithKey(rig, Command.Manage, installer, null, Grant.HolderSecret(secrets.KeyMinter, installer.ToBytes()), new byte[] { 1 }));
        Installer.Restart(rig);
    }

    private static byte[] WithKey(LockRig rig, Command command, Grant grant, Share? share, byte[] secret, byte[] body)
    {
        rig.ReadChallenge();
        return Request.Build(command, 1, rig.Nonce(), grant.ToBytes(), share?.ToBytes(), body, secret, rig.Challenge);
    }

    private static byte[] Keyless(LockRig rig, Command command, byte[] body) =>
        Request.Build(command, 1, rig.Nonce(), null, null, body, null, rig.Challenge);

    /// <summary>Keeps the bytes of both directions, in order.</summary>
    private sealed class Recorder
    {
        private const int WindowSize = 8;

        private readonly byte[] _air = new byte[8192];
        private int _length;

        /// <summary>Sends a request that the lock must grant, and keeps all bytes that were sent.</summary>
        public void Hear(LockRig rig, byte[] request)
        {
            Assert.AreEqual((int)Status.Ok, (int)rig.Send(request), "the exchange succeeds");
            _length = Bytes.Append(_air, _length, rig.Challenge);
            _length = Bytes.Append(_air, _length, request);
            _length = Bytes.Append(_air, _length, rig.ReplyBytes());
        }

        public void AssertUnheard(LockSecrets secrets)
        {
            AssertUnheard(secrets.LockSecret, "the lock's secret");
            AssertUnheard(secrets.KeyMinter, "the secret that mints keys");
            AssertUnheard(secrets.NoticeSecret, "the notices' secret");
            AssertUnheard(secrets.AuditSecret, "the trail's secret");
            AssertUnheard(secrets.NonceSecret, "the challenges' secret");
            AssertUnheard(secrets.HereSecret, "the secret of Here");
        }

        public void AssertUnheard(byte[] secret, string name)
        {
            for (int from = 0; from < secret.Length; from += WindowSize)
                Assert.IsFalse(IsHeard(secret, from), name);
        }

        public bool IsHeard(byte[] bytes, int from)
        {
            for (int at = 0; at + WindowSize <= _length; at++)
            {
                int same = 0;
                while (same < WindowSize && _air[at + same] == bytes[from + same])
                    same++;
                if (same == WindowSize)
                    return true;
            }
            return false;
        }
    }
}
