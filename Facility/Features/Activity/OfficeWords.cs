using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>What the office did, in words.</summary>
public static class OfficeWords
{
    private static readonly Dictionary<string, string> Words = new()
    {
        [AuditAction.KeyRefused.Text()] = "a key was refused",
        [AuditAction.PhoneRefused.Text()] = "a signed-out phone called",
        [AuditAction.PhoneLost.Text()] = "a phone was reported lost",
        [AuditAction.CarriedAlert.Text()] = "what a phone brought raised an alert",
        [AuditAction.CodeMade.Text()] = "a sign-in code was created",
        [AuditAction.UserAdded.Text()] = "the user was created",
        [AuditAction.PaymentOwed.Text()] = "rent is owed",
        [AuditAction.PaymentReceived.Text()] = "rent was paid",
        [AuditAction.MovedOut.Text()] = "the tenant moved out",
        [AuditAction.LeaseEndSet.Text()] = "the last day of the lease was set",
        [AuditAction.Overlocked.Text()] = "the unit was overlocked",
        [AuditAction.OverlockLifted.Text()] = "the overlock was lifted",
        [AuditAction.TenancyRaised.Text()] = "the tenancy was raised to that of the lock",
        [AuditAction.EventsGivenUp.Text()] = "missing events were marked as lost",
        [AuditAction.LockdownOn.Text()] = "lockdown",
        [AuditAction.LockdownOff.Text()] = "the lockdown was lifted",
        [AuditAction.MemberLink.Text()] = "the member got a new link",
        [AuditAction.MemberPermissions.Text()] = "the member's permissions were changed",
        [AuditAction.StaffInvited.Text()] = "a link was printed on the console",
        [AuditAction.SecretExported.Text()] = "the facility's secret was exported",
        [AuditAction.SecretRestored.Text()] = "the facility's secret was restored",
        [AuditAction.DatabaseRestored.Text()] = "a copy of the database was restored",
        [AuditAction.ActivityDeleted.Text()] = "old activity was deleted",
        [AuditAction.ClockConfirmed.Text()] = "the clock was confirmed",
        [AuditAction.SignInsEnded.Text()] = "a member signed out everywhere",
        [AuditAction.KeysRetired.Text()] = "all keys of the lock are retired",
        [AuditAction.HardwareReplaced.Text()] = "the hardware was replaced",
        [AuditAction.IdentityRenewed.Text()] = "the lock got a new identity",
        [AuditAction.FacilityImported.Text()] = "a file of lockctl was imported",
        [AuditAction.JobMade.Text()] = "a job file was given out",
        [AuditAction.JobTakenBack.Text()] = "a job file was taken back",
        [AuditAction.JobEnded.Text()] = "a job was ended",
        [AuditAction.GatewayRemoved.Text()] = "a gateway was removed",
        [AuditAction.SettingsChanged.Text()] = "the settings were changed",
        [AuditAction.PasswordChanged.Text()] = "the password was changed",
    };

    /// <summary>The words of a kind of record: "key-issued" is "key issued".</summary>
    public static string Of(string what) => Words.GetValueOrDefault(what) ?? what.Replace('-', ' ');
}
