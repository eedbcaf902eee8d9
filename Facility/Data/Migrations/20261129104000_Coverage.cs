using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LockFirmware.Facility.Data.Migrations;

/// <inheritdoc />
public partial class Coverage : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Gateways",
            columns: table => new
            {
                Name = table.Column<string>(nullable: false),
                SeenAt = table.Column<long>(nullable: false),
                Trouble = table.Column<string>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Gateways", x => x.Name);
            });

        migrationBuilder.CreateTable(
            name: "Heard",
            columns: table => new
            {
                Gateway = table.Column<string>(nullable: false),
                EntryId = table.Column<long>(nullable: false),
                HeardAt = table.Column<long>(nullable: false),
                Signal = table.Column<int>(nullable: false),
                Adapter = table.Column<string>(nullable: false),
                VisitedAt = table.Column<long>(nullable: true),
                HeardMs = table.Column<int>(nullable: false),
                ConnectMs = table.Column<int>(nullable: false),
                Tries = table.Column<int>(nullable: false),
                Transactions = table.Column<int>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Heard", x => new { x.EntryId, x.Gateway });
                table.ForeignKey(
                    name: "FK_Heard_Entries_EntryId",
                    column: x => x.EntryId,
                    principalTable: "Entries",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Cascade);
            });
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "Gateways");

        migrationBuilder.DropTable(
            name: "Heard");
    }
}
