using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Rig;

/// <summary>An installer with the setup secret of a rig's lock, giving it identities over the air.</summary>
public sealed class Installer
{
    private readonly LockRig _rig;
    private byte[] _request = new byte[0];

    public Installer(LockRig rig, ushort generation, byte[] lockSecret)
    {
        _rig = rig;
        Generation = generation;
        Secrets = new LockSecrets(lockSecret);
    }

    public ushort Generation { get; }

    public LockSecrets Secrets { get; }

    /// <summary>Makes a lock that has just been reset by a key, and connects to it.</summary>
    public static LockRig UnprovisionedLock()
    {
        LockRig rig = new LockRig();
        Reset(rig);
        return rig;
    }

    public static void Reset(LockRig rig)
    {
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Provision, LockRig.NewGrant(Rights.Provision)), "reset");
        Assert.IsTrue(rig.IsProven, "the reset is confirmed under the key");
        Restart(rig);
    }

    /// <summary>Disconnects the phone, restarts the lock, and connects again.</summary>
    public static void Restart(LockRig rig)
    {
        rig.Disconnect();
        rig.Boot();
        rig.Connect();
    }

    public Status Provision(byte[] setupSecret) => Provision(setupSecret, new LockConfiguration());

    public Status Provision(byte[] setupSecret, LockConfiguration configuration)
    {
        _rig.ReadChallenge();
        byte[] body = LockRig.NewProvisionBody(Generation, Secrets.LockSecret, configuration).Seal(setupSecret, _rig.Challenge);
        byte[] secret = SetupSecrets.Provision(setupSecret);
        _request = Request.Build(Command.Provision, 1, _rig.Nonce(), null, null, body, secret, _rig.Challenge);
        return _rig.SendProven(_request, secret);
    }

    /// <summary>Whether the reply to Provision shows that the lock has the new secret.</summary>
    public bool IsConfirmed()
    {
        byte[] body = _rig.Reply.Body;
        byte[] expected = SetupSecrets.Confirmation(Secrets.LockSecret, _rig.Challenge);
        return body.Length == expected.Length && Bytes.AreEqual(body, 0, expected, 0, body.Length);
    }

    public Status Commit() => Ask(Command.Manage, Rights.Manage, new byte[] { 1 });

    public Status Unlock() => Ask(Command.Unlock, Rights.Unlock, new byte[0]);

    /// <summary>Sends a request with a key of this identity.</summary>
    public Status Ask(Command command, Rights rights, byte[] body)
    {
        Grant grant = LockRig.NewGrant(rights);
        byte[] secret = Grant.HolderSecret(Secrets.KeyMinter, grant.ToBytes());
        _rig.Advance(1000);
        _rig.ReadChallenge();
        return _rig.SendProven(Request.Build(command, 1, _rig.Nonce(), grant.ToBytes(), null, body, secret, _rig.Challenge), secret);
    }
}
