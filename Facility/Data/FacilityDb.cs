using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace LockFirmware.Facility.Data;

/// <summary>The facility's database: SQLite or PostgreSQL, with the same migrations.</summary>
/// <remarks>
/// All times are seconds since 2020-01-01T00:00:00Z, as in keys and events, so that both databases sort and compare them alike.
/// </remarks>
public sealed class FacilityDb(DbContextOptions<FacilityDb> options) : DbContext(options)
{
    // A start after an upgrade computes the keys; until then they are empty.
    private const string HasNameKey = "\"NameKey\" <> ''";

    /// <summary>The facility: one row.</summary>
    public DbSet<SiteRow> Sites => Set<SiteRow>();

    /// <summary>The staff.</summary>
    public DbSet<StaffMember> Staff => Set<StaffMember>();

    /// <summary>The sign-ins of the staff.</summary>
    public DbSet<StaffSession> StaffSessions => Set<StaffSession>();

    /// <summary>The counts of wrong passwords.</summary>
    public DbSet<SignInTry> SignInTries => Set<SignInTry>();

    /// <summary>Users.</summary>
    public DbSet<User> Users => Set<User>();

    /// <summary>The words that a search for users compares.</summary>
    public DbSet<UserWord> UserWords => Set<UserWord>();

    /// <summary>Phones.</summary>
    public DbSet<Device> Devices => Set<Device>();

    /// <summary>Sign-in codes for phones.</summary>
    public DbSet<SignInCode> SignInCodes => Set<SignInCode>();

    /// <summary>Units.</summary>
    public DbSet<Unit> Units => Set<Unit>();

    /// <summary>Leases.</summary>
    public DbSet<Lease> Leases => Set<Lease>();

    /// <summary>Access hours.</summary>
    public DbSet<Schedule> Schedules => Set<Schedule>();

    /// <summary>Locks.</summary>
    public DbSet<Entry> Entries => Set<Entry>();

    /// <summary>The ledgers of the locks.</summary>
    public DbSet<LedgerRow> Ledgers => Set<LedgerRow>();

    /// <summary>The gateways that listen for locks.</summary>
    public DbSet<GatewayRow> Gateways => Set<GatewayRow>();

    /// <summary>Which gateway hears which lock.</summary>
    public DbSet<HeardRow> Heard => Set<HeardRow>();

    /// <summary>Keys.</summary>
    public DbSet<OfflineKey> Keys => Set<OfflineKey>();

    /// <summary>Shares.</summary>
    public DbSet<KeyShare> Shares => Set<KeyShare>();

    /// <summary>Server challenges.</summary>
    public DbSet<HereChallenge> HereChallenges => Set<HereChallenge>();

    /// <summary>Events of the locks.</summary>
    public DbSet<LockEvent> Events => Set<LockEvent>();

    /// <summary>Trails of hardware that was replaced.</summary>
    public DbSet<PastTrail> PastTrails => Set<PastTrail>();

    /// <summary>The gaps in the trails.</summary>
    public DbSet<GapRow> Gaps => Set<GapRow>();

    /// <summary>Alerts.</summary>
    public DbSet<Alert> Alerts => Set<Alert>();

    /// <summary>The job files that were given to installers.</summary>
    public DbSet<Job> Jobs => Set<Job>();

    /// <summary>The locks of the jobs.</summary>
    public DbSet<JobLock> JobLocks => Set<JobLock>();

    /// <summary>The facility's own trail.</summary>
    public DbSet<OfficeRecord> OfficeRecords => Set<OfficeRecord>();

    /// <summary>
    /// Marks a row as changed although none of its values changes. If two changes claim the same row at the same time, one is stored and
    /// the other is run again.
    /// </summary>
    /// <param name="row">A tracked row.</param>
    public void Claim(IVersioned row)
    {
        if (Entry(row).State is EntityState.Unchanged or EntityState.Modified)
            Raise(Entry(row));
    }

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RaiseVersions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc/>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RaiseVersions();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    private void RaiseVersions()
    {
        foreach (EntityEntry<Unit> unit in ChangeTracker.Entries<Unit>().Where(HasNewName))
            unit.Entity.NameKey = NameKeys.Of(unit.Entity.Name);
        foreach (EntityEntry<Entry> entry in ChangeTracker.Entries<Entry>().Where(HasNewName))
            entry.Entity.NameKey = NameKeys.Of(entry.Entity.Name);
        foreach (EntityEntry<IVersioned> row in ChangeTracker.Entries<IVersioned>().Where(IsChange).ToList())
            Raise(row);
    }

    private static bool HasNewName(EntityEntry row) => row.State == EntityState.Added
        || (row.State == EntityState.Modified && row.Property(nameof(Data.Entry.Name)).IsModified);

    /// <summary>Whether a row is changed in more than its notes.</summary>
    private static bool IsChange(EntityEntry<IVersioned> row) => row.State == EntityState.Modified && row.Properties.Any(property =>
        property.IsModified && property.Metadata.PropertyInfo?.IsDefined(typeof(NotedAttribute), inherit: false) != true);

    private static void Raise(EntityEntry<IVersioned> row) =>
        row.Entity.Version = row.Property<int>(nameof(IVersioned.Version)).OriginalValue + 1;

    /// <inheritdoc/>
    // The warning would compare column types, and the two databases name them differently. A test compares the models instead.
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SiteRow>(site =>
        {
            site.ToTable("Site").Property(row => row.Id).ValueGeneratedNever();
            site.Property(row => row.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<StaffMember>().HasIndex(member => member.Login).IsUnique();
        modelBuilder.Entity<StaffSession>().HasIndex(session => session.CodeHash).IsUnique();
        modelBuilder.Entity<SignInTry>().HasKey(row => row.Who);
        ModelUsers(modelBuilder);
        ModelUnits(modelBuilder);
        modelBuilder.Entity<Entry>(entry =>
        {
            entry.Property(row => row.Id).ValueGeneratedNever();
            entry.Property(row => row.Version).IsConcurrencyToken();
            entry.HasIndex(row => row.NameKey).IsUnique().HasFilter(HasNameKey);
            entry.HasIndex(row => row.NextVisitAt);
            entry.HasOne(row => row.Ledger).WithOne().HasForeignKey<LedgerRow>(row => row.EntryId);
        });
        modelBuilder.Entity<LedgerRow>().HasKey(row => row.EntryId);
        modelBuilder.Entity<GatewayRow>().HasKey(row => row.Name);
        modelBuilder.Entity<HeardRow>(heard =>
        {
            heard.HasKey(row => new { row.EntryId, row.Gateway });
            heard.HasOne<Entry>().WithMany().HasForeignKey(row => row.EntryId).OnDelete(DeleteBehavior.Cascade);
        });
        ModelKeys(modelBuilder);
        ModelActivity(modelBuilder);
        modelBuilder.Entity<Job>().Property(row => row.Id).ValueGeneratedNever();
        modelBuilder.Entity<JobLock>(door =>
        {
            door.Property(row => row.Id).ValueGeneratedNever();
            door.HasOne<Job>().WithMany().HasForeignKey(row => row.JobId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void ModelUsers(ModelBuilder model)
    {
        model.Entity<User>(user =>
        {
            user.Property(row => row.Version).IsConcurrencyToken();
            user.HasIndex(row => new { row.KeyNotAfter, row.Id });
            user.HasIndex(row => new { row.IsDelinquent, row.KeyNotAfter, row.Id });
            user.HasOne(row => row.Schedule).WithMany().HasForeignKey(row => row.ScheduleId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<UserWord>(word =>
        {
            word.HasKey(row => new { row.Word, row.UserId });
            word.Property(row => row.Word).HasMaxLength(64);
            word.HasIndex(row => new { row.UserId, row.Word });
            word.HasOne<User>().WithMany(row => row.Words).HasForeignKey(row => row.UserId);
        });
        model.Entity<Device>(device =>
        {
            device.HasIndex(row => row.TokenHash).IsUnique();
            device.HasOne(row => row.User).WithMany(row => row.Devices).HasForeignKey(row => row.UserId);
        });
        model.Entity<SignInCode>().HasIndex(row => row.CodeHash).IsUnique();
    }

    private static void ModelUnits(ModelBuilder model)
    {
        model.Entity<Unit>(unit =>
        {
            // Each letting and each move-out raises it, so that two of them at the same time are not both stored.
            unit.Property(row => row.Tenancy).IsConcurrencyToken();
            unit.HasIndex(row => row.Name).IsUnique();
            unit.HasIndex(row => row.NameKey).IsUnique().HasFilter(HasNameKey);
            unit.HasIndex(row => row.EntryId).IsUnique();
            unit.HasOne(row => row.Entry).WithMany().HasForeignKey(row => row.EntryId).OnDelete(DeleteBehavior.Restrict);
            unit.HasOne(row => row.Lease).WithMany().HasForeignKey(row => row.LeaseId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Lease>(lease =>
        {
            lease.HasOne(row => row.Unit).WithMany().HasForeignKey(row => row.UnitId).OnDelete(DeleteBehavior.Restrict);
            lease.HasOne(row => row.User).WithMany(row => row.Leases).HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Schedule>(schedule =>
        {
            // The earlier and the new windows decide which keys are revoked.
            schedule.Property(row => row.Windows).IsConcurrencyToken();
            schedule.HasIndex(row => row.Name).IsUnique();
        });
    }

    private static void ModelKeys(ModelBuilder model)
    {
        model.Entity<OfflineKey>(key =>
        {
            key.ToTable("Keys").Property(row => row.Id).ValueGeneratedNever();
            key.HasIndex(row => new { row.UserId, row.State, row.NotAfter });
            key.HasIndex(row => new { row.EntryId, row.State, row.NotAfter });
            key.HasOne(row => row.User).WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Restrict);
            key.HasOne(row => row.Entry).WithMany().HasForeignKey(row => row.EntryId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<KeyShare>(share =>
        {
            share.HasIndex(row => new { row.KeyId, row.GuestId }).IsUnique();
            share.HasOne(row => row.Key).WithMany().HasForeignKey(row => row.KeyId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<HereChallenge>().HasIndex(row => new { row.DeviceId, row.DrawnAt });
    }

    private static void ModelActivity(ModelBuilder model)
    {
        model.Entity<LockEvent>(row =>
        {
            row.HasIndex(item => new { item.EntryId, item.Hardware, item.Sequence }).IsUnique();
            row.HasIndex(item => new { item.Time, item.Sequence, item.Id });
            row.HasIndex(item => new { item.EntryId, item.Time, item.Sequence, item.Id });
            row.HasIndex(item => new { item.EntryId, item.Kind, item.Time, item.Sequence, item.Id });
            row.HasIndex(item => new { item.UserId, item.Time, item.Sequence, item.Id });
            row.HasIndex(item => new { item.Kind, item.Time, item.Sequence, item.Id });
        });
        model.Entity<PastTrail>().HasKey(row => new { row.EntryId, row.Hardware });
        model.Entity<GapRow>().HasKey(row => new { row.EntryId, row.Hardware, row.First });
        model.Entity<Alert>().HasIndex(row => new { row.ClosedAt, row.Id });
        model.Entity<OfficeRecord>(row =>
        {
            row.HasIndex(item => new { item.At, item.Id });
            row.HasIndex(item => new { item.UserId, item.At, item.Id });
            row.HasIndex(item => new { item.EntryId, item.At, item.Id });
            row.HasIndex(item => new { item.What, item.At, item.Id });
        });
    }
}
