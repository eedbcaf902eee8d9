using System;
using System.Collections.Generic;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.PowerCut;

/// <summary>
/// One random life of a lock, the same for the same seed: admissions, refusals, notices, clock, idle time, reboots, reset and
/// a new identity. Every fourth begins with a full table of revocations, every fourth with a trail about to overwrite its
/// oldest events. It ends at its last step or when the power goes.
/// </summary>
internal sealed class Life
{
    private const uint FacilityId = 5;
    private const uint LockId = 77;
    private const int Mtu = 256;

    private readonly int _seed;
    private readonly Random _random;
    private readonly bool _hasFullTable;
    private readonly int _writesBefore;
    private readonly byte[] _setupSecret = LockRig.Secret(3);
    private readonly Reply _reply = new();
    private LockEngine _engine;
    private LockSecrets _secrets = new(new byte[Hmac.HashSize]);
    private byte[] _challenge = new byte[ChallengeFrame.Size];
    private long _uptimeMs;
    private uint _utc = LockRig.Noon;
    private ushort _sequence;
    private readonly SortedSet<EventKind> _itemEvents = [];
    private uint _keyId;
    private uint _revokedKey;
    private uint _noticeNumber;
    private ushort _highestGeneration;
    private LifeModel.Settings _settings = new(false, 5000, 0, 0, 0);

    /// <summary>A new lock.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="cutAt">The write at which the power goes, from 1; 0 for never.</param>
    public Life(int seed, int cutAt = 0)
    {
        _seed = seed;
        _random = new Random(seed);
        _hasFullTable = seed % 4 == 0;
        if (seed % 4 == 1)
            Model.EventsBefore = FullTrail.Fill(Board.Files, 10 + (seed % 40));
        _writesBefore = Board.Files.WriteCount;
        Board.Files.CutAt = cutAt == 0 ? 0 : _writesBefore + cutAt;
        _engine = Board.Boot(_setupSecret);
        _engine.Connected(0);
    }

    /// <summary>A life that was cut, with something else left of the write at which the power went.</summary>
    /// <param name="cut">The power went, and its file is as it was.</param>
    /// <param name="remains">What is left of that write, see TornFiles.</param>
    public Life(Life cut, int remains)
    {
        _seed = cut._seed;
        _random = new Random(cut._seed);
        _hasFullTable = cut._hasFullTable;
        _writesBefore = cut._writesBefore;
        Board = new FileBoard(cut.Board.Files.Fork(remains));
        Model = cut.Model.Fork();
        IsFillingTable = cut.IsFillingTable;
        _engine = cut._engine;
        _secrets = cut._secrets;
        _challenge = cut._challenge;
        _uptimeMs = cut._uptimeMs;
        _utc = cut._utc;
        _sequence = cut._sequence;
        _keyId = cut._keyId;
        _revokedKey = cut._revokedKey;
        _noticeNumber = cut._noticeNumber;
        _highestGeneration = cut._highestGeneration;
        _settings = cut._settings;
    }

    public FileBoard Board { get; } = new(new TornFiles());

    public LifeModel Model { get; } = new();

    /// <summary>How many writes this life has made.</summary>
    public int WriteCount => Board.Files.WriteCount - _writesBefore;

    public LockMemory Memory => _engine.Memory;

    /// <summary>The power failed while the test filled the table, before any notice.</summary>
    public bool IsFillingTable { get; private set; }

    private bool IsDead => Board.Files.IsDead;

    /// <summary>Takes a number of steps, or stops when the power fails.</summary>
    public void Run(int steps)
    {
        Provision();
        if (_hasFullTable)
            FillRevocations();
        for (int i = 0; i < steps && !IsDead; i++)
        {
            Step();
            if (Board.WantsReboot && !IsDead)
                Reboot();
        }
    }

    /// <summary>The power comes back.</summary>
    public void Restart()
    {
        Board.Files.PowerOn();
        Board.Seconds = 0;
        Boot();
    }

    /// <summary>Makes the lock usable again as its installer would, and opens it once.</summary>
    public void Epilogue()
    {
        if (!Memory.Identity.IsProvisioned)
        {
            _highestGeneration = Math.Max(_highestGeneration, Memory.State.HighestGeneration);
            Provision();
        }
        else
        {
            _secrets = SecretsOf(Memory.Identity.Generation);
        }
        SetTime();
        _settings = new LifeModel.Settings(Memory.State.Overlocked, Memory.Configuration.ReleaseMs, Memory.State.Tenancy,
            Memory.Revocations.Count, Memory.State.Synced);
        Unlock();
        Assert.AreEqual(0u, Model.AdmissionUnderWay, "the lock works after the cut");
    }

    private void Step()
    {
        switch (_random.Next(20))
        {
            case < 7:
                Unlock();
                break;
            case < 9:
                Ask(Command.Unlock, NewGrant(Rights.Unlock, expired: true), []);
                break;
            case < 13:
                DeliverNotice();
                break;
            case < 14:
                SetTime();
                break;
            case < 17:
                Advance(1000 * _random.Next(1, 70));
                break;
            case < 18:
                Ask(Command.ReadEvents, NewGrant(Rights.ReadEvents), [1, 0, 0, 0]);
                break;
            case < 19:
                Reboot();
                break;
            default:
                ResetAndProvision();
                break;
        }
    }

    private void Unlock()
    {
        Advance(1100);
        Grant grant = NewGrant(Rights.Unlock | Rights.OverrideOverlock);
        if (_random.Next(5) == 0)
            grant.Tenancy = (ushort)(_settings.Tenancy + 1);
        Model.AdmissionUnderWay = grant.KeyId;
        Model.TenancyUnderWay = grant.Tenancy;
        Status? status = Ask(Command.Unlock, grant, []);
        if (status == null)
            return;
        if (status == Status.Ok)
            Model.Admitted.Add(grant.KeyId);
        Assert.IsTrue(IsDead || status == Status.Ok, $"a valid key opens: {status}");
        if (status != Status.Ok)
            return;
        Model.AdmissionUnderWay = 0;
        Model.TenancyUnderWay = 0;
        if (grant.Tenancy == 0)
            return;
        _settings = _settings with { Tenancy = grant.Tenancy };
        Model.Expect(Model.Generation, Model.Applied, _settings);
    }

    /// <summary>Fills the table of revocations, as after years of use, with keys that are never used.</summary>
    private void FillRevocations()
    {
        for (uint key = 1; key <= RevocationTable.CountMax; key++)
            Memory.Revocations.Add(NoticeItemKind.RevokeKey, 2_000_000 + key, 0, key, uint.MaxValue, 0);
        IsFillingTable = true;
        if (!Memory.SaveAll() || IsDead)
            return;
        IsFillingTable = false;
        _settings = _settings with { Revocations = RevocationTable.CountMax };
        Model.Expect(Model.Generation, Model.Applied, _settings);
    }

    private void DeliverNotice()
    {
        uint number = ++_noticeNumber;
        NoticeBuilder notice = new(LockId, number, Model.Applied, _utc);
        LifeModel.Settings settings = _settings;
        _itemEvents.Clear();
        for (int items = _random.Next(1, 4); items > 0; items--)
            settings = AddItem(notice, settings);
        Model.Expect(Model.Generation, number, settings);
        Model.NoticeEvents[number] = [EventKind.NoticeApplied, .. _itemEvents];
        Model.NoticeUnderWay = number;
        Status? status = AskKeyless(Command.Deliver, notice.ToBytes(_secrets.NoticeSecret));
        if (status != Status.Ok)
            return;
        _settings = settings;
        Model.Applied = number;
        Model.NoticeUnderWay = 0;
    }

    private LifeModel.Settings AddItem(NoticeBuilder notice, LifeModel.Settings settings)
    {
        switch (_random.Next(5))
        {
            case 0:
                notice.Overlock(!settings.Overlocked);
                return settings with { Overlocked = !settings.Overlocked };
            case 1:
                notice.Tenancy((ushort)(settings.Tenancy + 1));
                return settings with { Tenancy = (ushort)(settings.Tenancy + 1) };
            case 2:
                LockConfiguration configuration = new() { ReleaseMs = (ushort)(1000 + _random.Next(9000)) };
                notice.Configuration(configuration);
                _itemEvents.Add(EventKind.ConfigurationChanged);
                return settings with { ReleaseMs = configuration.ReleaseMs };
            case 3:
                // In a full trail only some events of the oldest segment, so that not all events that are removed with it are stored.
                uint stored = Model.EventsBefore > 0 ? (uint)_random.Next(1, 200) : Board.Events.Head;
                notice.EventsStored(stored);
                return settings with { Synced = Math.Max(settings.Synced, stored) };
            default:
                // Of a key that is never used, so that no admission becomes a refusal.
                notice.RevokeKey(1_000_000 + ++_revokedKey, uint.MaxValue);
                if (settings.Revocations == RevocationTable.CountMax)
                {
                    _itemEvents.Add(EventKind.RevocationOverflow);
                    return settings;
                }
                return settings with { Revocations = settings.Revocations + 1 };
        }
    }

    private void ResetAndProvision()
    {
        if (Model.Generation == 0)
            return;
        Model.GenerationUnderWay = 0;
        Model.ChangeUnderWay = (EventKind.Reset, Model.Generation);
        if (Ask(Command.Provision, NewGrant(Rights.Provision), []) != Status.Ok)
            return;
        Model.Acknowledge();
        Model.Generation = 0;
        Model.GenerationUnderWay = null;
        Reboot();
        Provision();
    }

    private void Provision()
    {
        ushort generation = ++_highestGeneration;
        LockSecrets secrets = SecretsOf(generation);
        if (!ReadChallenge())
            return;
        ProvisionBody body =
            new() { FacilityId = FacilityId, LockId = LockId, Generation = generation, LockSecret = (byte[])secrets.LockSecret.Clone() };
        byte[] provisionSecret = SetupSecrets.Provision(_setupSecret);
        byte[] request =
            Request.Build(Command.Provision, ++_sequence, new byte[Request.NonceSize], null, null, body.Seal(_setupSecret, _challenge),
                provisionSecret, _challenge);
        if (Send(request, provisionSecret) != Status.Ok)
            return;
        _secrets = secrets;
        Model.GenerationUnderWay = generation;
        Model.ChangeUnderWay = (EventKind.Provisioned, generation);
        Model.Expect(generation, Memory.State.Applied, new LifeModel.Settings(false, 5000, 0, 0, _settings.Synced));
        if (Ask(Command.Manage, NewGrant(Rights.Manage), [1]) != Status.Ok)
            return;
        Model.Acknowledge();
        _settings = Model.Expected(generation, Memory.State.Applied);
        Model.Generation = generation;
        Model.GenerationUnderWay = null;
        Reboot();
        SetTime();
    }

    private void SetTime()
    {
        if (!ReadChallenge())
            return;
        // In less than an hour a set clock does not follow a step of 10 s or less.
        bool makesEvent = _engine.Clock.Trust != ClockTrust.Set || Math.Abs(_engine.Clock.Now(_uptimeMs) - (double)_utc) > 10;
        Model.ChangeUnderWay = makesEvent ? (EventKind.ClockSet, _utc) : null;
        if (Send(Make(Command.SetTime, null, FacilityTime.Make(_secrets.NoticeSecret, _challenge, _utc)), _secrets.NoticeSecret)
            == Status.Ok)
            Model.Acknowledge();
    }

    private void Reboot()
    {
        if (IsDead)
            return;
        _engine.Reboot(BootReason.Requested, _uptimeMs);
        if (!IsDead)
            Boot();
    }

    private void Boot()
    {
        _uptimeMs = 0;
        _engine = Board.Boot(_setupSecret);
        _engine.Connected(0);
    }

    private void Advance(long ms)
    {
        for (long left = ms; left > 0 && !IsDead; left -= 500)
        {
            _uptimeMs += 500;
            _engine.Tick(_uptimeMs);
        }
        _utc += (uint)(ms / 1000);
        if (Board.Seconds != 0)
            Board.Seconds += (uint)(ms / 1000);
    }

    private Grant NewGrant(Rights rights, bool expired = false)
    {
        Grant grant = new()
        {
            FacilityId = FacilityId,
            LockId = LockId,
            KeyId = ++_keyId,
            HolderId = 1,
            IssuedAt = _utc - 60,
            NotBefore = _utc - LockRig.Day,
            NotAfter = expired ? _utc - 1 : _utc + LockRig.Day,
            Rights = rights | Rights.OpenWithoutClock,
        };
        grant.Windows.TryRead(LockRig.Always(), 0, 1);
        return grant;
    }

    private static LockSecrets SecretsOf(ushort generation) =>
        new(LockSecrets.DeriveLockSecret(LockRig.Secret(1), FacilityId, LockId, generation));

    private bool ReadChallenge()
    {
        byte[]? frame = _engine.DrawChallenge(_uptimeMs);
        if (frame == null)
            return false;
        _challenge = (byte[])frame.Clone();
        _sequence = 0;
        string challenge = Convert.ToHexString(_challenge, ChallengeFrame.ChallengeOffset, ChallengeFrame.ChallengeSize);
        Assert.IsTrue(Model.Challenges.Add(challenge), "a challenge never comes twice, even with constant entropy");
        return true;
    }

    private byte[] Make(Command command, Grant? grant, byte[] body)
    {
        byte[]? secret = grant == null ? null : Grant.HolderSecret(_secrets.KeyMinter, grant.ToBytes());
        return Request.Build(command, ++_sequence, new byte[Request.NonceSize], grant?.ToBytes(), null, body, secret, _challenge);
    }

    private Status? Ask(Command command, Grant grant, byte[] body) =>
        ReadChallenge() ? Send(Make(command, grant, body), Grant.HolderSecret(_secrets.KeyMinter, grant.ToBytes())) : null;

    private Status? AskKeyless(Command command, byte[] body) =>
        ReadChallenge() ? Send(Make(command, null, body), _secrets.NoticeSecret) : null;

    /// <summary>The reply that the phone believes; null if the power failed before it or the lock did not prove itself.</summary>
    private Status? Send(byte[] request, byte[] secret)
    {
        if (IsDead)
            return null;
        int count = FrameSplitter.PieceCount(request.Length, Mtu);
        for (int i = 0; i < count; i++)
            _engine.Accept(FrameSplitter.Piece(request, request.Length, Mtu, i), _uptimeMs);
        byte[] bytes = _engine.Reply[.._engine.ReplyLength];
        if (IsDead || !_reply.TryRead(bytes, bytes.Length) || !_reply.HasMac(secret, _challenge, request))
            return null;
        return _reply.Status;
    }
}
