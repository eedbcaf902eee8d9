using System;
using System.Collections.Generic;
using System.Linq;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Feedback;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Show;

namespace LockFirmware.Tests.Pc.Demo;

[TestClass]
public class BoardDemoTests
{
    [TestMethod]
    public void The_demo_facility_plays_as_expected()
    {
        ProgramRun run = ProgramRun.Of();
        Assert.AreEqual(0, run.ExitCode, run.Output);
        StringAssert.Contains(run.Output, "every answer, latch and trail is as expected", "ending");
        Assert.AreEqual(string.Empty, run.Error, "complaints");
    }

    [TestMethod]
    public void Plain_lines_fit_80_columns_and_carry_no_escape()
    {
        ProgramRun run = ProgramRun.Of("--plain");
        Assert.IsFalse(run.Output.Contains('\u001b'), "escape");
        foreach (string line in run.Output.Split('\n'))
            Assert.IsLessThanOrEqualTo(80, line.Length, line);
    }

    [TestMethod]
    public void The_demo_shows_the_site_that_the_issue_asks_for()
    {
        FacilityFile facility = FacilityParser.Load(ProgramRun.DemoFile);
        Status?[] answers = [.. facility.Script.Select(step => step.Expect)];
        foreach (Status status in new[] { Status.Ok, Status.NotAuthentic, Status.Expired, Status.NotYetValid, Status.ClockUnknown,
            Status.Revoked, Status.NotPermitted, Status.Overlocked, Status.Lockdown, Status.OutsideHours })
            CollectionAssert.Contains(answers, status, status.ToString());
        Assert.IsGreaterThanOrEqualTo(12, facility.People.Count, "people");
        Assert.IsTrue(facility.Locks.Any(door => door.Configuration.IsExit), "an exit gate");
    }

    [TestMethod]
    public void The_demo_shows_what_lights_and_buzzer_tell()
    {
        string output = ProgramRun.Of("--plain").Output;
        foreach (Signal signal
            in new[] { Signal.Granted, Signal.Refused, Signal.OutsideHours, Signal.ClockUnknown, Signal.CallOffice, Signal.Lockdown,
            Signal.HeldOpenWarning, Signal.HeldOpen, Signal.Jammed, Signal.Forced, Signal.Tampered, Signal.Fire })
            StringAssert.Contains(output, $"{SignalWords.Name(signal)}: ", signal.ToString());
        StringAssert.Contains(output, SignalWords.Of(Signal.OutsideHours, SignalTable.Of(Signal.OutsideHours).Slots.TrimEnd('.'))[..30]);
    }

    [TestMethod]
    public void A_changed_expectation_is_named_with_its_line_and_ends_with_1()
    {
        ProgramRun run =
            ProgramRun.OfFile(
                ProgramRun.DemoWith("\"expect\": \"Expired\", \"latch\": \"secured\"", "\"expect\": \"Revoked\", \"latch\": \"secured\""));
        Assert.AreEqual(1, run.ExitCode, "exit code");
        string ending = run.Output[run.Output.IndexOf("NOT as expected", StringComparison.Ordinal)..];
        string joined = string.Join(' ', ending.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        StringAssert.Contains(joined, "step 3 (line ", "step and line");
        StringAssert.Contains(joined, "$.script[2]), Ben Okafor at Exit gate: the answer should be Revoked and was Expired.", "what");
        StringAssert.Contains(joined, "in 1 point", "nothing else");
    }

    [TestMethod]
    public void A_changed_latch_is_named_and_ends_with_1()
    {
        ProgramRun run =
            ProgramRun.OfFile(
                ProgramRun.DemoWith("\"expect\": \"Ok\", \"latch\": \"released\", \"walks\": true",
                    "\"expect\": \"Ok\", \"latch\": \"secured\""));
        Assert.AreEqual(1, run.ExitCode, "exit code");
        StringAssert.Contains(run.Output, "the latch should be", "what");
    }

    [TestMethod]
    public void A_trail_that_tells_of_another_admission_than_was_seen_is_named()
    {
        FacilityFile facility = FacilityParser.Load(ProgramRun.DemoFile);
        TrailKeeper keeper = new();
        Assert.IsTrue(new BoardDemo(facility, keeper).Play(), "the demo");
        PulledTrail trail = keeper.First!;
        Assert.IsEmpty(AuditCheck.Compare(trail, keeper.Outcomes), "as it was");

        TrailEvent admission = trail.Events.First(item => item.Event.Kind == EventKind.AccessGranted);
        admission.Event.KeyId++;
        Assert.Contains("admission 1 was", AuditCheck.Compare(trail, keeper.Outcomes).Single(), "another key");

        PulledTrail shortened = trail with { Events = [.. trail.Events.Where(item => item != admission)] };
        Assert.Contains("admissions were seen", AuditCheck.Compare(shortened, keeper.Outcomes)[0], "one less");
    }

    private sealed class TrailKeeper : IDemoShow
    {
        public PulledTrail? First { get; private set; }

        public IReadOnlyList<AttemptOutcome> Outcomes { get; private set; } = [];

        public bool Run(Func<bool> demo) => demo();

        public void Begin(FacilityFile facility, IReadOnlyList<LockSite> sites)
        {
        }

        public void Provisioned(LockSite site, ProvisionReport report)
        {
        }

        public void Moved(LockSite site)
        {
        }

        public void Attempted(AttemptOutcome outcome)
        {
        }

        public void Trail(PulledTrail trail, IReadOnlyList<AttemptOutcome> outcomes)
        {
            First ??= trail;
            Outcomes = outcomes;
        }

        public void End(IReadOnlyList<AttemptOutcome> outcomes, IReadOnlyList<string> differences)
        {
        }
    }
}
