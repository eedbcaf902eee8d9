using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>What a lock tells of itself in the answer to Status (docs/protocol.md, 4.2).</summary>
public sealed class LockStatus
{
    private const int ShortSize = 6;
    private const int FullSize = 44;
    private const int OpensSize = 5;
    private const byte FlagOverlocked = 4;
    private const byte FlagLockdown = 8;
    private const byte FlagHeldOpen = 16;
    private const byte TrustMask = 3;

    private readonly byte[] _body;

    private LockStatus(byte[] body) => _body = body;

    /// <summary>Reads the body of a proven answer.</summary>
    /// <returns>Null when it is not of this form.</returns>
    public static LockStatus? TryRead(byte[] body) =>
        body.Length is ShortSize + OpensSize or FullSize + OpensSize ? new LockStatus(body) : null;

    /// <summary>How far the lock trusts its clock.</summary>
    public ClockTrust Trust => (ClockTrust)(_body[0] & TrustMask);

    /// <summary>The office has overlocked the unit.</summary>
    public bool IsOverlocked => (_body[0] & FlagOverlocked) != 0;

    /// <summary>The site is in lockdown.</summary>
    public bool IsLockdown => (_body[0] & FlagLockdown) != 0;

    /// <summary>The latch is held open (passage mode).</summary>
    public bool IsHeldOpen => (_body[0] & FlagHeldOpen) != 0;

    /// <summary>The door byte: bit 0 latch released, 1 open, 2 jammed, 3 held-open alarm, 4 housing open, 5 fire release, 6 fail-safe.</summary>
    public byte Door => _body[1];

    /// <summary>The lock's time, seconds since 2020-01-01T00:00:00Z: exact, a lower bound, or 0.</summary>
    public uint Now => Bytes.ReadU32(_body, 2);

    /// <summary>Whether what follows was told: the key has right Manage.</summary>
    public bool IsFull => _body.Length == FullSize + OpensSize;

    /// <summary>The version of the firmware.</summary>
    public Version Firmware => new(_body[6], _body[7], _body[8]);

    /// <summary>The generation of the lock's secret.</summary>
    public ushort Generation => Bytes.ReadU16(_body, 9);

    /// <summary>How often the lock has started.</summary>
    public uint BootCount => Bytes.ReadU32(_body, 11);

    /// <summary>Since when it runs, seconds.</summary>
    public uint UptimeSeconds => Bytes.ReadU32(_body, 15);

    /// <summary>The highest tenancy it has seen.</summary>
    public ushort Tenancy => Bytes.ReadU16(_body, 19);

    /// <summary>The last notice it has applied.</summary>
    public uint Applied => Bytes.ReadU32(_body, 21);

    /// <summary>The oldest event it still has.</summary>
    public uint Oldest => Bytes.ReadU32(_body, 25);

    /// <summary>Its newest event.</summary>
    public uint Head => Bytes.ReadU32(_body, 29);

    /// <summary>The facility has all events up to here, as far as the lock was told.</summary>
    public uint Synced => Bytes.ReadU32(_body, 33);

    /// <summary>How many entries its revocation table has.</summary>
    public byte RevocationCount => _body[37];

    /// <summary>Minutes that it adds to UTC.</summary>
    public short ZoneOffsetMinutes => (short)Bytes.ReadU16(_body, 38);

    /// <summary>When its offset changes next, seconds since 2020-01-01T00:00:00Z; 0 for never.</summary>
    public uint NextChange => Bytes.ReadU32(_body, 40);

    /// <summary>What Unlock with this key would be answered now.</summary>
    public Status Opens => (Status)_body[^5];

    /// <summary>With Ok until when, with OutsideHours the next opening; 0 for none. Seconds since 2020-01-01T00:00:00Z.</summary>
    public uint Until => Bytes.ReadU32(_body, _body.Length - 4);
}
