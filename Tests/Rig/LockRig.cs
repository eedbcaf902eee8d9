using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Ports;

namespace LockFirmware.Tests.Rig;

/// <summary>
/// A lock for tests: the firmware's core with the test's own board, a facility that issues keys for it, and a phone that talks to it
/// in whole frames. The test drives the time; nothing waits.
/// </summary>
public sealed class LockRig
{
    public const uint FacilityId = 0x0BADCAFE;
    public const uint LockId = 4711;
    public const ushort Generation = 3;

    /// <summary>Monday 2026-11-23T12:00:00Z.</summary>
    public const uint Noon = 217598400;

    public const uint Day = 86400;

    private readonly uint _lockId;
    private readonly ushort _generation;
    private ushort _sequence;
    private byte _nonce;

    /// <summary>A provisioned lock with a set clock, in UTC, at <see cref="Noon"/>, and a phone that has connected.</summary>
    public LockRig()
        : this(Noon, 256)
    {
    }

    /// <summary>A provisioned lock; utc 0 leaves its clock unknown.</summary>
    public LockRig(uint utc, int eventCapacity)
        : this(utc, eventCapacity, LockId, Generation)
    {
    }

    /// <summary>A lock of another number or generation; generation 0 leaves it without identity.</summary>
    public LockRig(uint utc, int eventCapacity, uint lockId, ushort generation)
    {
        _lockId = lockId;
        _generation = generation;
        Board = new RigBoard(eventCapacity);
        SetupSecret = Secret(7);
        Secrets = new LockSecrets(LockSecrets.DeriveLockSecret(Secret(1), FacilityId, lockId, generation));
        Boot();
        if (generation != 0)
            Provision(new LockConfiguration());
        if (utc != 0 && generation != 0)
            SetTime(utc);
        Connect();
    }

    public RigBoard Board { get; }

    public RigDoor Door { get; } = new RigDoor();

    public RigSignals Signals { get; } = new RigSignals();

    public LockSecrets Secrets { get; private set; }

    public byte[] SetupSecret { get; }

    public LockEngine Engine { get; private set; } = null!;

    /// <summary>The internal storage beside records and trail, from the next start on; null for none.</summary>
    public IFileStore? Files { get; set; }

    /// <summary>Is told what the lock survives from the next start on; null for nobody.</summary>
    public IFaultSink? Faults { get; set; }

    public long UptimeMs { get; private set; }

    /// <summary>The challenge frame that the phone read last.</summary>
    public byte[] Challenge { get; private set; } = new byte[ChallengeFrame.Size];

    /// <summary>The last reply, whole.</summary>
    public Reply Reply { get; } = new Reply();

    /// <summary>Whether the last reply carried a mac under the secret of its request.</summary>
    public bool IsProven { get; private set; }

    /// <summary>The lock's time.</summary>
    public uint Now => Engine.Clock.Now(UptimeMs);

    public uint Head => Board.Head;

    /// <summary>32 bytes that differ from test secret to test secret.</summary>
    public static byte[] Secret(int seed)
    {
        byte[] secret = new byte[Hmac.HashSize];
        for (int i = 0; i < secret.Length; i++)
            secret[i] = (byte)(seed * 31 + i);
        return secret;
    }

    /// <summary>Makes one window.</summary>
    public static byte[] Window(int days, int start, int end)
    {
        byte[] window = new byte[AccessWindows.EntrySize];
        AccessWindows.WriteWindow(window, 0, days, start, end);
        return window;
    }

    public static byte[] Always() => Window(0xFF, 0, 1440);

    /// <summary>A grant for this lock with right Unlock, valid from yesterday of <see cref="Noon"/> for eight days, at all hours.</summary>
    public static Grant NewGrant()
    {
        Grant grant = new Grant
        {
            FacilityId = FacilityId,
            LockId = LockId,
            KeyId = 100,
            HolderId = 10,
            IssuedAt = Noon - Day,
            NotBefore = Noon - Day,
            NotAfter = Noon + (7 * Day),
            Rights = Rights.Unlock,
        };
        grant.Windows.TryRead(Always(), 0, 1);
        return grant;
    }

    public static Grant NewGrant(Rights rights)
    {
        Grant grant = NewGrant();
        grant.Rights = rights;
        return grant;
    }

    public static Grant WithWindows(Grant grant, byte[] windows)
    {
        grant.Windows.TryRead(windows, 0, windows.Length / AccessWindows.EntrySize);
        return grant;
    }

    public byte[] HolderSecret(Grant grant) => Grant.HolderSecret(Secrets.KeyMinter, grant.ToBytes());

    /// <summary>Starts the lock with what its board has stored, as after a power cut or reboot. The phone is disconnected.</summary>
    public void Boot()
    {
        UptimeMs = 0;
        LockParts parts = new LockParts(Board, Board, Board, Door, Board, SetupSecret);
        parts.Signals = Signals;
        parts.Faults = Faults;
        parts.Files = Files;
        Engine = new LockEngine(parts, UptimeMs);
    }

    /// <summary>Cuts the power and restores it.</summary>
    public void CutPower()
    {
        Board.Seconds = 0;
        Boot();
        Connect();
    }

    /// <summary>Lets time pass in the lock's own steps, and moves the hardware clock too.</summary>
    public void Advance(long ms)
    {
        long end = UptimeMs + ms;
        while (UptimeMs < end)
        {
            long step = end - UptimeMs < Firmware.TickMs ? end - UptimeMs : Firmware.TickMs;
            if (Board.Seconds != 0)
                Board.Seconds += (uint)(((UptimeMs + step) / 1000) - (UptimeMs / 1000));
            UptimeMs += step;
            Engine.Tick(UptimeMs);
        }
    }

    /// <summary>Lets a long time pass in one step.</summary>
    public void Leap(long ms)
    {
        if (Board.Seconds != 0)
            Board.Seconds += (uint)(((UptimeMs + ms) / 1000) - (UptimeMs / 1000));
        UptimeMs += ms;
        Engine.Tick(UptimeMs);
    }

    public void Connect() => Engine.Connected(UptimeMs);

    public void Disconnect() => Engine.Disconnected(UptimeMs);

    public void ReadChallenge()
    {
        byte[]? frame = Engine.DrawChallenge(UptimeMs);
        Challenge = frame == null ? new byte[ChallengeFrame.Size] : (byte[])frame.Clone();
        _sequence = 0;
    }

    public byte[] Nonce()
    {
        byte[] nonce = new byte[Request.NonceSize];
        nonce[0] = ++_nonce;
        return nonce;
    }

    /// <summary>Makes the next request for the last challenge.</summary>
    public byte[] Make(Command command, Grant? grant, Share? share, byte[] body)
    {
        _sequence++;
        return MakeAs(command, _sequence, grant, share, body);
    }

    public byte[] MakeAs(Command command, ushort sequence, Grant? grant, Share? share, byte[] body)
    {
        byte[]? secret = grant == null ? null : HolderSecret(grant);
        byte[]? shareBytes = share?.ToBytes();
        if (secret != null && shareBytes != null)
            secret = Share.GuestSecret(secret, shareBytes);
        return Request.Build(command, sequence, Nonce(), grant?.ToBytes(), shareBytes, body, secret, Challenge);
    }

    /// <summary>Sends a whole frame in one piece, or in pieces where it is long, and takes the reply.</summary>
    public Status Send(byte[] request) => Send(request, 256);

    /// <summary>Sends a whole frame in the pieces that an MTU allows, and takes the reply.</summary>
    public Status Send(byte[] request, int mtu)
    {
        int count = FrameSplitter.PieceCount(request.Length, mtu);
        for (int i = 0; i < count; i++)
            Engine.Accept(FrameSplitter.Piece(request, request.Length, mtu, i), UptimeMs);
        return TakeReply();
    }

    /// <summary>The bytes that the lock shows as its reply.</summary>
    public byte[] ReplyBytes() => Bytes.Copy(Engine.Reply, 0, Engine.ReplyLength);

    /// <summary>Reads the reply that the lock shows now.</summary>
    public Status TakeReply()
    {
        byte[] bytes = ReplyBytes();
        Assert.IsTrue(Reply.TryRead(bytes, bytes.Length), "a reply of the right form");
        return Reply.Status;
    }

    /// <summary>Sends a request of a key and checks the MAC of the reply.</summary>
    public Status SendProven(byte[] request, byte[] secret)
    {
        Status status = Send(request);
        IsProven = Reply.HasMac(secret, Challenge, request);
        return status;
    }

    /// <summary>Reads a challenge and sends a request with a key.</summary>
    public Status Ask(Command command, Grant grant) => Ask(command, grant, new byte[0]);

    public Status Ask(Command command, Grant grant, byte[] body)
    {
        ReadChallenge();
        return SendProven(Make(command, grant, null, body), HolderSecret(grant));
    }

    public Status AskAsGuest(Command command, Grant grant, Share share) => AskAsGuest(command, grant, share, new byte[0]);

    public Status AskAsGuest(Command command, Grant grant, Share share, byte[] body)
    {
        ReadChallenge();
        return SendProven(Make(command, grant, share, body), Share.GuestSecret(HolderSecret(grant), share.ToBytes()));
    }

    /// <summary>Reads a challenge and sends a request without a key.</summary>
    public Status AskKeyless(Command command, byte[] body)
    {
        ReadChallenge();
        return SendProven(Make(command, null, null, body), Secrets.NoticeSecret);
    }

    /// <summary>Brings the facility's time.</summary>
    public Status SetTime(uint utc)
    {
        ReadChallenge();
        return SendProven(Make(Command.SetTime, null, null, FacilityTime.Make(Secrets.NoticeSecret, Challenge, utc)), Secrets.NoticeSecret);
    }

    public Status Deliver(NoticeBuilder notice) => AskKeyless(Command.Deliver, notice.ToBytes(Secrets.NoticeSecret));

    /// <summary>Gives the lock its identity and commits it.</summary>
    public void Provision(LockConfiguration configuration)
    {
        ProvisionBody identity = NewProvisionBody(_generation, Secrets.LockSecret, configuration);
        identity.LockId = _lockId;
        byte[] body = identity.Seal(SetupSecret, ReadChallengeFrame());
        byte[] provisionSecret = SetupSecrets.Provision(SetupSecret);
        _sequence++;
        byte[] request = Request.Build(Command.Provision, _sequence, Nonce(), null, null, body, provisionSecret, Challenge);
        Assert.AreEqual((int)Status.Ok, (int)SendProven(request, provisionSecret), "provision");
        Grant installer = NewGrant(Rights.Manage);
        installer.IssuedAt = 0;
        installer.LockId = _lockId;
        Assert.AreEqual((int)Status.Ok, (int)Ask(Command.Manage, installer, new byte[] { 1 }), "commit");
        Disconnect();
        Boot();
    }

    public static ProvisionBody NewProvisionBody(ushort generation, byte[] lockSecret, LockConfiguration configuration)
    {
        ProvisionBody body =
            new ProvisionBody { FacilityId = FacilityId, LockId = LockId, Generation = generation, LockSecret = lockSecret };
        byte[] bytes = new byte[configuration.Size];
        configuration.WriteTo(bytes, 0);
        body.Configuration.TryRead(bytes, 0, bytes.Length);
        return body;
    }

    /// <summary>Configures the lock by a Manage key.</summary>
    public void Configure(LockConfiguration configuration) => Configure(NewGrant(Rights.Manage), configuration);

    public void Configure(Grant manager, LockConfiguration configuration)
    {
        byte[] body = new byte[1 + configuration.Size];
        body[0] = 2;
        configuration.WriteTo(body, 1);
        Assert.AreEqual((int)Status.Ok, (int)Ask(Command.Manage, manager, body), "configure");
    }

    /// <summary>Reads an event of the trail.</summary>
    public AuditEvent Event(uint sequence)
    {
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new AuditEvent();
        Assert.AreEqual(1, Board.Read(sequence, record, 0, 1), "the event is there");
        Assert.IsTrue(audit.TryRead(record, 0), "its check value fits");
        return audit;
    }

    public AuditEvent LastEvent() => Event(Head);

    /// <summary>How many events of a kind the trail holds.</summary>
    public int Count(EventKind kind)
    {
        int count = 0;
        for (uint i = Board.Oldest; i <= Board.Head; i++)
        {
            if (Event(i).Kind == kind)
                count++;
        }
        return count;
    }

    private byte[] ReadChallengeFrame()
    {
        ReadChallenge();
        return Challenge;
    }
}
