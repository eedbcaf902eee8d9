using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1861

namespace LockFirmware.Facility.Data.Migrations;

/// <inheritdoc />
public partial class EventOrder : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Events of one second are listed in the order of their trail.
        migrationBuilder.DropIndex(
            name: "IX_Events_Time_Id",
            table: "Events");

        migrationBuilder.DropIndex(
            name: "IX_Events_EntryId_Time_Id",
            table: "Events");

        migrationBuilder.DropIndex(
            name: "IX_Events_EntryId_Kind_Time_Id",
            table: "Events");

        migrationBuilder.DropIndex(
            name: "IX_Events_UserId_Time_Id",
            table: "Events");

        migrationBuilder.DropIndex(
            name: "IX_Events_Kind_Time_Id",
            table: "Events");

        migrationBuilder.CreateIndex(
            name: "IX_Events_Time_Sequence_Id",
            table: "Events",
            columns: new[] { "Time", "Sequence", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_EntryId_Time_Sequence_Id",
            table: "Events",
            columns: new[] { "EntryId", "Time", "Sequence", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_EntryId_Kind_Time_Sequence_Id",
            table: "Events",
            columns: new[] { "EntryId", "Kind", "Time", "Sequence", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_UserId_Time_Sequence_Id",
            table: "Events",
            columns: new[] { "UserId", "Time", "Sequence", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_Kind_Time_Sequence_Id",
            table: "Events",
            columns: new[] { "Kind", "Time", "Sequence", "Id" });
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(
            name: "IX_Events_Time_Sequence_Id",
            table: "Events");

        migrationBuilder.DropIndex(
            name: "IX_Events_EntryId_Time_Sequence_Id",
            table: "Events");

        migrationBuilder.DropIndex(
            name: "IX_Events_EntryId_Kind_Time_Sequence_Id",
            table: "Events");

        migrationBuilder.DropIndex(
            name: "IX_Events_UserId_Time_Sequence_Id",
            table: "Events");

        migrationBuilder.DropIndex(
            name: "IX_Events_Kind_Time_Sequence_Id",
            table: "Events");

        migrationBuilder.CreateIndex(
            name: "IX_Events_Time_Id",
            table: "Events",
            columns: new[] { "Time", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_EntryId_Time_Id",
            table: "Events",
            columns: new[] { "EntryId", "Time", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_EntryId_Kind_Time_Id",
            table: "Events",
            columns: new[] { "EntryId", "Kind", "Time", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_UserId_Time_Id",
            table: "Events",
            columns: new[] { "UserId", "Time", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_Kind_Time_Id",
            table: "Events",
            columns: new[] { "Kind", "Time", "Id" });
    }
}
