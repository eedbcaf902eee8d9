using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>Reads the script of a facility file: who does what at which door, and the expected outcome.</summary>
internal sealed class ScriptParser(LocalTime time, Names names, IReadOnlyList<KeyEntry> keys, IReadOnlyList<ShareEntry> shares)
{
    private const int DoorOpenSecondsDefault = 3;
    private const int SecondsMax = 24 * 3600;

    /// <summary>Reads all steps. Their times must not go back.</summary>
    /// <param name="places">The steps.</param>
    /// <param name="start">When the locks are provisioned.</param>
    public IReadOnlyList<Attempt> Read(IReadOnlyList<JsonPlace> places, uint start)
    {
        List<Attempt> script = [];
        uint last = start;
        foreach (JsonPlace place in places)
        {
            Attempt step = ReadStep(place, script.Count + 1);
            if (step.At < last)
                throw place.Members["at"].Wrong(
                    "This time is earlier than the step before, or than \"start\". Sort the steps by time.");
            last = step.At;
            script.Add(step);
            if (place.Members.TryGetValue("label", out JsonPlace? label))
                names.AddStep(label, step);
        }
        return script;
    }

    private Attempt ReadStep(JsonPlace place, int number)
    {
        Fields fields = new(place);
        Attempt step = new()
        {
            Place = place,
            Number = number,
            At = time.Read(fields.Required("at")),
            Lock = names.Lock(fields.Required("lock")),
            Does = fields.Choice<Deed>("does"),
            About = fields.TextOrNull("about"),
        };
        fields.TextOrNull("label");
        step = step.Does switch
        {
            Deed.Unlock => Answered(Carrying(Walking(Keyed(step, fields), fields), fields), fields),
            Deed.HoldOpen => Answered(Walking(Keyed(step, fields), fields), fields) with { Until = time.Read(fields.Required("until")) },
            Deed.Relock => Answered(Keyed(step, fields), fields),
            Deed.Replay => Answered(Walking(Replaying(step, fields), fields), fields),
            Deed.Visit => Visiting(step, fields),
            Deed.BringTime => By(step, fields) with { Expect = fields.Choice<Status>("expect") },
            Deed.CutPower => step with { Seconds = (int)fields.Number("seconds", 1, SecondsMax) },
            Deed.RequestToExit => Walking(By(step, fields), fields) with { Latch = LatchState.Released },
            Deed.Jam or Deed.Free => step,
            Deed.Tamper => By(step, fields) with { Seconds = (int)fields.Number("seconds", 1, SecondsMax) },
            Deed.FireAlarm => step with { Seconds = (int)fields.Number("seconds", 1, SecondsMax), Latch = LatchState.Released },
            _ => Opening(By(step, fields), fields),
        };
        fields.End();
        return step;
    }

    private Attempt By(Attempt step, Fields fields) => step with { Who = names.Person(fields.Required("who")) };

    private Attempt Keyed(Attempt step, Fields fields)
    {
        step = By(step, fields);
        JsonPlace? named = fields.Optional("key");
        KeyEntry? wanted = named == null ? null : names.Key(named);
        bool Fits(KeyEntry key) => wanted == null ? key.Lock == step.Lock : key == wanted;
        KeyEntry[] own = [.. keys.Where(key => key.Holder == step.Who && Fits(key))];
        ShareEntry[] shared = [.. shares.Where(share => share.Guest == step.Who && Fits(share.Key))];
        if (own.Length + shared.Length == 0)
            throw (named ?? fields.Required("who")).Wrong(
                $"{step.Who!.Name} does not have this key to {step.Lock.Name}. Add it to \"keys\" or \"shares\", or give another \"key\".");
        if (own.Length + shared.Length > 1)
            throw step.Place.Wrong($"{step.Who!.Name} has several keys to {step.Lock.Name}. Say in \"key\" which one is used.");
        return step with { Key = own.Length == 1 ? own[0] : shared[0].Key, Share = shared.FirstOrDefault() };
    }

    private Attempt Replaying(Attempt step, Fields fields)
    {
        JsonPlace place = fields.Required("of");
        Attempt of = names.Step(place);
        if (of.Key == null)
            throw place.Wrong("No request with a key is sent in that step. Choose a step that does \"unlock\".");
        return By(step, fields) with { Of = of };
    }

    private Attempt Carrying(Attempt step, Fields fields) =>
        step with { Carries = [.. fields.ListOrNone("carries").Select(ReadCarried)] };

    private Attempt Visiting(Attempt step, Fields fields)
    {
        fields.Required("carries");
        return Carrying(By(step, fields), fields);
    }

    private Carried ReadCarried(JsonPlace place)
    {
        Fields fields = new(place);
        Carried carried = new(names.Notice(fields.Required("notice")), fields.Choice<Status>("expect"));
        fields.End();
        return carried;
    }

    private static Attempt Walking(Attempt step, Fields fields)
    {
        step = step with { Walks = fields.Flag("walks") };
        JsonPlace? seconds = fields.Optional("doorOpenSeconds");
        if (seconds != null && !step.Walks)
            throw seconds.Wrong("Nobody opens the door in this step. Set \"walks\": true or remove this.");
        return step with { Seconds = OpenSeconds(fields) };
    }

    private static Attempt Opening(Attempt step, Fields fields) => step with { Walks = true, Seconds = OpenSeconds(fields) };

    private static Attempt Answered(Attempt step, Fields fields) =>
        step with { Expect = fields.Choice<Status>("expect"), Latch = fields.Choice<LatchState>("latch") };

    private static int OpenSeconds(Fields fields) => (int)fields.Number("doorOpenSeconds", 1, SecondsMax, DoorOpenSecondsDefault);
}
