using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace LockFirmware.Facility.Data.Migrations;

/// <inheritdoc />
public partial class First : Migration
{
    // A search is a range of words, which only the order of bytes can find by the index.
    private string ByteOrder => ActiveProvider.EndsWith("PostgreSQL") ? "C" : "BINARY";

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Alerts",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                EntryId = table.Column<long>(nullable: false),
                At = table.Column<long>(nullable: false),
                Text = table.Column<string>(nullable: false),
                Evidence = table.Column<byte[]>(nullable: true),
                ClosedAt = table.Column<long>(nullable: true),
                ClosedBy = table.Column<long>(nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Alerts", x => x.Id);
            });

        migrationBuilder.CreateTable(
            name: "Entries",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false),
                Name = table.Column<string>(nullable: false),
                Kind = table.Column<int>(nullable: false),
                Building = table.Column<string>(nullable: false),
                IsExit = table.Column<bool>(nullable: false),
                Ledger = table.Column<byte[]>(nullable: false),
                Configuration = table.Column<byte[]>(nullable: true),
                Version = table.Column<int>(nullable: false),
                Hardware = table.Column<int>(nullable: false),
                Address = table.Column<string>(nullable: false),
                ContactAt = table.Column<long>(nullable: true),
                Trust = table.Column<byte>(nullable: false),
                ClockStep = table.Column<long>(nullable: false),
                Door = table.Column<int>(nullable: false),
                Firmware = table.Column<string>(nullable: false),
                Head = table.Column<long>(nullable: false),
                StoredThrough = table.Column<long>(nullable: false),
                Applied = table.Column<long>(nullable: false),
                LastNotice = table.Column<long>(nullable: false),
                HasOpenItems = table.Column<bool>(nullable: false),
                IsOverlocked = table.Column<bool>(nullable: false),
                IsLockdown = table.Column<bool>(nullable: false),
                LeaseOwner = table.Column<string>(nullable: false),
                LeaseUntil = table.Column<long>(nullable: false),
                NextVisitAt = table.Column<long>(nullable: false),
                FailureCount = table.Column<int>(nullable: false),
                LastError = table.Column<string>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Entries", x => x.Id);
            });

        migrationBuilder.CreateTable(
            name: "Events",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                EntryId = table.Column<long>(nullable: false),
                Hardware = table.Column<int>(nullable: false),
                Sequence = table.Column<long>(nullable: false),
                Time = table.Column<long>(nullable: false),
                Trust = table.Column<byte>(nullable: false),
                Kind = table.Column<int>(nullable: false),
                Reason = table.Column<int>(nullable: false),
                KeyId = table.Column<long>(nullable: false),
                Detail = table.Column<long>(nullable: false),
                UserId = table.Column<long>(nullable: true),
                StoredAt = table.Column<long>(nullable: false),
                Record = table.Column<byte[]>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Events", x => x.Id);
            });

        migrationBuilder.CreateTable(
            name: "HereChallenges",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                DeviceId = table.Column<long>(nullable: false),
                EntryId = table.Column<long>(nullable: false),
                Challenge = table.Column<byte[]>(nullable: false),
                DrawnAt = table.Column<long>(nullable: false),
                UsedAt = table.Column<long>(nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_HereChallenges", x => x.Id);
            });

        migrationBuilder.CreateTable(
            name: "OfficeRecords",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                At = table.Column<long>(nullable: false),
                StaffId = table.Column<long>(nullable: true),
                UserId = table.Column<long>(nullable: true),
                EntryId = table.Column<long>(nullable: true),
                What = table.Column<string>(nullable: false),
                Detail = table.Column<string>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_OfficeRecords", x => x.Id);
            });

        migrationBuilder.CreateTable(
            name: "PastTrails",
            columns: table => new
            {
                EntryId = table.Column<long>(nullable: false),
                Hardware = table.Column<int>(nullable: false),
                Trail = table.Column<byte[]>(nullable: false),
                ReplacedAt = table.Column<long>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_PastTrails", x => new { x.EntryId, x.Hardware });
            });

        migrationBuilder.CreateTable(
            name: "Schedules",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                Name = table.Column<string>(nullable: false),
                Windows = table.Column<string>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Schedules", x => x.Id);
            });

        migrationBuilder.CreateTable(
            name: "SignInCodes",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                UserId = table.Column<long>(nullable: false),
                CodeHash = table.Column<string>(nullable: false),
                ExpiresAt = table.Column<long>(nullable: false),
                UsedAt = table.Column<long>(nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_SignInCodes", x => x.Id);
            });

        migrationBuilder.CreateTable(
            name: "Site",
            columns: table => new
            {
                Id = table.Column<int>(nullable: false),
                Name = table.Column<string>(nullable: false),
                FacilityId = table.Column<long>(nullable: false),
                ProtectedSecret = table.Column<string>(nullable: false),
                Zone = table.Column<string>(nullable: false),
                ZoneRule = table.Column<string>(nullable: false),
                Holidays = table.Column<string>(nullable: false),
                KeyLifetimeHours = table.Column<int>(nullable: false),
                HereRule = table.Column<int>(nullable: false),
                ActivityDays = table.Column<int>(nullable: false),
                NextKeyId = table.Column<long>(nullable: false),
                Version = table.Column<int>(nullable: false),
                CreatedAt = table.Column<long>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Site", x => x.Id);
            });

        migrationBuilder.CreateTable(
            name: "Staff",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                Name = table.Column<string>(nullable: false),
                Login = table.Column<string>(nullable: false),
                PasswordHash = table.Column<string>(nullable: false),
                Permissions = table.Column<int>(nullable: false),
                IsActive = table.Column<bool>(nullable: false),
                Stamp = table.Column<string>(nullable: false),
                InvitationHash = table.Column<string>(nullable: false),
                InvitationUntil = table.Column<long>(nullable: false),
                FailedSignIns = table.Column<int>(nullable: false),
                BlockedUntil = table.Column<long>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Staff", x => x.Id);
            });

        migrationBuilder.CreateTable(
            name: "Users",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                Name = table.Column<string>(nullable: false),
                Email = table.Column<string>(nullable: false),
                Phone = table.Column<string>(nullable: false),
                IsActive = table.Column<bool>(nullable: false),
                IsDelinquent = table.Column<bool>(nullable: false),
                ScheduleId = table.Column<long>(nullable: false),
                KeyNotAfter = table.Column<long>(nullable: false),
                Version = table.Column<int>(nullable: false),
                CreatedAt = table.Column<long>(nullable: false),
                IsErased = table.Column<bool>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Users", x => x.Id);
                table.ForeignKey(
                    name: "FK_Users_Schedules_ScheduleId",
                    column: x => x.ScheduleId,
                    principalTable: "Schedules",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateTable(
            name: "Devices",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                UserId = table.Column<long>(nullable: false),
                Name = table.Column<string>(nullable: false),
                TokenHash = table.Column<string>(nullable: false),
                CreatedAt = table.Column<long>(nullable: false),
                SeenAt = table.Column<long>(nullable: false),
                RevokedAt = table.Column<long>(nullable: true),
                KeyWithoutHereAt = table.Column<long>(nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Devices", x => x.Id);
                table.ForeignKey(
                    name: "FK_Devices_Users_UserId",
                    column: x => x.UserId,
                    principalTable: "Users",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Cascade);
            });

        migrationBuilder.CreateTable(
            name: "Keys",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false),
                UserId = table.Column<long>(nullable: false),
                DeviceId = table.Column<long>(nullable: false),
                EntryId = table.Column<long>(nullable: false),
                Grant = table.Column<byte[]>(nullable: false),
                Generation = table.Column<int>(nullable: false),
                IssuedAt = table.Column<long>(nullable: false),
                NotAfter = table.Column<long>(nullable: false),
                Rights = table.Column<ushort>(nullable: false),
                State = table.Column<int>(nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Keys", x => x.Id);
                table.ForeignKey(
                    name: "FK_Keys_Entries_EntryId",
                    column: x => x.EntryId,
                    principalTable: "Entries",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Restrict);
                table.ForeignKey(
                    name: "FK_Keys_Users_UserId",
                    column: x => x.UserId,
                    principalTable: "Users",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateTable(
            name: "UserWords",
            columns: table => new
            {
                UserId = table.Column<long>(nullable: false),
                Word = table.Column<string>(maxLength: 64, nullable: false, collation: ByteOrder)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_UserWords", x => new { x.Word, x.UserId });
                table.ForeignKey(
                    name: "FK_UserWords_Users_UserId",
                    column: x => x.UserId,
                    principalTable: "Users",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Cascade);
            });

        migrationBuilder.CreateTable(
            name: "Shares",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                KeyId = table.Column<long>(nullable: false),
                GuestId = table.Column<long>(nullable: false),
                GuestName = table.Column<string>(nullable: false),
                NotAfter = table.Column<long>(nullable: false),
                KnownAt = table.Column<long>(nullable: false),
                RevokedAt = table.Column<long>(nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Shares", x => x.Id);
                table.ForeignKey(
                    name: "FK_Shares_Keys_KeyId",
                    column: x => x.KeyId,
                    principalTable: "Keys",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Cascade);
            });

        migrationBuilder.CreateTable(
            name: "Leases",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                UnitId = table.Column<long>(nullable: false),
                UserId = table.Column<long>(nullable: false),
                Tenancy = table.Column<int>(nullable: false),
                StartsAt = table.Column<long>(nullable: false),
                EndsAt = table.Column<long>(nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Leases", x => x.Id);
                table.ForeignKey(
                    name: "FK_Leases_Users_UserId",
                    column: x => x.UserId,
                    principalTable: "Users",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateTable(
            name: "Units",
            columns: table => new
            {
                Id = table.Column<long>(nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                Name = table.Column<string>(nullable: false),
                Building = table.Column<string>(nullable: false),
                EntryId = table.Column<long>(nullable: true),
                Tenancy = table.Column<int>(nullable: false),
                Overlock = table.Column<int>(nullable: false),
                LeaseId = table.Column<long>(nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Units", x => x.Id);
                table.ForeignKey(
                    name: "FK_Units_Entries_EntryId",
                    column: x => x.EntryId,
                    principalTable: "Entries",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Restrict);
                table.ForeignKey(
                    name: "FK_Units_Leases_LeaseId",
                    column: x => x.LeaseId,
                    principalTable: "Leases",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateIndex(
            name: "IX_Alerts_ClosedAt_Id",
            table: "Alerts",
            columns: new[] { "ClosedAt", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Devices_TokenHash",
            table: "Devices",
            column: "TokenHash",
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_Devices_UserId",
            table: "Devices",
            column: "UserId");

        migrationBuilder.CreateIndex(
            name: "IX_Entries_NextVisitAt",
            table: "Entries",
            column: "NextVisitAt");

        migrationBuilder.CreateIndex(
            name: "IX_Events_EntryId_Hardware_Sequence",
            table: "Events",
            columns: new[] { "EntryId", "Hardware", "Sequence" },
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_Events_EntryId_Kind_Time_Id",
            table: "Events",
            columns: new[] { "EntryId", "Kind", "Time", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_EntryId_Time_Id",
            table: "Events",
            columns: new[] { "EntryId", "Time", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_Kind_Time_Id",
            table: "Events",
            columns: new[] { "Kind", "Time", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_Time_Id",
            table: "Events",
            columns: new[] { "Time", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Events_UserId_Time_Id",
            table: "Events",
            columns: new[] { "UserId", "Time", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_HereChallenges_DeviceId_DrawnAt",
            table: "HereChallenges",
            columns: new[] { "DeviceId", "DrawnAt" });

        migrationBuilder.CreateIndex(
            name: "IX_Keys_EntryId_State_NotAfter",
            table: "Keys",
            columns: new[] { "EntryId", "State", "NotAfter" });

        migrationBuilder.CreateIndex(
            name: "IX_Keys_UserId_State_NotAfter",
            table: "Keys",
            columns: new[] { "UserId", "State", "NotAfter" });

        migrationBuilder.CreateIndex(
            name: "IX_Leases_UnitId",
            table: "Leases",
            column: "UnitId");

        migrationBuilder.CreateIndex(
            name: "IX_Leases_UserId",
            table: "Leases",
            column: "UserId");

        migrationBuilder.CreateIndex(
            name: "IX_OfficeRecords_At_Id",
            table: "OfficeRecords",
            columns: new[] { "At", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_OfficeRecords_EntryId_At_Id",
            table: "OfficeRecords",
            columns: new[] { "EntryId", "At", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_OfficeRecords_UserId_At_Id",
            table: "OfficeRecords",
            columns: new[] { "UserId", "At", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_OfficeRecords_What_At_Id",
            table: "OfficeRecords",
            columns: new[] { "What", "At", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Schedules_Name",
            table: "Schedules",
            column: "Name",
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_Shares_KeyId_GuestId",
            table: "Shares",
            columns: new[] { "KeyId", "GuestId" },
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_SignInCodes_CodeHash",
            table: "SignInCodes",
            column: "CodeHash",
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_Staff_Login",
            table: "Staff",
            column: "Login",
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_Units_EntryId",
            table: "Units",
            column: "EntryId",
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_Units_LeaseId",
            table: "Units",
            column: "LeaseId");

        migrationBuilder.CreateIndex(
            name: "IX_Units_Name",
            table: "Units",
            column: "Name",
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_Users_IsDelinquent_KeyNotAfter_Id",
            table: "Users",
            columns: new[] { "IsDelinquent", "KeyNotAfter", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Users_KeyNotAfter_Id",
            table: "Users",
            columns: new[] { "KeyNotAfter", "Id" });

        migrationBuilder.CreateIndex(
            name: "IX_Users_ScheduleId",
            table: "Users",
            column: "ScheduleId");

        migrationBuilder.CreateIndex(
            name: "IX_UserWords_UserId_Word",
            table: "UserWords",
            columns: new[] { "UserId", "Word" });

        migrationBuilder.AddForeignKey(
            name: "FK_Leases_Units_UnitId",
            table: "Leases",
            column: "UnitId",
            principalTable: "Units",
            principalColumn: "Id",
            onDelete: ReferentialAction.Restrict);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropForeignKey(
            name: "FK_Leases_Users_UserId",
            table: "Leases");

        migrationBuilder.DropForeignKey(
            name: "FK_Units_Entries_EntryId",
            table: "Units");

        migrationBuilder.DropForeignKey(
            name: "FK_Leases_Units_UnitId",
            table: "Leases");

        migrationBuilder.DropTable(
            name: "Alerts");

        migrationBuilder.DropTable(
            name: "Devices");

        migrationBuilder.DropTable(
            name: "Events");

        migrationBuilder.DropTable(
            name: "HereChallenges");

        migrationBuilder.DropTable(
            name: "OfficeRecords");

        migrationBuilder.DropTable(
            name: "PastTrails");

        migrationBuilder.DropTable(
            name: "Shares");

        migrationBuilder.DropTable(
            name: "SignInCodes");

        migrationBuilder.DropTable(
            name: "Site");

        migrationBuilder.DropTable(
            name: "Staff");

        migrationBuilder.DropTable(
            name: "UserWords");

        migrationBuilder.DropTable(
            name: "Keys");

        migrationBuilder.DropTable(
            name: "Users");

        migrationBuilder.DropTable(
            name: "Schedules");

        migrationBuilder.DropTable(
            name: "Entries");

        migrationBuilder.DropTable(
            name: "Units");

        migrationBuilder.DropTable(
            name: "Leases");
    }
}
