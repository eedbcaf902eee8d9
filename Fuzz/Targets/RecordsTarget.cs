using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockController.Access;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;

namespace LockFirmware.Fuzz.Targets;

/// <summary>The parsers of stored data: of the lock in its flash, of the facility in its database. Input: kind u8 | bytes.</summary>
internal sealed class RecordsTarget : FuzzTarget
{
    private const int KindCount = 9;

    internal override string Name => "records";

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        LockIdentity identity = new();
        identity.StartFresh(FuzzSamples.SetupSecret);
        yield return ("identity-fresh", [0, .. identity.ToRecord()]);
        identity.Take(FuzzSamples.FacilityId, FuzzSamples.LockId, FuzzSamples.Generation, FuzzSamples.LockSecret);
        yield return ("identity", [0, .. identity.ToRecord()]);
        yield return ("state", [1, .. new LockState { BootCount = 9, Floor = FuzzSamples.Noon, Overlocked = true }.ToRecord()]);
        RevocationTable revocations = new();
        for (uint i = 0; i < 3; i++)
            revocations.Add((NoticeItemKind)(i + 1), i, i, FuzzSamples.Noon, FuzzSamples.Noon, 0);
        yield return ("revocations", [2, .. revocations.ToRecord(0)]);
        yield return ("configuration", [3, .. FuzzSamples.BytesOf(FuzzSamples.NewConfiguration())]);
        yield return ("provision", [4, .. FuzzSamples.BytesOf(FuzzSamples.NewProvisionBody(5))]);
        yield return ("ledger", [5, .. NewLedger().ToBytes()]);
        yield return ("trail", [6, .. NewLedger().Trail.ToBytes()]);
        yield return ("reply", [7, .. NewReply()]);
        yield return ("notice", [8, .. FuzzSamples.NewNotice(1)]);
    }

    protected override void Run(byte[] input)
    {
        FuzzInput fields = new(input);
        int kind = fields.U8() % KindCount;
        byte[] bytes = fields.Rest();
        byte[]? written = WriteAsRead(kind, bytes);
        if (written == null)
            return;
        // A record of the flash may have two forms; the firmware writes one of them. All other data comes from outside.
        if (kind > 2)
            FuzzFailure.UnlessSame(bytes, written, $"record {kind} is written as it was read");
        else
            FuzzFailure.UnlessSame(written, WriteAsRead(kind, written) ?? [], $"record {kind} is read as it was written");
    }

    private static byte[]? WriteAsRead(int kind, byte[] bytes)
    {
        switch (kind)
        {
            case 0:
                LockIdentity identity = new();
                return identity.TryRead(bytes) ? identity.ToRecord() : null;
            case 1:
                LockState state = new();
                return state.TryRead(bytes) ? state.ToRecord() : null;
            case 2:
                return WriteRevocations(bytes);
            case 3:
                return WriteConfiguration(bytes);
            case 4:
                ProvisionBody body = new();
                return body.TryRead(bytes, 0, bytes.Length) ? FuzzSamples.BytesOf(body) : null;
            case 5:
                LockLedger ledger = new(1, 1);
                return ledger.TryRead(bytes) ? ledger.ToBytes() : null;
            case 6:
                EventTrail trail = new(1);
                return trail.TryRead(bytes) ? trail.ToBytes() : null;
            default:
                Read(bytes);
                return null;
        }
    }

    private static byte[]? WriteRevocations(byte[] bytes)
    {
        RevocationTable table = new();
        if (!table.TryRead(0, bytes))
            return null;
        byte[] written = table.ToRecord(0);
        FuzzFailure.UnlessSame(bytes, written, "revocations are written as they were read");
        table.ReasonToRefuse(FuzzSamples.NewGrant(Rights.All), FuzzSamples.NewShare(Rights.All), FuzzSamples.Noon);
        table.Add(NoticeItemKind.RevokeKey, 100, 0, FuzzSamples.Noon, uint.MaxValue, FuzzSamples.Noon);
        FuzzFailure.Unless(table.Count <= RevocationTable.CountMax, "the table does not grow beyond its size");
        FuzzFailure.Unless(table.ReasonToRefuse(FuzzSamples.NewGrant(Rights.All), null, FuzzSamples.Noon) != 0,
            "what was revoked is refused");
        return written;
    }

    private static byte[]? WriteConfiguration(byte[] bytes)
    {
        LockConfiguration configuration = new();
        if (!configuration.TryRead(bytes, 0, bytes.Length))
            return null;
        ZoneRule zone = configuration.Calendar.Zone;
        for (uint now = FuzzSamples.Noon; now < FuzzSamples.Noon + (4 * 365 * FuzzSamples.Day); now += 61 * FuzzSamples.Day)
        {
            int offset = zone.OffsetMinutes(now);
            if (zone.TryNextChange(now, out uint change, out int offsetAfter))
                FuzzFailure.Unless(change > now && offsetAfter != offset && zone.OffsetMinutes(change) == offsetAfter,
                    "the next change is one");
        }
        return FuzzSamples.BytesOf(configuration);
    }

    private static void Read(byte[] bytes)
    {
        Reply reply = new();
        if (reply.TryRead(bytes, bytes.Length))
            FuzzFailure.Unless(reply.Body.Length == reply.BodyLength, "the body has its length");
        byte[] frame = new byte[ChallengeFrame.Size];
        byte[] request = Request.Build(Command.Deliver, 1, new byte[Request.NonceSize], null, null, [], null, frame);
        new DeliveryReceipt(frame, request, bytes).TryOpen(FuzzSamples.Secrets);
        new DeliveryReceipt(frame, bytes, NewReply()).TryOpen(FuzzSamples.Secrets);
        Notice notice = new();
        if (notice.TryRead(bytes, 0, bytes.Length))
            notice.HasMac(FuzzSamples.Secrets.NoticeSecret);
    }

    private static byte[] NewReply()
    {
        byte[] reply = new byte[Reply.SizeMin + 8];
        Reply.Write(reply, (byte)Command.Deliver, 1, Status.Ok, 8, FuzzSamples.Secrets.NoticeSecret, new byte[ChallengeFrame.Size],
            new byte[Hmac.MacSize], 0);
        return reply;
    }

    private static LockLedger NewLedger()
    {
        DerivedLockSecrets source = new(FuzzSamples.Secret(2), FuzzSamples.FacilityId, FuzzSamples.LockId);
        LockLedger ledger = new(FuzzSamples.LockId, FuzzSamples.Generation);
        ledger.RevokeKey(5, FuzzSamples.Noon);
        ledger.Configure(FuzzSamples.NewConfiguration());
        ledger.Rekey(ledger.NextGeneration());
        ledger.MakeNotices(FuzzSamples.Noon, source);
        ledger.Overlock(true);
        ledger.MakeNotices(FuzzSamples.Noon, source);
        foreach (uint first in new uint[] { 1, 4, 9 })
        {
            byte[] batch = new byte[SealedBatch.HeaderSize + AuditEvent.Size];
            new AuditEvent { Kind = EventKind.AccessGranted }.WriteTo(batch, SealedBatch.HeaderSize);
            SealedBatch.Seal(batch, 0, FuzzSamples.Secrets, first, 1, 12, 1, FuzzSamples.Generation);
            ledger.TakeBatch(batch, source, true);
        }
        return ledger;
    }
}
