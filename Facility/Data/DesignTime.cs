using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace LockFirmware.Facility.Data;

/// <summary>
/// Makes the database for "dotnet ef migrations add", which writes for SQLite; take the column types out of what it wrote.
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
