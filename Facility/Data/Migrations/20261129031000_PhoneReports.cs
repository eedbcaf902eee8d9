using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LockFirmware.Facility.Data.Migrations;

/// <inheritdoc />
public partial class PhoneReports : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            name: "AppVersion",
            table: "Devices",
            nullable: true);

        migrationBuilder.AddColumn<string>(
            name: "Refusal",
            table: "Devices",
            nullable: true);

        migrationBuilder.AddColumn<long>(
            name: "RefusedAt",
            table: "Devices",
            nullable: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn(
            name: "AppVersion",
            table: "Devices");

        migrationBuilder.DropColumn(
            name: "Refusal",
            table: "Devices");

        migrationBuilder.DropColumn(
            name: "RefusedAt",
            table: "Devices");
    }
}
