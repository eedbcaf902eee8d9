using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Backup;

/// <summary>Copies the SQLite database while the program runs. The copy has the complete state of one moment.</summary>
public sealed class DatabaseCopy(FacilityDb db)
{
    private const string PartSuffix = ".part";

    /// <summary>Makes the copy.</summary>
    /// <param name="path">The new file, which must not exist. Only its owner can read it.</param>
    /// <exception cref="InvalidDataException">The copy cannot be made; the message says why.</exception>
    public async Task MakeAsync(string path)
    {
        if (!db.Database.IsSqlite())
            throw new InvalidDataException("This database is on PostgreSQL. Copy it with pg_dump (docs/facility.md, Backup and restore).");
        if (File.Exists(path))
            throw new InvalidDataException($"{path} already exists. Choose a new file name. An existing copy is never overwritten.");
        // Under another name until it is whole, so that a copy that was interrupted is not taken for one.
        string part = path + PartSuffix;
        FileStreamOptions ownersOnly = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            ownersOnly.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (new FileStream(part, ownersOnly))
        {
            // This creates an empty file with the right permissions, which SQLite then fills.
        }
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {part}");
        File.Move(part, path);
    }
}
