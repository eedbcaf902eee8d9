using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>
/// Takes in what a phone brings from locks: sealed batches and receipts. Makes what it takes to them: notices and the time.
/// </summary>
internal sealed class CarryExchange(FacilityDb db, ChangeRunner runner, LedgerStore ledgers, AlertRaiser alerts, EventBatchStore batches,
    KeyRetirement retirement, SecretVault vault, OfficeTrail trail, FacilityClock clock)
{
    /// <summary>The maximum size of a request, bytes.</summary>
    public const int SizeMax = 256 * 1024;

    private const int BatchCountMax = 32;
    private const int ReceiptCountMax = 20;

    /// <summary>Takes in what a phone brings from locks, and makes what it takes to them. Each lock is a change of its own.</summary>
    public async Task<CarryAnswer> ExchangeAsync(PhoneCaller caller, CarryRequest request)
    {
        List<LockAnswer> answers = [];
        foreach (CarriedLock carried in request.Locks)
        {
            answers.Add(await runner.StoreAsync(() => ServeAsync(caller, carried)));
            await retirement.EndOldAsync(carried.LockId);
        }
        return new CarryAnswer { Locks = answers };
    }

    private async Task<LockAnswer> ServeAsync(PhoneCaller caller, CarriedLock carried)
    {
        if (carried.Batches.Count > BatchCountMax || carried.Receipts.Count > ReceiptCountMax)
            return new LockAnswer { LockId = carried.LockId, Status = LockAnswer.Statuses.TooMany };
        if (await db.Entries.SingleOrDefaultAsync(row => row.Id == carried.LockId) is not { } entry)
            return new LockAnswer { LockId = carried.LockId, Status = LockAnswer.Statuses.UnknownLock };
        List<BatchAnswer> taken = [];
        foreach (string batch in carried.Batches)
            taken.Add(await TakeBatchAsync(caller, entry, batch));
        List<string> receipts = [];
        foreach (CarriedReceipt receipt in carried.Receipts)
            receipts.Add(await TakeReceiptAsync(caller, entry, receipt));
        if (taken.Exists(batch => batch.NewCount > 0))
            await ledgers.QueueAsync(entry, ledger => ledger.ReleaseEvents());
        IssuedNotice[] notices = await ledgers.MakeNoticesAsync(entry);
        return new LockAnswer
        {
            LockId = entry.Id,
            Status = LockAnswer.Statuses.Ok,
            Batches = taken,
            Receipts = receipts,
            Notices = [.. notices.Select(notice => Convert.ToBase64String(notice.Content))],
            Time = await TimeUnderAsync(entry, carried.ChallengeFrame),
            ReadFrom = entry.StoredThrough + 1,
        };
    }

    private async Task<BatchAnswer> TakeBatchAsync(PhoneCaller caller, Entry entry, string text)
    {
        if (Base64Field.Read(text, SealedBatch.HeaderSize, Reply.BodySizeMax) is not { } bytes)
            return new BatchAnswer { Status = LockAnswer.Malformed };
        BatchIntake intake = await batches.TakeAsync(entry, bytes, isFresh: false);
        if (batches.NewAlert is { } alert)
            Record(caller, entry, alert);
        return new BatchAnswer { Status = ApiWords.Of(intake.Status), NewCount = intake.IsTaken ? intake.NewCount : 0 };
    }

    private async Task<string> TakeReceiptAsync(PhoneCaller caller, Entry entry, CarriedReceipt carried)
    {
        byte[]? frame = Base64Field.Read(carried.ChallengeFrame, ChallengeFrame.Size, ChallengeFrame.Size);
        byte[]? request = Base64Field.Read(carried.Request, Request.SizeMin, Request.FrameSizeMax);
        byte[]? reply = Base64Field.Read(carried.Reply, Reply.SizeMin, Request.FrameSizeMax);
        if (frame == null || request == null || reply == null)
            return LockAnswer.Malformed;
        DeliveryReceipt receipt = new(frame, request, reply);
        DeliveryResult result = await ledgers.ChangeAsync(entry, (ledger, source) => ledger.TakeReceipt(receipt, source));
        if (DeliveryAlert.TextOf(result, receipt) is { } text && await alerts.RaiseAsync(entry.Id, text, reply))
            Record(caller, entry, text);
        return ApiWords.Of(result);
    }

    private void Record(PhoneCaller caller, Entry entry, string alert) =>
        trail.Add(AuditAction.CarriedAlert, $"brought by phone {caller.DeviceId}: {alert}", caller.UserId, entry.Id);

    /// <summary>The facility's time under a lock's challenge. Any phone can bring it to the lock, and no phone can change it.</summary>
    private async Task<string?> TimeUnderAsync(Entry entry, string? challengeFrame)
    {
        if (Base64Field.Read(challengeFrame, ChallengeFrame.Size, ChallengeFrame.Size) is not { } frame
            || frame[0] != ChallengeFrame.Version || !ChallengeFrame.IsProvisioned(frame))
            return null;
        LockSecrets secrets = vault.SecretsOf(entry.Id, (await ledgers.ReadAsync(entry)).Generation);
        return Convert.ToBase64String(FacilityTime.Make(secrets.NoticeSecret, frame, clock.Now));
    }
}
