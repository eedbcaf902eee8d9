using LockFirmware.KeyCrypto;

namespace LockFirmware.Fuzz.Targets;

/// <summary>The parser of grants, and the check of hours on what it accepts. Input: now u32 | grant.</summary>
internal sealed class GrantTarget : FuzzTarget
{
    internal override string Name => "grant";

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        yield return ("always", Input(FuzzSamples.NewGrant(Rights.All)));
        yield return ("never-now", Input(FuzzSamples.NewGrant(Rights.Unlock, FuzzSamples.Window(0x80, 1439, 1))));
        yield return ("eight-windows",
            Input(FuzzSamples.NewGrant(Rights.Unlock, [.. Enumerable.Range(0, 8).Select(i => FuzzSamples.Window(1 << i, 60 * i, 60))])));
    }

    protected override void Run(byte[] input)
    {
        FuzzInput fields = new(input);
        uint now = fields.U32();
        byte[] bytes = fields.Rest();
        Grant grant = new();
        if (!grant.TryRead([0xA5, .. bytes, 0xA5], 1, bytes.Length))
            return;
        FuzzFailure.UnlessSame(bytes, grant.ToBytes(), "a grant is written as it was read");
        AccessCalendar calendar = FuzzSamples.NewConfiguration().Calendar;
        if (AccessHours.Admits(grant.Windows, null, calendar, now))
            return;
        uint opening = AccessHours.NextOpening(grant.Windows, null, calendar, now, grant.NotAfter);
        FuzzFailure.Unless(opening == 0 || (opening > now && opening < grant.NotAfter), "the next opening lies ahead and before the end");
        FuzzFailure.Unless(opening == 0 || AccessHours.Admits(grant.Windows, null, calendar, opening), "the next opening is one");
    }

    private static byte[] Input(Grant grant) => new InputWriter().U32(FuzzSamples.Noon).Raw(grant.ToBytes()).ToBytes();
}
