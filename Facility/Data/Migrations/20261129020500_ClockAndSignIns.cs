using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace LockFirmware.Facility.Data.Migrations;

/// <inheritdoc />
public partial class ClockAndSignIns : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>(
            name: "NewestAt",
            table: "Site",
            nullable: false,
            defaultValue: 0L);

        // Both databases understand this statement. The framework's own DropColumn copies the whole table on SQLite.
        migrationBuilder.Sql("""ALTER TABLE "Staff" DROP COLUMN "FailedSignIns";""");
        migrationBuilder.Sql("""ALTER TABLE "Staff" DROP COLUMN "BlockedUntil";""");

        migrationBuilder.CreateTable(
            name: "SignInTries",
            columns: table => new
            {
                Who = table.Column<string>(nullable: false),
                FailedCount = table.Column<int>(nullable: false),
                BlockedUntil = table.Column<long>(nullable: false),
                TriedAt = table.Column<long>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_SignInTries", x => x.Who);
            });

        migrationBuilder.CreateTable(
            name: "StaffSessions",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                StaffId = table.Column<long>(nullable: false),
                CodeHash = table.Column<string>(nullable: false),
                Stamp = table.Column<string>(nullable: false),
                BeganAt = table.Column<long>(nullable: false),
                SeenAt = table.Column<long>(nullable: false),
                Address = table.Column<string>(nullable: false),
                Browser = table.Column<string>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_StaffSessions", x => x.Id);
            });

        migrationBuilder.CreateIndex(
            name: "IX_StaffSessions_CodeHash",
            table: "StaffSessions",
            column: "CodeHash",
            unique: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "SignInTries");

        migrationBuilder.DropTable(
            name: "StaffSessions");

        migrationBuilder.DropColumn(
            name: "NewestAt",
            table: "Site");

        migrationBuilder.AddColumn<int>(
            name: "FailedSignIns",
            table: "Staff",
            nullable: false,
            defaultValue: 0);

        migrationBuilder.AddColumn<long>(
            name: "BlockedUntil",
            table: "Staff",
            nullable: false,
            defaultValue: 0L);
    }
}
