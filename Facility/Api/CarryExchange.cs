using System.Text.Json;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Api;

/// <summary>Takes what any phone brings from locks, and hands out what it is to take there: notices, and the time.</summary>
internal sealed class CarryExchange(FacilityDb db, LedgerStore ledgers, EventBatchStore batches, SecretVault vault, OfficeTrail trail, FacilityClock clock)
{
    /// <summary>Bytes of the longest request.</summary>
    public const int SizeMax = 256 * 1024;

    private const int LockCountMax = 16;
    private const int BatchCountMax = 32;
    private const int ReceiptCountMax = 20;
    private const string Ok = "ok";
    private const string UnknownLock = "unknown-lock";
    private const string TooMany = "too-many";
    private const string Malformed = "malformed";

    /// <summary>Takes and hands out.</summary>
    public async Task<IResult> ExchangeAsync(HttpContext http)
    {
        (CarryRequest? body, IResult? refused) = await ApiBody.ReadAsync<CarryRequest>(http, SizeMax);
        if (body == null)
            return refused!;
        if (body.Locks.Count is 0 or > LockCountMax || !body.Locks.All(HasForm))
            return Refusal.Malformed($"1 to {LockCountMax} locks are carried at once.").With(StatusCodes.Status400BadRequest);
        PhoneCaller caller = PhoneCaller.Of(http);
        List<LockAnswer> answers = [];
        foreach (CarriedLock carried in body.Locks)
        {
            answers.Add(await Conflicts.RetryAsync(db, async () =>
            {
                db.ChangeTracker.Clear();
                LockAnswer answer = await ServeAsync(caller, carried);
                await db.SaveChangesAsync();
                return answer;
            }));
        }
        return Results.Ok(new CarryAnswer { Locks = answers });
    }

    // The elements of a list may be null in JSON whatever the type says.
    private static bool HasForm(CarriedLock? carried) =>
        carried != null && carried.Receipts.All(receipt => receipt != null) && carried.Batches.All(batch => batch != null);

    private async Task<LockAnswer> ServeAsync(PhoneCaller caller, CarriedLock carried)
    {
        if (carried.Batches.Count > BatchCountMax || carried.Receipts.Count > ReceiptCountMax)
            return new LockAnswer { LockId = carried.LockId, Status = TooMany };
        if (await db.Entries.SingleOrDefaultAsync(row => row.Id == carried.LockId) is not { } entry)
            return new LockAnswer { LockId = carried.LockId, Status = UnknownLock };
        List<BatchAnswer> taken = [];
        foreach (string batch in carried.Batches)
            taken.Add(await TakeBatchAsync(caller, entry, batch));
        List<string> receipts = [];
        foreach (CarriedReceipt receipt in carried.Receipts)
            receipts.Add(await TakeReceiptAsync(caller, entry, receipt));
        if (taken.Exists(batch => batch.NewCount > 0))
            ledgers.Queue(entry, ledger => ledger.ReleaseEvents());
        IssuedNotice[] notices = ledgers.MakeNotices(entry);
        return new LockAnswer
        {
            LockId = entry.Id,
            Status = Ok,
            Batches = taken,
            Receipts = receipts,
            Notices = [.. notices.Select(notice => Convert.ToBase64String(notice.Content))],
            Time = TimeUnder(entry, carried.ChallengeFrame),
            ReadFrom = entry.StoredThrough + 1,
        };
    }

    private async Task<BatchAnswer> TakeBatchAsync(PhoneCaller caller, Entry entry, string text)
    {
        if (ApiBody.Bytes(text, SealedBatch.HeaderSize, Reply.BodySizeMax) is not { } bytes)
            return new BatchAnswer { Status = Malformed };
        BatchIntake intake = await batches.TakeAsync(entry, bytes, isFresh: false);
        if (intake.IsAlert)
            await TellOnceAsync(caller, entry);
        return new BatchAnswer { Status = Word(intake.Status), NewCount = intake.IsTaken ? intake.NewCount : 0 };
    }

    private async Task<string> TakeReceiptAsync(PhoneCaller caller, Entry entry, CarriedReceipt carried)
    {
        byte[]? frame = ApiBody.Bytes(carried.ChallengeFrame, ChallengeFrame.Size, ChallengeFrame.Size);
        byte[]? request = ApiBody.Bytes(carried.Request, Request.SizeMin, Request.FrameSizeMax);
        byte[]? reply = ApiBody.Bytes(carried.Reply, Reply.SizeMin, Request.FrameSizeMax);
        if (frame == null || request == null || reply == null)
            return Malformed;
        DeliveryResult result = ledgers.Change(entry, (ledger, source) => ledger.TakeReceipt(new DeliveryReceipt(frame, request, reply), source));
        if (Alarm(result) is { } words)
        {
            db.Alerts.Add(new Alert { EntryId = entry.Id, At = clock.Now, Text = words, Evidence = reply });
            await TellOnceAsync(caller, entry);
        }
        return Word(result);
    }

    private static string? Alarm(DeliveryResult result) => result switch
    {
        DeliveryResult.Refused => "The lock cannot apply a notice, and so none after it. Look at its firmware.",
        DeliveryResult.RolledBack => "The lock has applied less than it has proven before. Memory may have been written by somebody.",
        DeliveryResult.AheadOfLedger => "The lock has applied a notice that this database has not issued: the database is an old copy.",
        _ => null,
    };

    /// <summary>Lets an alert that was just added stand only where no open one says the same of the lock, so that no phone can bury the others.</summary>
    private async Task TellOnceAsync(PhoneCaller caller, Entry entry)
    {
        Alert added = db.ChangeTracker.Entries<Alert>().Last(row => row.State == EntityState.Added && row.Entity.EntryId == entry.Id).Entity;
        bool isOpen = db.Alerts.Local.Any(alert => alert != added && alert.EntryId == entry.Id && alert.Text == added.Text)
            || await db.Alerts.AnyAsync(alert => alert.ClosedAt == null && alert.EntryId == entry.Id && alert.Text == added.Text);
        if (isOpen)
            db.Entry(added).State = EntityState.Detached;
        else
            trail.Add("carried-alert", $"brought by phone {caller.DeviceId}: {added.Text}", caller.UserId, entry.Id);
    }

    /// <summary>The facility's time under a challenge that a lock has just drawn: any phone may bring it, and none can change it.</summary>
    private string? TimeUnder(Entry entry, string? challengeFrame)
    {
        if (ApiBody.Bytes(challengeFrame, ChallengeFrame.Size, ChallengeFrame.Size) is not { } frame
            || frame[0] != ChallengeFrame.Version || !ChallengeFrame.IsProvisioned(frame))
            return null;
        LockSecrets secrets = vault.SecretsOf(entry.Id, LedgerStore.Read(entry).Generation);
        return Convert.ToBase64String(FacilityTime.Make(secrets.NoticeSecret, frame, clock.Now));
    }

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
