using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace LockFirmware.Facility.Data;

/// <summary>
/// Creates the context for "dotnet ef migrations add". The tool writes the migration for SQLite; remove the column types from it.
/// </summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<FacilityDb>
{
    /// <inheritdoc/>
    public FacilityDb CreateDbContext(string[] args)
    {
        DbContextOptionsBuilder<FacilityDb> options = new();
        DatabaseSetup.Use(options, null, Path.GetTempPath());
        return new FacilityDb(options.Options);
    }
}
