using System.Text.Json;

namespace LockFirmware.Facility.Data;

/// <summary>What was done, as <see cref="OfficeRecord.What"/> stores it: the name in lower case with dashes, like key-issued.</summary>
/// <remarks>The stored texts must not change, because existing records contain them.</remarks>
public enum AuditAction
{
    /// <summary>A phone got a key.</summary>
    KeyIssued,

    /// <summary>A phone asked for keys and got none.</summary>
    KeyRefused,

    /// <summary>A phone reported that it has shared a key.</summary>
    KeyShared,

    /// <summary>A phone was signed in.</summary>
    PhoneSignedIn,

    /// <summary>A phone was signed out.</summary>
    PhoneSignedOut,

    /// <summary>A signed-out phone called the API.</summary>
    PhoneRefused,

    /// <summary>A phone was reported lost: all phones of the user were signed out and all keys were revoked.</summary>
    PhoneLost,

    /// <summary>A phone brought data from a lock, and the data raised an alert.</summary>
    CarriedAlert,

    /// <summary>A sign-in code for a phone was created.</summary>
    CodeMade,

    /// <summary>A guest was revoked.</summary>
    ShareRevoked,

    /// <summary>A user was created.</summary>
    UserAdded,

    /// <summary>Name or addresses of a user were changed.</summary>
    UserEdited,

    /// <summary>A user was erased.</summary>
    UserErased,

    /// <summary>A user's account was deactivated.</summary>
    UserDeactivated,

    /// <summary>A user's account was reactivated.</summary>
    UserReactivated,

    /// <summary>Rent is owed.</summary>
    PaymentOwed,

    /// <summary>Rent was paid.</summary>
    PaymentReceived,

    /// <summary>A user got other access hours.</summary>
    HoursChanged,

    /// <summary>Access hours were created.</summary>
    HoursMade,

    /// <summary>Access hours were edited.</summary>
    HoursEdited,

    /// <summary>Access hours were deleted.</summary>
    HoursDeleted,

    /// <summary>A unit was created.</summary>
    UnitMade,

    /// <summary>A unit was edited.</summary>
    UnitEdited,

    /// <summary>A unit was let.</summary>
    UnitLet,

    /// <summary>A tenant moved out of a unit.</summary>
    MovedOut,

    /// <summary>The end of a lease was set or removed.</summary>
    LeaseEndSet,

    /// <summary>The office overlocked a unit.</summary>
    Overlocked,

    /// <summary>The office's overlock of a unit was lifted.</summary>
    OverlockLifted,

    /// <summary>A unit's tenancy number was raised to the number that its lock has stored.</summary>
    TenancyRaised,

    /// <summary>A lock was added.</summary>
    EntryAdded,

    /// <summary>Name, kind, building or address of a lock was changed.</summary>
    EntryChanged,

    /// <summary>A lock got another configuration.</summary>
    EntryConfigured,

    /// <summary>The hardware of a lock was replaced.</summary>
    HardwareReplaced,

    /// <summary>A lock got a new identity.</summary>
    IdentityRenewed,

    /// <summary>Missing events of a lock were marked as lost.</summary>
    EventsGivenUp,

    /// <summary>A lock was put into lockdown.</summary>
    LockdownOn,

    /// <summary>The lockdown of a lock was lifted.</summary>
    LockdownOff,

    /// <summary>An alert was closed.</summary>
    AlertClosed,

    /// <summary>Settings of the facility were changed.</summary>
    SettingsChanged,

    /// <summary>A member of the staff was created and invited.</summary>
    MemberInvited,

    /// <summary>A member of the staff got a new link.</summary>
    MemberLink,

    /// <summary>A member of the staff got another name.</summary>
    MemberRenamed,

    /// <summary>A member of the staff got other permissions.</summary>
    MemberPermissions,

    /// <summary>A member of the staff was activated and may sign in again.</summary>
    MemberActivated,

    /// <summary>A member of the staff was deactivated and may no longer sign in.</summary>
    MemberDeactivated,

    /// <summary>The command line created a link for an administrator.</summary>
    StaffInvited,

    /// <summary>A member of the staff changed their own password.</summary>
    PasswordChanged,

    /// <summary>A facility file of lockctl was imported.</summary>
    FacilityImported,

    /// <summary>The facility's secret was exported.</summary>
    SecretExported,

    /// <summary>The facility's secret was restored from an export.</summary>
    SecretRestored,

    /// <summary>A copy of the database was restored.</summary>
    DatabaseRestored,

    /// <summary>Old activity was deleted.</summary>
    ActivityDeleted,

    /// <summary>A member said that the clock is right and was ahead before.</summary>
    ClockConfirmed,

    /// <summary>A member signed out everywhere.</summary>
    SignInsEnded,

    /// <summary>All keys of a lock were retired: the lock gets another secret.</summary>
    KeysRetired,

    /// <summary>A unit was deleted.</summary>
    UnitDeleted,

    /// <summary>An entry was deleted.</summary>
    EntryDeleted,

    /// <summary>A job file was given to an installer.</summary>
    JobMade,

    /// <summary>A job file was taken back.</summary>
    JobTakenBack,

    /// <summary>A job whose file did not come back was ended.</summary>
    JobEnded,

    /// <summary>A gateway that no longer reports was removed.</summary>
    GatewayRemoved,
}

/// <summary>The stored texts of <see cref="AuditAction"/>.</summary>
public static class AuditActionText
{
    /// <summary>The stored text of an action.</summary>
    public static string Text(this AuditAction action) => JsonNamingPolicy.KebabCaseLower.ConvertName(action.ToString());
}
