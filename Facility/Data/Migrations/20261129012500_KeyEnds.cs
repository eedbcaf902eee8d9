using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LockFirmware.Facility.Data.Migrations;

/// <inheritdoc />
public partial class KeyEnds : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>(
            name: "KeyRevokedAt",
            table: "Users",
            nullable: true);

        migrationBuilder.AddColumn<long>(
            name: "EndedAt",
            table: "Keys",
            nullable: true);

        migrationBuilder.AddColumn<long>(
            name: "EndedBy",
            table: "Keys",
            nullable: true);

        migrationBuilder.AddColumn<int>(
            name: "EndedFor",
            table: "Keys",
            nullable: false,
            defaultValue: 0);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn(
            name: "KeyRevokedAt",
            table: "Users");

        migrationBuilder.DropColumn(
            name: "EndedAt",
            table: "Keys");

        migrationBuilder.DropColumn(
            name: "EndedBy",
            table: "Keys");

        migrationBuilder.DropColumn(
            name: "EndedFor",
            table: "Keys");
    }
}
