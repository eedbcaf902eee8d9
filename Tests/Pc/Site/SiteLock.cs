using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockController.Engine;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>A lock of a site, with the phone at it: its inaccurate clock, its power cuts, and the messages so far.</summary>
internal sealed class SiteLock
{
    public const ushort Generation = 3;

    private const int Mtu = 247;
    private const double DriftMax = 0.0003;

    private readonly SiteClock _truth;
    private readonly int _uptimePpm;
    private readonly HashSet<UInt128> _challenges = [];
    private readonly byte[] _setupSecret = LockRig.Secret(7);
    private readonly Reply _reply = new();
    private long _uptimeMicros;
    private long _setAtMs = -1;
    private long _floorStandsSinceMs;
    private uint _floor;
    private bool _isNearlyRight;

    public SiteLock(uint id, SiteClock truth, Random random, bool isGate)
    {
        Id = id;
        _truth = truth;
        _uptimePpm = random.Next(-100, 101);
        Board = new SiteBoard(random.Next(4) == 0, random.Next(-100, 101));
        Model = new LockModel { OffsetMinutes = 60 * random.Next(-3, 4), GraceMinutes = isGate ? 30 : 0 };
        IsGate = isGate;
        Secrets = new DerivedLockSecrets(LockRig.Secret(1), LockRig.FacilityId, id);
        Trail = new SiteTrail(this);
        Engine = Board.Boot(_setupSecret);
        Provision();
    }

    public uint Id { get; }

    public bool IsGate { get; }

    public SiteBoard Board { get; }

    public LockModel Model { get; }

    public SiteTrail Trail { get; }

    public ILockSecretsSource Secrets { get; }

    public LockSecrets Secret => Secrets.SecretsOf(Generation)!;

    public LockEngine Engine { get; private set; }

    public long UptimeMs => _uptimeMicros / 1000;

    /// <summary>The challenge frame read last, and when.</summary>
    public byte[] Frame { get; private set; } = [];

    public long FrameMs { get; private set; }

    public uint FrameNow { get; private set; }

    /// <summary>The time of the last admission; after a start a time long ago.</summary>
    public long AdmittedMs { get; set; } = -10_000;

    /// <summary>A notice that was sent and not acknowledged.</summary>
    public byte[]? NoticeUnderWay { get; set; }

    /// <summary>A key that should be admitted and whose reply has not come.</summary>
    public SiteKey? AdmissionUnderWay { get; set; }

    /// <summary>The number of power cuts.</summary>
    public int CutCount { get; private set; }

    public bool IsSet => Engine.Clock.Trust == ClockTrust.Set;

    public long FloorAgeSeconds => (UptimeMs - _floorStandsSinceMs) / 1000;

    /// <summary>The facility's configuration of the lock.</summary>
    public LockConfiguration Configuration(int graceMinutes, int clocklessHours)
    {
        LockConfiguration configuration = new() { IsExit = IsGate, ClocklessHours = (ushort)clocklessHours };
        byte[] zone = new byte[ZoneRule.Size];
        ZoneRule.WriteOffsets(zone, 0, Model.OffsetMinutes, Model.OffsetMinutes);
        Assert.IsTrue(configuration.Calendar.Zone.TryRead(zone, 0) && configuration.Calendar.TrySetExitGrace(graceMinutes));
        return configuration;
    }

    /// <summary>Lets true time pass. The lock's own clock runs a little fast or slow.</summary>
    public void Pass(long trueMs)
    {
        _uptimeMicros += (trueMs * 1000) + (trueMs * _uptimePpm / 1000);
        Board.Run(trueMs);
        Engine.Tick(UptimeMs);
        Live();
    }

    /// <summary>Cuts the power and restores it.</summary>
    public void CutPower()
    {
        CutCount++;
        do
        {
            Board.PowerOn();
            _setAtMs = -1;
            Boot();
        }
        while (Board.Files.IsDead);
        Assert.IsFalse(IsSet, "after a power cut nobody knows the time");
        Reconcile();
    }

    /// <summary>Connects a phone and reads a challenge.</summary>
    /// <returns>False if the power failed meanwhile.</returns>
    public bool Visit()
    {
        Leave();
        Engine.Connected(UptimeMs);
        return ReadChallenge();
    }

    public bool ReadChallenge()
    {
        byte[]? frame = Engine.DrawChallenge(UptimeMs);
        if (frame == null || Live())
            return false;
        Frame = (byte[])frame.Clone();
        FrameMs = UptimeMs;
        FrameNow = Bytes.ReadU32(frame, 2);
        Assert.IsTrue(_challenges.Add(MemoryMarshal.Read<UInt128>(frame.AsSpan(ChallengeFrame.ChallengeOffset))),
            "a challenge never repeats");
        CheckTime();
        return true;
    }

    public void Leave() => Engine.Disconnected(UptimeMs);

    /// <summary>Writes a request in pieces.</summary>
    /// <returns>The lock's reply, or null if the power failed.</returns>
    public Reply? Send(byte[] request)
    {
        int count = FrameSplitter.PieceCount(request.Length, Mtu);
        for (int i = 0; i < count; i++)
            Engine.Accept(FrameSplitter.Piece(request, request.Length, Mtu, i), UptimeMs);
        byte[] bytes = Engine.Reply[..Engine.ReplyLength];
        if (Live())
            return null;
        Trail.Watch();
        Assert.IsTrue(_reply.TryRead(bytes, bytes.Length), "a reply of the right form");
        return _reply;
    }

    /// <summary>The lock has seen the issue time of an authentic key or notice.</summary>
    public void SawIssueTime(uint issuedAt, bool wasSet)
    {
        // Both times are rounded to seconds, so the lock's time may be one second later than their sum. Then the lock itself knows.
        long now = FrameNow + ((UptimeMs - FrameMs) / 1000);
        bool mayBeNow = UptimeMs > FrameMs && issuedAt == now + 1;
        if (!wasSet && issuedAt > now && (!mayBeNow || Engine.Clock.FloorAgeSeconds(UptimeMs) == 0))
            _floorStandsSinceMs = UptimeMs;
    }

    /// <summary>The lock has acknowledged a stored lower bound of the time.</summary>
    public void KeepsFloor(uint floor) => _floor = Math.Max(_floor, floor);

    /// <summary>A fresh time is being delivered. It may set a fast clock back; a set clock that is nearly right may stay.</summary>
    public void TimeIsBeingSet()
    {
        _floor = Math.Min(_floor, _truth.Seconds);
        _isNearlyRight = IsSet && Math.Abs(FrameNow - (double)_truth.Seconds) <= 12;
    }

    public void TimeWasSet()
    {
        _setAtMs = _truth.Ms;
        if (!_isNearlyRight)
            _floor = _truth.Seconds;
        Assert.IsTrue(IsSet, "a fresh time always wins");
    }

    /// <summary>Handles a power cut or a reboot that has happened.</summary>
    /// <returns>Whether the power failed.</returns>
    public bool Live()
    {
        if (Board.Files.IsDead)
        {
            CutPower();
            return true;
        }
        if (Board.WantsReboot)
            Boot();
        if (!Board.Files.IsDead)
            return false;
        CutPower();
        return true;
    }

    private void Boot()
    {
        _uptimeMicros = 0;
        AdmittedMs = -10_000;
        Engine = Board.Boot(_setupSecret);
        // The age of the bound continues from the last stored value, which may be up to an hour old.
        _floorStandsSinceMs = -1000L * Engine.Memory.State.FloorAgeSeconds;
    }

    /// <summary>
    /// A set clock is near the true time, a lower bound is below it, and neither is below what the lock has acknowledged as stored.
    /// </summary>
    private void CheckTime()
    {
        // A set clock does not follow steps of 10 s or less at once.
        double drift = 13 + (_setAtMs < 0 ? _truth.Ms - (LockRig.Noon * 1000L) : _truth.Ms - _setAtMs) / 1000.0 * DriftMax;
        double error = FrameNow - (double)_truth.Seconds;
        Assert.IsFalse(IsSet && _setAtMs < 0, "nobody has set the time");
        Assert.IsTrue(IsSet ? Math.Abs(error) <= drift : error <= drift, $"time is wrong by {error} s");
        Assert.IsTrue(IsSet || FrameNow >= _floor, "the lower bound went back");
    }

    /// <summary>After a power cut, what was acknowledged is there, and what was under way is there as a whole or not at all.</summary>
    private void Reconcile()
    {
        LockController.State.LockMemory memory = Engine.Memory;
        if (NoticeUnderWay != null && memory.State.Applied == LockModel.Number(NoticeUnderWay))
            Model.Apply(NoticeUnderWay);
        NoticeUnderWay = null;
        if (AdmissionUnderWay != null && memory.State.Tenancy == AdmissionUnderWay.Grant.Tenancy)
            Model.Admitted(AdmissionUnderWay);
        CheckMemory();
        Trail.AfterCut(AdmissionUnderWay);
        AdmissionUnderWay = null;
    }

    public void CheckMemory()
    {
        LockController.State.LockMemory memory = Engine.Memory;
        Assert.AreEqual(Model.Applied, memory.State.Applied, "applied");
        Assert.AreEqual(Model.Tenancy, memory.State.Tenancy, "tenancy");
        Assert.AreEqual(Model.IsOverlocked, memory.State.Overlocked, "overlock");
        Assert.AreEqual(Model.IsLockdown, memory.State.Lockdown, "lockdown");
        Assert.AreEqual(Model.GraceMinutes, memory.Configuration.Calendar.ExitGraceMinutes, "exit grace");
        Assert.AreEqual(Model.RevocationCount, memory.Revocations.Count, "revocations");
        Assert.AreEqual(Generation, memory.Identity.Generation, "identity");
    }

    private void Provision()
    {
        byte[] secret = SetupSecrets.Provision(_setupSecret);
        ProvisionBody body =
            new() { FacilityId = LockRig.FacilityId, LockId = Id, Generation = Generation, LockSecret = Secret.LockSecret };
        LockConfiguration configuration = Configuration(Model.GraceMinutes, Model.ClocklessHours);
        byte[] bytes = new byte[configuration.Size];
        configuration.WriteTo(bytes, 0);
        Assert.IsTrue(body.Configuration.TryRead(bytes, 0, bytes.Length));
        Visit();
        byte[] sealedBody = body.Seal(_setupSecret, Frame);
        Assert.AreEqual(Status.Ok,
            Send(Request.Build(Command.Provision, 1, new byte[Request.NonceSize], null, null, sealedBody, secret, Frame))?.Status);
        Visit();
        Grant installer = LockRig.NewGrant(Rights.Manage);
        installer.LockId = Id;
        installer.IssuedAt = 0;
        byte[] holderSecret = Grant.HolderSecret(Secret.KeyMinter, installer.ToBytes());
        Assert.AreEqual(Status.Ok,
            Send(Request.Build(Command.Manage, 1, new byte[Request.NonceSize], installer.ToBytes(), null, [1], holderSecret,
                Frame))?.Status);
        Leave();
        Boot();
        Trail.Watch();
    }
}
