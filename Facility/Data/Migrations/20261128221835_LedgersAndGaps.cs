using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LockFirmware.Facility.Data.Migrations;

/// <inheritdoc />
public partial class LedgersAndGaps : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // The program fills it at the next start.
        migrationBuilder.CreateTable(
            name: "Gaps",
            columns: table => new
            {
                EntryId = table.Column<long>(nullable: false),
                Hardware = table.Column<int>(nullable: false),
                First = table.Column<long>(nullable: false),
                Last = table.Column<long>(nullable: false),
                Above = table.Column<long>(nullable: false),
                Kind = table.Column<int>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Gaps", x => new { x.EntryId, x.Hardware, x.First });
            });

        migrationBuilder.CreateTable(
            name: "Ledgers",
            columns: table => new
            {
                EntryId = table.Column<long>(nullable: false),
                Bytes = table.Column<byte[]>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Ledgers", x => x.EntryId);
                table.ForeignKey(
                    name: "FK_Ledgers_Entries_EntryId",
                    column: x => x.EntryId,
                    principalTable: "Entries",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Cascade);
            });

        migrationBuilder.Sql("""INSERT INTO "Ledgers" ("EntryId", "Bytes") SELECT "Id", "Ledger" FROM "Entries";""");
        // Both databases understand this statement. The framework's own DropColumn copies the whole table on SQLite.
        migrationBuilder.Sql("""ALTER TABLE "Entries" DROP COLUMN "Ledger";""");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<byte[]>(
            name: "Ledger",
            table: "Entries",
            nullable: false,
            defaultValue: new byte[0]);

        migrationBuilder.Sql("""
            UPDATE "Entries" SET "Ledger" = (SELECT "Bytes" FROM "Ledgers" WHERE "Ledgers"."EntryId" = "Entries"."Id")
            WHERE EXISTS (SELECT 1 FROM "Ledgers" WHERE "Ledgers"."EntryId" = "Entries"."Id");
            """);

        migrationBuilder.DropTable(name: "Gaps");

        migrationBuilder.DropTable(name: "Ledgers");
    }
}
