namespace LockFirmware.KeyCrypto;

/// <summary>
/// What a facility sets in a lock (docs/protocol.md, 6.5): zone rule[14] | version u8 = 1 or 2 | flags u8 | releaseMs u16 |
/// heldOpenSeconds u16 | exitGraceMinutes u16 | clocklessHours u16 | holidayCount u8 | holidays (u16 each).
/// Flags: bit 0 exit, bit 1 relock when the door closes, bit 2 reset by the button inside, from version 2 on bit 3 relock
/// only when the door is closed; the rest zero.
/// </summary>
public sealed class LockConfiguration
{
    /// <summary>The newest version that can be read.</summary>
    public const byte Version = 2;

    /// <summary>Bytes before the holidays.</summary>
    public const int HeaderSize = ZoneRule.Size + 11;

    /// <summary>Bytes of the longest configuration.</summary>
    public const int SizeMax = HeaderSize + (AccessCalendar.HolidaySize * AccessCalendar.HolidayCountMax);

    /// <summary>The shortest time a latch is released, ms.</summary>
    public const int ReleaseMsMin = 500;

    /// <summary>The longest time staff may open without a trusted clock, hours.</summary>
    public const int ClocklessHoursMax = 8760;

    private const int FlagExit = 1;
    private const int FlagRelockOnClose = 2;
    private const int FlagResetButton = 4;
    private const int FlagRelockWhenClosed = 8;
    private const byte FirstVersion = 1;
    private const int FlagsOfFirstVersion = FlagExit | FlagRelockOnClose | FlagResetButton;

    /// <summary>Zone rule, holidays and exit grace.</summary>
    public readonly AccessCalendar Calendar = new AccessCalendar();

    /// <summary>People leave by this lock; only such a lock may have an exit grace.</summary>
    public bool IsExit;

    /// <summary>Secure the latch as soon as the door has closed behind somebody.</summary>
    public bool RelockOnClose;

    /// <summary>The button inside may reset the lock.</summary>
    public bool ResetButton;

    /// <summary>Keep the latch released while the door is open, for at most 15 minutes.</summary>
    public bool RelockWhenClosed;

    /// <summary>How long Unlock releases the latch, 500..65535 ms.</summary>
    public ushort ReleaseMs = 5000;

    /// <summary>After how many seconds an open door is held open; 0 = never.</summary>
    public ushort HeldOpenSeconds = 60;

    /// <summary>For how many hours after its floor staff may open without a trusted clock, 0..8760.</summary>
    public ushort ClocklessHours = 72;

    private byte _version = FirstVersion;

    /// <summary>Bytes of this configuration.</summary>
    public int Size => HeaderSize + (AccessCalendar.HolidaySize * Calendar.HolidayCount);

    /// <summary>Reads a configuration from its exact bytes, and distinguishes a later version from a wrong value.</summary>
    /// <returns>
    /// Ok; SettingsTooNew for a version above <see cref="Version"/>; NotApplicable when a length, range or reserved bit is wrong.
    /// Unless Ok, the object is undefined.
    /// </returns>
    public Status Read(byte[] source, int offset, int length)
    {
        if (length > ZoneRule.Size && source[offset + ZoneRule.Size] > Version)
            return Status.SettingsTooNew;
        return TryRead(source, offset, length) ? Status.Ok : Status.NotApplicable;
    }

    /// <summary>Reads a configuration from its exact bytes.</summary>
    /// <returns>False when a length, range, version or reserved bit is wrong; the object is then undefined.</returns>
    public bool TryRead(byte[] source, int offset, int length)
    {
        if (length < HeaderSize || !Calendar.Zone.TryRead(source, offset))
            return false;
        int at = offset + ZoneRule.Size;
        _version = source[at];
        int flags = source[at + 1];
        int known = _version == FirstVersion ? FlagsOfFirstVersion : FlagsOfFirstVersion | FlagRelockWhenClosed;
        if (_version < FirstVersion || _version > Version || (flags & ~known) != 0)
            return false;
        IsExit = (flags & FlagExit) != 0;
        RelockOnClose = (flags & FlagRelockOnClose) != 0;
        ResetButton = (flags & FlagResetButton) != 0;
        RelockWhenClosed = (flags & FlagRelockWhenClosed) != 0;
        ReleaseMs = Bytes.ReadU16(source, at + 2);
        HeldOpenSeconds = Bytes.ReadU16(source, at + 4);
        int exitGraceMinutes = Bytes.ReadU16(source, at + 6);
        ClocklessHours = Bytes.ReadU16(source, at + 8);
        return Calendar.TrySetExitGrace(exitGraceMinutes)
            && Calendar.TryReadHolidays(source, at + 11, source[at + 10])
            && length == Size
            && ReleaseMs >= ReleaseMsMin && ClocklessHours <= ClocklessHoursMax
            && (IsExit || exitGraceMinutes == 0);
    }

    /// <summary>
    /// Writes the configuration, <see cref="Size"/> bytes, in the version it was read in; a new one in the lowest that can hold
    /// it, so that older firmware takes what it can do.
    /// </summary>
    public void WriteTo(byte[] target, int offset)
    {
        Calendar.Zone.WriteTo(target, offset);
        int at = offset + ZoneRule.Size;
        target[at++] = RelockWhenClosed ? Version : _version;
        target[at++] = (byte)((IsExit ? FlagExit : 0) | (RelockOnClose ? FlagRelockOnClose : 0) | (ResetButton ? FlagResetButton : 0)
            | (RelockWhenClosed ? FlagRelockWhenClosed : 0));
        at = Bytes.WriteU16(target, at, ReleaseMs);
        at = Bytes.WriteU16(target, at, HeldOpenSeconds);
        at = Bytes.WriteU16(target, at, Calendar.ExitGraceMinutes);
        at = Bytes.WriteU16(target, at, ClocklessHours);
        target[at++] = (byte)Calendar.HolidayCount;
        Calendar.WriteHolidays(target, at);
    }
}
