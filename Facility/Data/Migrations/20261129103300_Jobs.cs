using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LockFirmware.Facility.Data.Migrations;

/// <inheritdoc />
public partial class Jobs : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Jobs",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false),
                MadeAt = table.Column<long>(nullable: false),
                NotAfter = table.Column<long>(nullable: false),
                StaffId = table.Column<long>(nullable: true),
                Locks = table.Column<string>(nullable: false)
            },
            constraints: table => table.PrimaryKey("PK_Jobs", x => x.Id));

        migrationBuilder.CreateTable(
            name: "JobLocks",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false),
                JobId = table.Column<long>(nullable: true),
                IsInService = table.Column<bool>(nullable: false),
                Sealed = table.Column<byte[]>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_JobLocks", x => x.Id);
                table.ForeignKey(
                    name: "FK_JobLocks_Jobs_JobId",
                    column: x => x.JobId,
                    principalTable: "Jobs",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateIndex(
            name: "IX_JobLocks_JobId",
            table: "JobLocks",
            column: "JobId");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(name: "JobLocks");

        migrationBuilder.DropTable(name: "Jobs");
    }
}
