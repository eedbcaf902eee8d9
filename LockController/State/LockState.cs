using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.State;

/// <summary>
/// Counters, and what the facility has set. Record: version u8 = 3 |
/// bootCount u32 | floor u32 | applied u32 | synced u32 | tenancy u16 | highestGeneration u16 | flags u8 (bit 0
/// overlocked, bit 1 lockdown) | nextBootReason u8 | floorAgeSeconds u32 | a mark for each record (<see cref="SetMark"/>) |
/// <see cref="PendingEvents"/>. Version 2 has no marks; version 1 ends before them.
/// </summary>
public sealed class LockState
{
    /// <summary>The version of the record; earlier versions can be read.</summary>
    public const byte Version = 3;

    private const int FixedSize = 27;
    private const int MarksEnd = FixedSize + RecordIds.Count;
    private const byte VersionWithMarks = 3;
    private const uint MarkCount = 255;
    private const int FlagOverlocked = 1;
    private const int FlagLockdown = 2;

    /// <summary>The number of boots.</summary>
    public uint BootCount;

    /// <summary>A time that has certainly passed: seconds since 2020-01-01T00:00:00Z.</summary>
    public uint Floor;

    /// <summary>How long the lock has run without a set clock or a key that proved a later time, seconds.</summary>
    public uint FloorAgeSeconds;

    /// <summary>The number of the last notice applied.</summary>
    public uint Applied;

    /// <summary>The facility has stored all events up to this sequence number.</summary>
    public uint Synced;

    /// <summary>The highest tenancy number of an admitted key or a notice.</summary>
    public ushort Tenancy;

    /// <summary>The highest generation this lock has had.</summary>
    public ushort HighestGeneration;

    /// <summary>The facility has overlocked the unit.</summary>
    public bool Overlocked;

    /// <summary>The site is in lockdown.</summary>
    public bool Lockdown;

    /// <summary>The reason that the next boot will record.</summary>
    public BootReason NextBootReason;

    /// <summary>Events of stored changes that may not be in the trail yet.</summary>
    public readonly PendingEvents PendingEvents = new PendingEvents();

    /// <summary>Reads the state from its record.</summary>
    /// <returns>False when the record has another format; the object is then unchanged.</returns>
    public bool TryRead(byte[] record)
    {
        bool isFirst = record.Length == FixedSize && record[0] == 1;
        if (!isFirst && (record.Length <= FixedSize || record[0] < 2 || record[0] > Version
            || !PendingEvents.TryRead(record, HasMarks(record) ? MarksEnd : FixedSize)))
            return false;
        if (isFirst)
            PendingEvents.Clear();
        BootCount = Bytes.ReadU32(record, 1);
        Floor = Bytes.ReadU32(record, 5);
        Applied = Bytes.ReadU32(record, 9);
        Synced = Bytes.ReadU32(record, 13);
        Tenancy = Bytes.ReadU16(record, 17);
        HighestGeneration = Bytes.ReadU16(record, 19);
        Overlocked = (record[21] & FlagOverlocked) != 0;
        Lockdown = (record[21] & FlagLockdown) != 0;
        NextBootReason = (BootReason)record[22];
        FloorAgeSeconds = Bytes.ReadU32(record, 23);
        return true;
    }

    /// <summary>The record.</summary>
    public byte[] ToRecord()
    {
        byte[] record = new byte[MarksEnd + PendingEvents.Size];
        record[0] = Version;
        int at = Bytes.WriteU32(record, 1, BootCount);
        at = Bytes.WriteU32(record, at, Floor);
        at = Bytes.WriteU32(record, at, Applied);
        at = Bytes.WriteU32(record, at, Synced);
        at = Bytes.WriteU16(record, at, Tenancy);
        at = Bytes.WriteU16(record, at, HighestGeneration);
        record[at++] = (byte)((Overlocked ? FlagOverlocked : 0) | (Lockdown ? FlagLockdown : 0));
        record[at++] = (byte)NextBootReason;
        Bytes.WriteU32(record, at, FloorAgeSeconds);
        PendingEvents.WriteTo(record, MarksEnd);
        return record;
    }

    /// <summary>Writes into a state's record which sequence number another record has: 0 for none, else 1 to 255 in turn.</summary>
    /// <param name="record">What <see cref="ToRecord"/> made.</param>
    /// <param name="id">The other record, a <see cref="RecordId"/>.</param>
    /// <param name="sequence">Its sequence number as it will be stored.</param>
    public static void SetMark(byte[] record, int id, uint sequence) => record[FixedSize + id] = Mark(id, sequence);

    /// <summary>Whether another record has the sequence number that a state's record says.</summary>
    internal static bool HasMark(byte[] record, int id, uint sequence) =>
        !HasMarks(record) || record[FixedSize + id] == Mark(id, sequence);

    private static bool HasMarks(byte[] record) => record[0] >= VersionWithMarks;

    /// <summary>The state's record has no mark of itself.</summary>
    private static byte Mark(int id, uint sequence) =>
        (byte)(sequence == 0 || id == (int)RecordId.State ? 0 : 1 + (sequence % MarkCount));
}
