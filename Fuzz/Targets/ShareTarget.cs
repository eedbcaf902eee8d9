using LockFirmware.KeyCrypto;

namespace LockFirmware.Fuzz.Targets;

/// <summary>The parser of shares, and the hours of holder and guest together. Input: now u32 | holder's window (5 bytes) | share.</summary>
internal sealed class ShareTarget : FuzzTarget
{
    internal override string Name => "share";

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        yield return ("day", Input(FuzzSamples.NewShare(Rights.Unlock), FuzzSamples.Window(0xFF, 0, 1440)));
        yield return ("night", Input(FuzzSamples.NewShare(Rights.Unlock | Rights.Share), FuzzSamples.Window(0x55, 1300, 300)));
    }

    protected override void Run(byte[] input)
    {
        FuzzInput fields = new(input);
        uint now = fields.U32();
        byte[] window = fields.Take(AccessWindows.EntrySize);
        byte[] bytes = fields.Rest();
        Share share = new();
        AccessWindows holder = new();
        if (!share.TryRead([0xA5, .. bytes, 0xA5], 1, bytes.Length) || !holder.TryRead(window, 0, 1))
            return;
        FuzzFailure.UnlessSame(bytes, share.ToBytes(), "a share is written as it was read");
        AccessCalendar calendar = FuzzSamples.NewConfiguration().Calendar;
        bool admits = AccessHours.Admits(holder, share.Windows, calendar, now);
        FuzzFailure.Unless(!admits || AccessHours.Admits(holder, calendar, now), "a guest comes in only when the holder does");
        if (admits)
            return;
        uint opening = AccessHours.NextOpening(holder, share.Windows, calendar, now, share.NotAfter);
        FuzzFailure.Unless(opening == 0 || AccessHours.Admits(holder, share.Windows, calendar, opening), "the next opening is one");
    }

    private static byte[] Input(Share share, byte[] window) =>
        new InputWriter().U32(FuzzSamples.Noon).Raw(window).Raw(share.ToBytes()).ToBytes();
}
