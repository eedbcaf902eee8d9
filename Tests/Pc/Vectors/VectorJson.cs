using System;
using System.Text.Json.Nodes;
using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>The form of inputs and values in the vectors: bytes in hex, numbers as numbers, times as seconds since 2020.</summary>
internal static class VectorJson
{
    internal static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    internal static JsonObject Of(Grant grant) => new()
    {
        ["facilityId"] = grant.FacilityId,
        ["lockId"] = grant.LockId,
        ["keyId"] = grant.KeyId,
        ["holderId"] = grant.HolderId,
        ["issuedAt"] = grant.IssuedAt,
        ["notBefore"] = grant.NotBefore,
        ["notAfter"] = grant.NotAfter,
        ["tenancy"] = grant.Tenancy,
        ["rights"] = (int)grant.Rights,
        ["windows"] = Of(grant.Windows),
    };

    internal static JsonObject Of(Share share) => new()
    {
        ["guestId"] = share.GuestId,
        ["notAfter"] = share.NotAfter,
        ["rights"] = (int)share.Rights,
        ["windows"] = Of(share.Windows),
    };

    internal static JsonObject Of(LockConfiguration configuration)
    {
        ZoneRule zone = configuration.Calendar.Zone;
        byte[] holidayBytes = new byte[AccessCalendar.HolidaySize * AccessCalendar.HolidayCountMax];
        configuration.Calendar.WriteHolidays(holidayBytes, 0);
        JsonArray holidays = [];
        for (int i = 0; i < configuration.Calendar.HolidayCount; i++)
            holidays.Add((int)Bytes.ReadU16(holidayBytes, i * AccessCalendar.HolidaySize));
        return new JsonObject
        {
            ["standardOffset"] = zone.StandardOffset,
            ["daylightOffset"] = zone.DaylightOffset,
            ["toDaylight"] = Change(zone.ToDaylightMonth, zone.ToDaylightWeek, zone.ToDaylightWeekday, zone.ToDaylightMinute),
            ["toStandard"] = Change(zone.ToStandardMonth, zone.ToStandardWeek, zone.ToStandardWeekday, zone.ToStandardMinute),
            ["exit"] = configuration.IsExit,
            ["relockOnClose"] = configuration.RelockOnClose,
            ["resetButton"] = configuration.ResetButton,
            ["releaseMs"] = configuration.ReleaseMs,
            ["heldOpenSeconds"] = configuration.HeldOpenSeconds,
            ["exitGraceMinutes"] = configuration.Calendar.ExitGraceMinutes,
            ["clocklessHours"] = configuration.ClocklessHours,
            ["holidays"] = holidays,
        };
    }

    internal static JsonObject Of(AuditEvent audit) => new()
    {
        ["time"] = audit.Time,
        ["kind"] = (int)audit.Kind,
        ["trust"] = (int)audit.Trust,
        ["reason"] = audit.Reason,
        ["keyId"] = audit.KeyId,
        ["detail"] = audit.Detail,
    };

    private static JsonArray Of(AccessWindows windows)
    {
        JsonArray array = [];
        for (int i = 0; i < windows.Count; i++)
            array.Add(new JsonObject { ["days"] = windows.Days(i), ["start"] = windows.Start(i), ["end"] = windows.End(i) });
        return array;
    }

    private static JsonObject Change(int month, int week, int weekday, int minute) =>
        new() { ["month"] = month, ["week"] = week, ["weekday"] = weekday, ["minute"] = minute };
}
