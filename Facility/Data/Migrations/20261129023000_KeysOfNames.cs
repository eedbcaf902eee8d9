using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LockFirmware.Facility.Data.Migrations;

/// <inheritdoc />
public partial class KeysOfNames : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // The program computes the keys and the words of the search at the next start.
        migrationBuilder.AddColumn<int>(
            name: "TextVersion",
            table: "Site",
            nullable: false,
            defaultValue: 0);

        migrationBuilder.AddColumn<string>(
            name: "NameKey",
            table: "Units",
            nullable: false,
            defaultValue: "");

        migrationBuilder.CreateIndex(
            name: "IX_Units_NameKey",
            table: "Units",
            column: "NameKey");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(
            name: "IX_Units_NameKey",
            table: "Units");

        migrationBuilder.DropColumn(
            name: "NameKey",
            table: "Units");

        migrationBuilder.DropColumn(
            name: "TextVersion",
            table: "Site");
    }
}
