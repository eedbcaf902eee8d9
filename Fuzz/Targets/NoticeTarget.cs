using LockFirmware.KeyCrypto;

namespace LockFirmware.Fuzz.Targets;

/// <summary>
/// Genuine notices of any content, delivered to one lock in turn. Input: up to 8 times length u16 | number u8 | behind u8 |
/// issuedAt u32 | itemCount u8 | items; <c>behind</c> is how far after lies below number.
/// </summary>
internal sealed class NoticeTarget : FuzzTarget
{
    private const int NoticeCountMax = 8;

    internal override string Name => "notice";

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        yield return ("every-kind", Input(FuzzSamples.NewNotice(1)));
        yield return ("twice", Input(FuzzSamples.NewNotice(1), FuzzSamples.NewNotice(1)));
        yield return ("one-behind-the-other", Input(Revocations(1), Revocations(2), FuzzSamples.NewNotice(3)));
        yield return ("missing", Input(FuzzSamples.NewNotice(2)));
        yield return ("full-table", Input([.. Enumerable.Range(1, 4).Select(i => Revocations((uint)i))]));
    }

    protected override void Run(byte[] input)
    {
        FuzzLock theLock = new(true);
        FuzzInput fields = new(input);
        for (int i = 0; i < NoticeCountMax && !fields.IsAtEnd; i++)
            Deliver(theLock, new FuzzInput(fields.Long()));
        theLock.AssertSurvivesReboot();
    }

    private static void Deliver(FuzzLock theLock, FuzzInput fields)
    {
        uint number = fields.U8();
        uint after = number - fields.U8();
        byte[] content = new InputWriter().U32(FuzzSamples.LockId).U32(number).U32(after).U32(fields.U32()).Raw(fields.Take(1))
            .Raw(fields.Rest()).ToBytes();
        byte[] notice = [.. content, .. FuzzSamples.Mac(theLock.Secrets!.NoticeSecret, "LF1 notice", content)];
        if (Request.SizeMin + notice.Length > Request.FrameSizeMax)
            return;
        byte[] before = theLock.Stored();
        uint applied = theLock.Memory.State.Applied;
        theLock.NextChallenge();
        Status status =
            theLock.Send(Request.Build(Command.Deliver, 1, new byte[Request.NonceSize], null, null, notice, null, theLock.Challenge));
        FuzzFailure.Unless(status is Status.Ok or Status.Malformed or Status.AlreadyApplied or Status.MissingNotice or Status.NotApplicable
            or Status.SettingsTooNew or Status.GenerationTooLow, $"a genuine notice is not answered {status}");
        if (status == Status.Ok)
            FuzzFailure.Unless(applied < number && applied >= after && theLock.Memory.State.Applied == number,
                "a notice is applied in its turn");
        else
            FuzzFailure.UnlessSame(before, theLock.Stored(), "a notice that is not applied leaves nothing");
    }

    private static byte[] Revocations(uint number)
    {
        NoticeBuilder notice = new(FuzzSamples.LockId, number, number - 1, FuzzSamples.Noon);
        for (uint i = 0; notice.RevokeKey((number * 100) + i, FuzzSamples.Noon + i); i++)
        {
        }
        return notice.ToBytes(FuzzSamples.Secrets.NoticeSecret);
    }

    private static byte[] Input(params byte[][] notices)
    {
        InputWriter input = new();
        foreach (byte[] notice in notices)
        {
            byte[] items = notice[16..^Hmac.MacSize];
            input.Long(new InputWriter().U8(notice[4]).U8(notice[4] - notice[8]).U32(FuzzSamples.Noon).Raw(items).ToBytes());
        }
        return input.ToBytes();
    }
}
