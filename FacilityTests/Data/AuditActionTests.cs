using LockFirmware.Facility.Data;

namespace LockFirmware.FacilityTests.Data;

/// <summary>The stored texts of audit actions: records of earlier versions carry them, so none of them changes.</summary>
[TestClass]
public sealed class AuditActionTests
{
    private static readonly string[] Texts =
    [
        "key-issued", "key-refused", "key-shared", "phone-signed-in", "phone-signed-out", "phone-refused",
        "phone-lost", "carried-alert", "code-made", "share-revoked", "user-added", "user-edited",
        "user-erased", "user-deactivated", "user-reactivated", "payment-owed", "payment-received", "hours-changed",
        "hours-made", "hours-edited", "hours-deleted", "unit-made", "unit-edited", "unit-let",
        "moved-out", "lease-end-set", "overlocked", "overlock-lifted", "tenancy-raised", "entry-added",
        "entry-changed", "entry-configured", "hardware-replaced", "identity-renewed", "events-given-up", "lockdown-on",
        "lockdown-off", "alert-closed", "settings-changed", "member-invited", "member-link", "member-renamed",
        "member-permissions", "member-activated", "member-deactivated", "staff-invited", "password-changed", "facility-imported",
        "secret-exported", "secret-restored", "database-restored", "activity-deleted",
        "clock-confirmed", "sign-ins-ended", "keys-retired",
        "unit-deleted", "entry-deleted",
        "job-made", "job-taken-back", "job-ended", "gateway-removed",
    ];

    [TestMethod]
    public void Each_action_has_its_stored_text() =>
        CollectionAssert.AreEqual(Texts, Enum.GetValues<AuditAction>().Select(action => action.Text()).ToArray());
}
