using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LockFirmware.Facility.Data.Migrations;

/// <inheritdoc />
public partial class SameNames : Migration
{
    private const string IsComputed = "\"NameKey\" <> ''";

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // The next start computes all keys of names and gives other names to entries and units that have the same one. Until then the
        // keys are empty, and the indexes leave empty keys out.
        migrationBuilder.AddColumn<long>(
            name: "UnknownKeysFrom",
            table: "Site",
            nullable: false,
            defaultValue: 0L);

        migrationBuilder.AddColumn<string>(
            name: "NameKey",
            table: "Entries",
            nullable: false,
            defaultValue: "");

        migrationBuilder.DropIndex(
            name: "IX_Units_NameKey",
            table: "Units");

        migrationBuilder.Sql("UPDATE \"Units\" SET \"NameKey\" = ''");

        migrationBuilder.CreateIndex(
            name: "IX_Units_NameKey",
            table: "Units",
            column: "NameKey",
            unique: true,
            filter: IsComputed);

        migrationBuilder.CreateIndex(
            name: "IX_Entries_NameKey",
            table: "Entries",
            column: "NameKey",
            unique: true,
            filter: IsComputed);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(
            name: "IX_Entries_NameKey",
            table: "Entries");

        migrationBuilder.DropIndex(
            name: "IX_Units_NameKey",
            table: "Units");

        migrationBuilder.CreateIndex(
            name: "IX_Units_NameKey",
            table: "Units",
            column: "NameKey");

        migrationBuilder.DropColumn(
            name: "NameKey",
            table: "Entries");

        migrationBuilder.DropColumn(
            name: "UnknownKeysFrom",
            table: "Site");
    }
}
