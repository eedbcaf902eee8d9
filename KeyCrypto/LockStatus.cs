namespace LockFirmware.KeyCrypto;

/// <summary>
/// The body of the reply to Status (docs/protocol.md, 4.2): state u8 | door u8 | now u32; for a key with right Manage then firmware
/// version 3 x u8 | generation u16 | bootCount u32 | uptimeSeconds u32 | tenancy u16 | applied u32 | oldest u32 | head u32 | synced u32 |
/// revocationCount u8 | zoneOffset i16 | nextChange u32; at the end of both opens u8 | until u32.
/// </summary>
public sealed class LockStatus
{
    /// <summary>Bytes for a key without right Manage.</summary>
    public const int ShortSize = 11;

    /// <summary>Bytes for a key with right Manage.</summary>
    public const int FullSize = 49;

    /// <summary>Clock trust, overlock, lockdown and passage mode, see <see cref="StateByte"/>.</summary>
    public byte State;

    /// <summary>Latch and door.</summary>
    public DoorFlags Door;

    /// <summary>The lock's time, seconds since 2020-01-01T00:00:00Z: exact, a lower bound, or 0.</summary>
    public uint Now;

    /// <summary>
    /// Whether the body has the part for a key with right Manage: the fields from <see cref="Firmware"/> to
    /// <see cref="NextChange"/>.
    /// </summary>
    public bool IsFull;

    /// <summary>The version of the firmware, see <see cref="FirmwareNumber"/>.</summary>
    public uint Firmware;

    /// <summary>The generation of the lock's secret.</summary>
    public ushort Generation;

    /// <summary>How often the lock has started.</summary>
    public uint BootCount;

    /// <summary>Seconds since the last start.</summary>
    public uint UptimeSeconds;

    /// <summary>The highest tenancy number that the lock has seen.</summary>
    public ushort Tenancy;

    /// <summary>The number of the last notice that the lock has applied.</summary>
    public uint Applied;

    /// <summary>The sequence number of the oldest event that the lock still has.</summary>
    public uint Oldest;

    /// <summary>The sequence number of the newest event.</summary>
    public uint Head;

    /// <summary>The facility has stored all events up to this number, as far as the lock was told.</summary>
    public uint Synced;

    /// <summary>How many entries the revocation table has.</summary>
    public byte RevocationCount;

    /// <summary>Minutes that the lock adds to UTC, -1440..1440.</summary>
    public short ZoneOffsetMinutes;

    /// <summary>When this offset changes next, seconds since 2020-01-01T00:00:00Z; 0 for never.</summary>
    public uint NextChange;

    /// <summary>The status that Unlock with this key would be answered now.</summary>
    public Status Opens;

    /// <summary>With Ok until when, with OutsideHours the next opening, seconds since 2020-01-01T00:00:00Z; 0 for none.</summary>
    public uint Until;

    /// <summary>How far the lock trusts its clock.</summary>
    public ClockTrust Trust => StateByte.Trust(State);

    /// <summary>Whether the unit is overlocked.</summary>
    public bool IsOverlocked => StateByte.IsOverlocked(State);

    /// <summary>Whether the site is in lockdown.</summary>
    public bool IsLockdown => StateByte.IsLockdown(State);

    /// <summary>Whether the latch is held open (passage mode).</summary>
    public bool IsHeldOpen => StateByte.IsHeldOpen(State);

    /// <summary>Reads the body.</summary>
    /// <returns>False when the length is none of the two; the object is then as it was.</returns>
    public bool TryRead(byte[] body)
    {
        if (body.Length != ShortSize && body.Length != FullSize)
            return false;
        IsFull = body.Length == FullSize;
        State = body[0];
        Door = (DoorFlags)body[1];
        Now = Bytes.ReadU32(body, 2);
        if (IsFull)
            ReadFullPart(body);
        Opens = (Status)body[body.Length - 5];
        Until = Bytes.ReadU32(body, body.Length - 4);
        return true;
    }

    /// <summary>Writes the body.</summary>
    /// <param name="target">Holds at least <see cref="FullSize"/> bytes from the offset.</param>
    /// <param name="offset">Where to write.</param>
    /// <returns>Bytes of the body.</returns>
    public int WriteTo(byte[] target, int offset)
    {
        target[offset] = State;
        target[offset + 1] = (byte)Door;
        int at = Bytes.WriteU32(target, offset + 2, Now);
        if (IsFull)
            at = WriteFullPart(target, at);
        target[at++] = (byte)Opens;
        return Bytes.WriteU32(target, at, Until) - offset;
    }

    private void ReadFullPart(byte[] body)
    {
        Firmware = FirmwareNumber.Read(body, 6);
        Generation = Bytes.ReadU16(body, 9);
        BootCount = Bytes.ReadU32(body, 11);
        UptimeSeconds = Bytes.ReadU32(body, 15);
        Tenancy = Bytes.ReadU16(body, 19);
        Applied = Bytes.ReadU32(body, 21);
        Oldest = Bytes.ReadU32(body, 25);
        Head = Bytes.ReadU32(body, 29);
        Synced = Bytes.ReadU32(body, 33);
        RevocationCount = body[37];
        ZoneOffsetMinutes = (short)Bytes.ReadU16(body, 38);
        NextChange = Bytes.ReadU32(body, 40);
    }

    private int WriteFullPart(byte[] target, int at)
    {
        at = FirmwareNumber.Write(target, at, Firmware);
        at = Bytes.WriteU16(target, at, Generation);
        at = Bytes.WriteU32(target, at, BootCount);
        at = Bytes.WriteU32(target, at, UptimeSeconds);
        at = Bytes.WriteU16(target, at, Tenancy);
        at = Bytes.WriteU32(target, at, Applied);
        at = Bytes.WriteU32(target, at, Oldest);
        at = Bytes.WriteU32(target, at, Head);
        at = Bytes.WriteU32(target, at, Synced);
        target[at++] = RevocationCount;
        at = Bytes.WriteU16(target, at, ZoneOffsetMinutes);
        return Bytes.WriteU32(target, at, NextChange);
    }
}
