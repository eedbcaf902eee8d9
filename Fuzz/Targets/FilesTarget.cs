using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;

namespace LockFirmware.Fuzz.Targets;

/// <summary>
/// A lock that starts over files of any content. Input: up to 40 times name u8 | form u8 | length u16 | content. Form 1: the
/// harness adds the right check of a sealed file; form 2: it sets the check values of the events in it.
/// </summary>
internal sealed class FilesTarget : FuzzTarget
{
    private const int FileCountMax = 40;
    private const int AppendCount = 30;
    private const int ReadCountMax = 600;

    private static readonly string[] FileNames =
    [
        "records/journal", .. Enumerable.Range(0, RecordIds.Count).SelectMany(i => new[] { $"records/{i}a", $"records/{i}b" }),
        .. Enumerable.Range(0, 16).Select(i => $"tail/{i}"), .. Enumerable.Range(0, 41).Select(i => $"ring/{i}"),
    ];

    internal override string Name => "files";

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        FuzzFiles files = new();
        yield return ("empty", []);
        LockIdentity identity = new();
        identity.StartFresh(FuzzSamples.SetupSecret);
        identity.Take(FuzzSamples.FacilityId, FuzzSamples.LockId, FuzzSamples.Generation, FuzzSamples.LockSecret);
        SlottedRecords records = new(files);
        LockController.State.RevocationTable none = new();
        records.Replace(
        [
            identity.ToRecord(), FuzzSamples.BytesOf(FuzzSamples.NewConfiguration()), [], none.ToRecord(0),
            new LockState { HighestGeneration = 3 }.ToRecord(), none.ToRecord(1), none.ToRecord(2), none.ToRecord(3),
        ]);
        records.Replace(
            [null, null, null, null, new LockState { HighestGeneration = 3, Floor = FuzzSamples.Noon }.ToRecord(), null, null, null]);
        EventRing ring = new(files);
        Record(ring, 5);
        yield return ("records", Input(files));
        Record(ring, 20);
        ring.Compact();
        Record(ring, 3);
        yield return ("settled", Input(files));
        byte[] unfinished = new InputWriter().U8(0).U8(1)
            .Long([2, 0, 0, 0, .. new InputWriter().U8(0).Long(identity.ToRecord()).U8(2).Long([]).ToBytes()]).ToBytes();
        yield return ("unfinished", unfinished);
    }

    protected override void Run(byte[] input)
    {
        FuzzFiles files = new();
        FuzzInput fields = new(input);
        for (int i = 0; i < FileCountMax && !fields.IsAtEnd; i++)
        {
            string name = FileNames[fields.U8() % FileNames.Length];
            files.Write(name, Formed(fields.U8(), fields.Long()));
        }
        StartLock(files);
        RunRing(new EventRing(files));
        RunRing(new EventRing(files));
    }

    private static void StartLock(FuzzFiles files)
    {
        SlottedRecords records = new(files);
        byte[] before = files.Snapshot();
        LockController.Engine.LockEngine engine = new FuzzBoard().Boot(records, new EventRing(files));
        if (engine.Memory.IsTooNew)
            AssertUntouched(engine, files, before);
        if (engine.Memory.Fault != Status.Ok)
            return;
        byte[]? challenge = engine.DrawChallenge(1);
        FuzzFailure.Unless(challenge != null, "a lock with whole flash starts");
        LockSecrets? secrets = engine.Memory.Identity.Secrets;
        if (secrets == null)
            return;
        Grant grant = FuzzSamples.NewGrant(Rights.All);
        grant.FacilityId = engine.Memory.Identity.FacilityId;
        grant.LockId = engine.Memory.Identity.LockId;
        byte[] bytes = grant.ToBytes();
        byte[] request =
            Request.Build(Command.Status, 1, new byte[Request.NonceSize], bytes, null, [], Grant.HolderSecret(secrets.KeyMinter, bytes),
                challenge!);
        engine.Accept(FrameSplitter.Piece(request, request.Length, 600, 0), 1);
        FuzzFailure.Unless((Status)engine.Reply[3] != Status.InternalError, "the firmware does not fail");
        FuzzFailure.Unless(engine.Memory.SaveAll(), "a lock with whole flash keeps what it knows");
        byte[] known = engine.Memory.Identity.ToRecord();
        FuzzFailure.UnlessSame(known, new LockMemory(new SlottedRecords(files), FuzzSamples.SetupSecret).Identity.ToRecord(),
            "what was kept is there");
    }

    /// <summary>Files of a later firmware must stay unchanged.</summary>
    private static void AssertUntouched(LockController.Engine.LockEngine engine, FuzzFiles files, byte[] before)
    {
        FuzzFailure.Unless(engine.DrawChallenge(1) == null, "a later firmware's memory is not judged by");
        engine.Accept([0xC0, 1], 1);
        FuzzFailure.Unless((Status)engine.Reply[3] == Status.SettingsTooNew, "the phone is told");
        engine.Tick(4 * 3_600_000);
        FuzzFailure.UnlessSame(before, files.Snapshot(), "a later firmware's memory is not written");
    }

    private static void RunRing(EventRing ring)
    {
        ReadAll(ring);
        uint head = ring.Head;
        int appended = Record(ring, AppendCount);
        FuzzFailure.Unless(ring.Head == head + (uint)appended, "every event that was taken has its number");
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new();
        if (appended > 0 && ring.Head >= ring.Oldest)
            FuzzFailure.Unless(ring.Read(ring.Head, record, 0, 1) == 1 && audit.TryRead(record, 0) && audit.Detail == appended,
                "the last event is there");
        ring.DropOldest();
        ReadAll(ring);
    }

    private static void ReadAll(EventRing ring)
    {
        byte[] events = new byte[SealedBatch.CountMax * AuditEvent.Size];
        uint at = ring.Oldest;
        for (int i = 0; i < ReadCountMax; i++)
        {
            int count = ring.Read(at, events, 0, SealedBatch.CountMax);
            FuzzFailure.Unless(count is >= 0 and <= SealedBatch.CountMax, "no more events are read than were asked for");
            at += (uint)Math.Max(1, count);
        }
    }

    private static int Record(EventRing ring, int count)
    {
        byte[] record = new byte[AuditEvent.Size];
        for (int i = 0; i < count; i++)
        {
            new AuditEvent { Kind = EventKind.AccessGranted, Detail = (uint)i + 1 }.WriteTo(record, 0);
            if (!ring.Append(record))
                return i;
            ring.Compact();
        }
        return count;
    }

    private static byte[] Formed(int form, byte[] content)
    {
        if (form == 1)
            return FuzzFiles.Seal(content);
        AuditEvent audit = new();
        for (int at = 0; form == 2 && at + AuditEvent.Size <= content.Length; at += AuditEvent.Size)
        {
            audit.TryRead(content, at);
            audit.WriteTo(content, at);
        }
        return content;
    }

    private static byte[] Input(FuzzFiles files)
    {
        const int checkSize = 8;
        InputWriter input = new();
        foreach (string name in files.Names)
        {
            byte[] content = files.Read(name)!;
            bool isEvents = name.StartsWith("ring/", StringComparison.Ordinal);
            bool isEmpty = content.Length == 0;
            input.U8(Array.IndexOf(FileNames, name)).U8(isEvents ? 2 : isEmpty ? 0 : 1)
                .Long(isEvents || isEmpty ? content : content[1..^checkSize]);
        }
        return input.ToBytes();
    }
}
