using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Fuzz.Targets;

/// <summary>
/// The gateway's intake. Input: up to 16 times flags u8 | length u16 | batch. Flag bit 0: fresh; bit 1: the harness seals
/// first u32 | head u32 | bootCount u32 | generation u16 | events, otherwise the bytes are taken as they come; bit 2: a range
/// (first u32, last u32) is given up; bit 3: what waits is put into notices and applied is learned.
/// </summary>
internal sealed class BatchTarget : FuzzTarget
{
    private const int BatchCountMax = 16;
    private const int Fresh = 1;
    private const int Sealed = 2;
    private const int GivesUp = 4;
    private const int Releases = 8;

    internal override string Name => "batch";

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        byte[] applied = Events(new AuditEvent { Kind = EventKind.NoticeApplied, Detail = 1 });
        byte[] dropped = Events(new AuditEvent { Kind = EventKind.EventsDropped, KeyId = 2, Detail = 5 });
        byte[] three =
            [.. Enumerable.Range(1, 3).SelectMany(i => Events(new AuditEvent { Kind = EventKind.AccessGranted, KeyId = (uint)i }))];
        yield return ("in-order", [.. Batch(Fresh, 1, 6, three), .. Batch(Fresh, 4, 6, three)]);
        yield return ("gap-and-filled", [.. Batch(0, 4, 6, three), .. Batch(0, 1, 6, three), .. Batch(Fresh, 1, 3, three)]);
        yield return ("dropped", [.. Batch(0, 10, 10, dropped), .. Batch(0, 1, 10, applied)]);
        yield return ("given-up-and-told", [.. Batch(0, 4, 6, three), GivesUp, 8, 0, 1, 0, 0, 0, 3, 0, 0, 0, Releases, 0, 0]);
        byte[] whole = new byte[SealedBatch.HeaderSize + three.Length];
        Bytes.Append(whole, SealedBatch.HeaderSize, three);
        SealedBatch.Seal(whole, 0, FuzzSamples.Secrets, 1, 3, 3, 1, FuzzSamples.Generation);
        yield return ("genuine", new InputWriter().U8(Fresh).Long(whole).ToBytes());
    }

    protected override void Run(byte[] input)
    {
        LockLedger ledger = new(FuzzSamples.LockId, FuzzSamples.Generation);
        SecretsSource source = new();
        ledger.RevokeKey(1, FuzzSamples.Noon);
        ledger.Rekey(ledger.NextGeneration());
        ledger.MakeNotices(FuzzSamples.Noon, source);
        FuzzInput fields = new(input);
        for (int i = 0; i < BatchCountMax && !fields.IsAtEnd; i++)
        {
            Step(ledger, source, fields.U8(), fields.Long());
            AssertKept(ledger);
        }
    }

    private static void Step(LockLedger ledger, SecretsSource source, int flags, byte[] content)
    {
        FuzzInput fields = new(content);
        if ((flags & GivesUp) != 0)
        {
            ledger.Trail.GiveUp(fields.U32(), fields.U32());
        }
        else if ((flags & Releases) != 0)
        {
            ledger.ReleaseEvents();
            ledger.MakeNotices(FuzzSamples.Noon, source);
        }
        else
        {
            Take(ledger, source, (flags & Sealed) == 0 ? content : Seal(fields, source), (flags & Fresh) != 0);
        }
    }

    private static void Take(LockLedger ledger, SecretsSource source, byte[] batch, bool isFresh)
    {
        byte[] before = ledger.ToBytes();
        uint stored = ledger.Trail.StoredThrough;
        BatchIntake intake = ledger.TakeBatch(batch, source, isFresh);
        if (!intake.IsTaken)
            FuzzFailure.UnlessSame(before, ledger.ToBytes(), $"a batch that is {intake.Status} changes nothing");
        FuzzFailure.Unless(ledger.Trail.StoredThrough >= stored, "what is stored stays stored");
        FuzzFailure.Unless(ledger.Trail.StoredThrough <= ledger.Trail.Head, "nothing is stored that there is not");
        FuzzFailure.Unless(!intake.IsTaken || intake.NextFrom > ledger.Trail.StoredThrough, "what is asked for next is missing");
        FuzzFailure.Unless(!intake.IsTaken || intake.Batch != null, "what is taken was opened");
    }

    private static void AssertKept(LockLedger ledger)
    {
        byte[] bytes = ledger.ToBytes();
        LockLedger again = new(0, 1);
        FuzzFailure.Unless(again.TryRead(bytes), "a ledger reads what a ledger wrote");
        FuzzFailure.UnlessSame(bytes, again.ToBytes(), "a ledger is written as it was read");
    }

    private static byte[] Seal(FuzzInput fields, SecretsSource source)
    {
        uint first = fields.U32();
        uint head = fields.U32();
        uint bootCount = fields.U32();
        ushort generation = fields.U16();
        byte[] events = fields.Rest();
        int count = Math.Min(events.Length / AuditEvent.Size, SealedBatch.CountMax);
        byte[] batch = new byte[SealedBatch.HeaderSize + (count * AuditEvent.Size)];
        Bytes.Append(batch, SealedBatch.HeaderSize, events, 0, count * AuditEvent.Size);
        SealedBatch.Seal(batch, 0, source.SecretsOf(generation) ?? FuzzSamples.Secrets, first, (ushort)count, head, bootCount, generation);
        return batch;
    }

    private static byte[] Batch(int flags, uint first, uint head, byte[] events) =>
        new InputWriter().U8(flags | Sealed)
            .Long(new InputWriter().U32(first).U32(head).U32(1).U16(FuzzSamples.Generation).Raw(events).ToBytes()).ToBytes();

    private static byte[] Events(AuditEvent audit)
    {
        byte[] record = new byte[AuditEvent.Size];
        audit.WriteTo(record, 0);
        return record;
    }

    private sealed class SecretsSource : ILockSecretsSource
    {
        private static readonly LockSecrets Next = new(FuzzSamples.Secret(9));

        public LockSecrets? SecretsOf(ushort generation) => generation switch
        {
            FuzzSamples.Generation => FuzzSamples.Secrets,
            FuzzSamples.Generation + 1 => Next,
            _ => null,
        };
    }
}
