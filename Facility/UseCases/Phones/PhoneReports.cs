using System.ComponentModel.DataAnnotations;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>What a phone says of itself, for the person in the office who helps on the telephone.</summary>
public sealed class ReportRequest
{
    private const string Complaint = "A version has at most 40 characters, the words of a refusal at most 200.";
    private const int VersionLengthMax = 40;
    private const int RefusalLengthMax = 200;

    /// <summary>The version of the app, 1..40 characters.</summary>
    [TypedName(1, VersionLengthMax, ErrorMessage = Complaint)]
    public required string AppVersion { get; init; }

    /// <summary>The last refusal at a door as the app told it, at most 200 characters; absent for none.</summary>
    [MaxLength(RefusalLengthMax, ErrorMessage = Complaint)]
    public string? Refusal { get; init; }

    /// <summary>When it was refused, seconds since 2020-01-01T00:00:00Z; absent for never.</summary>
    public long? RefusedAt { get; init; }
}

/// <summary>Stores what phones say of themselves. Nothing is decided by it.</summary>
internal sealed class PhoneReports(FacilityDb db, FacilityClock clock)
{
    /// <summary>Stores it in place of what the phone said before.</summary>
    public Task StoreAsync(PhoneCaller caller, ReportRequest request)
    {
        string version = Plain(request.AppVersion)!;
        string? refusal = Plain(request.Refusal);
        long? at = refusal == null ? null : Math.Clamp(request.RefusedAt ?? clock.Now, 0, clock.Now);
        return db.Devices.Where(row => row.Id == caller.DeviceId && row.UserId == caller.UserId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.AppVersion, version).SetProperty(row => row.Refusal, refusal)
                .SetProperty(row => row.RefusedAt, at));
    }

    // Not every database can store a control character.
    private static string? Plain(string? text) => text == null ? null : string.Concat(text.Where(letter => !char.IsControl(letter)));
}
