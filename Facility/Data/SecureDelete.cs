using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace LockFirmware.Facility.Data;

/// <summary>Has SQLite write zeros over what is deleted, so that the file does not keep the name of somebody who was erased.</summary>
internal sealed class SecureDelete : DbConnectionInterceptor
{
    /// <summary>The one for all connections.</summary>
    public static SecureDelete Instance { get; } = new();

    /// <summary>
    /// Brings the file of changes into the database's own and empties it, because it still has the former pages. Does nothing on
    /// PostgreSQL.
    /// </summary>
    public static Task EmptyChangesAsync(FacilityDb db) =>
        db.Database.IsSqlite() ? db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)") : Task.CompletedTask;

    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => SwitchOn(connection);

    /// <inheritdoc/>
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default)
    {
        SwitchOn(connection);
        return Task.CompletedTask;
    }

    private static void SwitchOn(DbConnection connection)
    {
        if (connection is not SqliteConnection)
            return;
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA secure_delete = ON";
        command.ExecuteNonQuery();
    }
}
