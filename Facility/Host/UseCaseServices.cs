using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Activity;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Import;
using LockFirmware.Facility.UseCases.Jobs;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Schedules;
using LockFirmware.Facility.UseCases.Settings;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;

namespace LockFirmware.Facility.Host;

/// <summary>Registers the use cases, which pages, phones, the command line and the gateway share.</summary>
internal static class UseCaseServices
{
    /// <summary>Adds the ledgers and the use cases.</summary>
    public static void AddUseCases(this IServiceCollection services)
    {
        services.AddSingleton<GatewaySignal>();
        services.AddScoped<VisitRequests>();
        services.AddScoped<LedgerStore>();
        services.AddScoped<AlertRaiser>();
        services.AddScoped<EventTimes>();
        services.AddScoped<EventBatchStore>();
        services.AddScoped<EntryMaker>();
        services.AddScoped<ChangeRunner>();
        AddKeysAndUsers(services);
        AddUnitsAndEntries(services);
        AddFacility(services);
        AddPhones(services);
    }

    private static void AddKeysAndUsers(IServiceCollection services)
    {
        services.AddScoped<KeyEnds>();
        services.AddScoped<KeyEligibility>();
        services.AddScoped<KeyOutlooks>();
        services.AddScoped<KeyRevocation>();
        services.AddScoped<UnknownKeys>();
        services.AddScoped<HoursRevocation>();
        services.AddScoped<TenancyRaise>();
        services.AddScoped<StatusLearning>();
        services.AddScoped<GenerationLearning>();
        services.AddScoped<UserSearchIndex>();
        services.AddScoped<TextRenewal>();
        services.AddScoped<SignInCodes>();
        services.AddScoped<AccountChanges>();
        services.AddScoped<PhoneChanges>();
        services.AddScoped<UserRecords>();
    }

    private static void AddUnitsAndEntries(IServiceCollection services)
    {
        services.AddScoped<LeaseService>();
        services.AddScoped<LeaseEnds>();
        services.AddScoped<UnitRecords>();
        services.AddScoped<ScheduleChanges>();
        services.AddScoped<EntryRenewal>();
        services.AddScoped<KeyRetirement>();
        services.AddScoped<TrailCheck>();
        services.AddScoped<EntryChange>();
        services.AddScoped<EntryRecords>();
        services.AddScoped<AlertClosing>();
        services.AddScoped<EntitlementChange>();
    }

    private static void AddFacility(IServiceCollection services)
    {
        services.AddScoped<StaffAccounts>();
        services.AddScoped<StaffSessions>();
        services.AddScoped<StaffService>();
        services.AddScoped<AdminRescue>();
        services.AddScoped<SiteSettings>();
        services.AddScoped<ClockConfirmation>();
        services.AddScoped<ActivityRetention>();
        services.AddHostedService<RetentionWorker>();
        services.AddScoped<DatabaseCopy>();
        services.AddScoped<SecretBackup>();
        services.AddScoped<Restoration>();
        services.AddScoped<FacilityImport>();
        services.AddSingleton<SealedBytes>();
        services.AddScoped<JobDoors>();
        services.AddScoped<JobFiles>();
    }

    private static void AddPhones(IServiceCollection services)
    {
        services.AddSingleton<KeyNumbers>();
        services.AddScoped<PhoneSignIn>();
        services.AddScoped<PresenceChallenges>();
        services.AddScoped<PhoneReports>();
        services.AddScoped<SecurityCheck>();
        services.AddScoped<IssueKeys>();
        services.AddScoped<CarryExchange>();
        services.AddScoped<ReportShare>();
        services.AddScoped<AccountOverview>();
    }
}
