using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockLink;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Hardware;

namespace LockFirmware.VirtualBoard.Demo;

/// <summary>Plays the steps of a script at the doors in driven time.</summary>
internal sealed class ScriptPlayer
{
    private const int StepMs = 20;
    private const int PressMs = 200;
    private const int SettleMs = 200;
    private const int MsPerSecond = 1000;
    private const int RelockMarginMs = 1000;
    private const int LookMs = 3000;

    private readonly FacilityFile _facility;
    private readonly DrivenTime _time;
    private readonly IReadOnlyDictionary<LockEntry, LockSite> _sites;
    private readonly Action<LockSite> _moved;
    private readonly Dictionary<Attempt, byte[]> _recordings = [];

    /// <summary>Makes a player.</summary>
    /// <param name="facility">The facility with the script.</param>
    /// <param name="time">The time outside the board.</param>
    /// <param name="sites">The provisioned locks.</param>
    /// <param name="moved">Called when a latch or a door has moved.</param>
    public ScriptPlayer(FacilityFile facility, DrivenTime time, IReadOnlyDictionary<LockEntry, LockSite> sites, Action<LockSite> moved)
    {
        _facility = facility;
        _time = time;
        _sites = sites;
        _moved = moved;
    }

    /// <summary>Plays one step.</summary>
    public AttemptOutcome Play(Attempt attempt)
    {
        _time.Leap(attempt.At);
        LockSite site = _sites[attempt.Lock];
        AttemptOutcome outcome = new() { Attempt = attempt, At = _time.Utc };
        using SignalWatch watch = new(site.Board, _time);
        outcome = attempt.Does switch
        {
            Deed.CutPower => CutPower(outcome, site),
            Deed.RequestToExit => PressRequestToExit(outcome, site),
            Deed.Force => Force(outcome, site),
            Deed.Jam => Wedge(outcome, site, true),
            Deed.Free => Wedge(outcome, site, false),
            Deed.Tamper => Tamper(outcome, site),
            Deed.FireAlarm => SoundFireAlarm(outcome, site),
            _ => Visit(outcome, site),
        };
        SeeAnswer(site);
        return outcome with { Signals = watch.Seen(), Differences = Expectations.Compare(outcome) };
    }

    /// <summary>Observes the signal until it ends. A signal that lasts is observed for a moment.</summary>
    private void SeeAnswer(LockSite site)
    {
        _moved(site);
        long deadlineMs = _time.NowMs + LookMs;
        do
            _time.Advance(StepMs);
        while (site.Board.Signal != Signal.None && _time.NowMs < deadlineMs);
        _moved(site);
    }

    private AttemptOutcome Visit(AttemptOutcome outcome, LockSite site)
    {
        Attempt attempt = outcome.Attempt;
        using (PhoneVisit? visit = PhoneVisit.Begin(site, _time))
        {
            if (visit == null)
                return outcome with { Latch = LatchOf(site) };
            PhoneKey? key = KeyOf(attempt);
            outcome = outcome with
            {
                Deliveries =
                [.. attempt.Carries.Select(carried => new Delivery(carried, visit.Deliver(carried.Notice.Bytes, OwnKeyTo(attempt))))]
            };
            outcome = outcome with { Exchange = Exchange(visit, attempt, key), Released = visit.Released };
        }
        if (outcome.Exchange?.Answer is { } answer)
            _recordings[attempt] = answer.Request;
        return Walk(outcome, site);
    }

    private ExchangeReport? Exchange(PhoneVisit visit, Attempt attempt, PhoneKey? key) => attempt.Does switch
    {
        Deed.Unlock => visit.Ask(Command.Unlock, key!, []),
        Deed.HoldOpen => visit.Ask(Command.HoldOpen, key!, BitConverter.GetBytes(attempt.Until)),
        Deed.Relock => visit.Ask(Command.Relock, key!, []),
        Deed.BringTime => visit.BringTime(),
        Deed.Replay when _recordings.TryGetValue(attempt.Of!, out byte[]? recording) => visit.Replay(recording),
        _ => null,
    };

    private PhoneKey? KeyOf(Attempt attempt) => attempt switch
    {
        { Share: not null } => Issuer.ShareOf(_facility, attempt.Share),
        { Key: not null } => Issuer.KeyOf(_facility, attempt.Key),
        _ => null,
    };

    private PhoneKey? OwnKeyTo(Attempt attempt)
    {
        if (attempt.Key != null)
            return attempt.Key.Lock == attempt.Lock ? KeyOf(attempt) : null;
        KeyEntry? own = _facility.Keys.FirstOrDefault(key => key.Holder == attempt.Who && key.Lock == attempt.Lock);
        return own == null ? null : Issuer.KeyOf(_facility, own);
    }

    private AttemptOutcome CutPower(AttemptOutcome outcome, LockSite site)
    {
        site.Board.CutPower();
        _moved(site);
        _time.Leap(_time.Utc + (uint)outcome.Attempt.Seconds);
        site.Board.PowerOn();
        _moved(site);
        return outcome with { Latch = LatchOf(site) };
    }

    private AttemptOutcome PressRequestToExit(AttemptOutcome outcome, LockSite site)
    {
        site.Board.Door.PressRequestToExit(true);
        _time.Advance(PressMs);
        site.Board.Door.PressRequestToExit(false);
        return Walk(outcome, site);
    }

    private AttemptOutcome Force(AttemptOutcome outcome, LockSite site)
    {
        LatchState latch = LatchOf(site);
        site.Board.Door.Force();
        outcome = LetStandOpen(outcome, site);
        return outcome with { Latch = latch, DoorOpened = true };
    }

    private AttemptOutcome Wedge(AttemptOutcome outcome, LockSite site, bool stuck)
    {
        site.Board.Door.StickBolt(stuck);
        _time.Advance(SettleMs);
        return outcome with { Latch = LatchOf(site) };
    }

    private AttemptOutcome Tamper(AttemptOutcome outcome, LockSite site)
    {
        site.Board.Door.OpenHousing(true);
        _time.Advance((long)outcome.Attempt.Seconds * MsPerSecond);
        site.Board.Door.OpenHousing(false);
        _time.Advance(SettleMs);
        return outcome with { Latch = LatchOf(site) };
    }

    private AttemptOutcome SoundFireAlarm(AttemptOutcome outcome, LockSite site)
    {
        site.Board.Door.SoundFireAlarm(true);
        _time.Advance((long)outcome.Attempt.Seconds * MsPerSecond);
        outcome = outcome with { Latch = LatchOf(site) };
        _moved(site);
        site.Board.Door.SoundFireAlarm(false);
        _time.Advance(SettleMs);
        _moved(site);
        return outcome with { StayedReleased = site.Board.Door.IsReleased };
    }

    /// <summary>The person pushes the door. If it opens, the person walks through, and the latch is secured afterwards.</summary>
    private AttemptOutcome Walk(AttemptOutcome outcome, LockSite site)
    {
        long startMs = _time.NowMs;
        bool wasReleased = site.Board.Door.IsReleased;
        outcome = outcome with { Latch = LatchOf(site) };
        _moved(site);
        bool hitWedge = wasReleased && site.Board.Door.IsBoltStuck;
        bool opened = outcome.Attempt.Walks && site.Board.Door.TryOpen();
        if (opened)
            outcome = LetStandOpen(outcome, site);
        bool isHeld = site.Board.Firmware?.Engine.Door.IsHeld ?? false;
        long deadlineMs = Math.Max(startMs + site.Entry.Configuration.ReleaseMs, _time.NowMs) + RelockMarginMs;
        // For a wedged bolt the lock tries again and releases the latch for a moment. This is not the relock.
        while ((hitWedge || site.Board.Door.IsReleased) && !isHeld && _time.NowMs < deadlineMs)
            _time.Advance(StepMs);
        _moved(site);
        bool isRelocked = wasReleased && !site.Board.Door.IsReleased;
        return outcome with
        {
            DoorOpened = opened,
            RelockedMs = isRelocked && !hitWedge
            ? _time.NowMs - startMs
            : null,
            HitWedge = hitWedge
        };
    }

    private AttemptOutcome LetStandOpen(AttemptOutcome outcome, LockSite site)
    {
        _moved(site);
        long openedMs = _time.NowMs;
        long closesMs = openedMs + ((long)outcome.Attempt.Seconds * MsPerSecond);
        bool isWaiting = true;
        while (_time.NowMs < closesMs)
        {
            _time.Advance(StepMs);
            isWaiting &= site.Board.Door.IsReleased;
            DoorController? door = site.Board.Firmware?.Engine.Door;
            if (door is { IsHeldOpenWarning: true })
                outcome = outcome with { WarnedMs = outcome.WarnedMs ?? _time.NowMs - openedMs };
            if (door is { IsHeldOpenAlarm: true })
                outcome = outcome with { AlarmedMs = outcome.AlarmedMs ?? _time.NowMs - openedMs };
        }
        site.Board.Door.Close();
        _time.Advance(SettleMs);
        _moved(site);
        return outcome with { StayedReleased = isWaiting };
    }

    private static LatchState LatchOf(LockSite site) => site.Board.Door.IsReleased ? LatchState.Released : LatchState.Secured;
}
