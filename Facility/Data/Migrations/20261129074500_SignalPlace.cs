using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LockFirmware.Facility.Data.Migrations;

/// <inheritdoc />
public partial class SignalPlace : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            name: "SignalPlace",
            table: "Site",
            nullable: false,
            defaultValue: "");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn(
            name: "SignalPlace",
            table: "Site");
    }
}
