using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Backup;

/// <summary>A copy of the SQLite database while the program runs: whole, as of one moment.</summary>
public sealed class DatabaseCopy(FacilityDb db)
{
    /// <summary>Makes it.</summary>
    /// <param name="path">A file that is not there yet; for its owner alone.</param>
    /// <exception cref="InvalidDataException">It cannot be done; the message says why.</exception>
    public async Task MakeAsync(string path)
    {
        if (!db.Database.IsSqlite())
            throw new InvalidDataException("This database is on PostgreSQL. Copy it with pg_dump (docs/facility.md, Backup and restore).");
        if (File.Exists(path))
            throw new InvalidDataException($"{path} already exists. Choose a new file name. An existing copy is never overwritten.");
        FileStreamOptions ownersOnly = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            ownersOnly.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (new FileStream(path, ownersOnly))
        {
            // SQLite fills an empty file.
        }
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {path}");
    }
}
