using System;
using System.Collections.Generic;
using System.Linq;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.PowerCut;

/// <summary>Compares a lock with what it had acknowledged before the power failed.</summary>
internal static class LifeChecks
{
    public static void Check(Life life, string where)
    {
        List<AuditEvent> trail = ReadTrail(life, where);
        CheckDropped(life, trail, where);
        CheckAdmissions(life, trail, where);
        CheckChanges(life, trail, where);
        LifeModel model = life.Model;
        ushort generation = life.Memory.Identity.Generation;
        Assert.IsTrue(generation == model.Generation || generation == model.GenerationUnderWay, $"{where}: identity {generation}");
        uint applied = life.Memory.State.Applied;
        Assert.IsTrue(applied == model.Applied || applied == model.NoticeUnderWay, $"{where}: applied {applied}");
        if (generation == 0)
            return;
        Assert.IsTrue(model.Knows(generation, applied), $"{where}: generation {generation} with notice {applied}");
        LifeModel.Settings expected = model.Expected(generation, applied);
        Assert.AreEqual(expected.Synced, life.Memory.State.Synced, $"{where}: stored by the facility");
        Assert.AreEqual(expected.Overlocked, life.Memory.State.Overlocked, $"{where}: overlock");
        Assert.AreEqual(expected.ReleaseMs, life.Memory.Configuration.ReleaseMs, $"{where}: configuration");
        CheckTenancy(life, trail, expected.Tenancy, where);
        Assert.IsTrue(life.Memory.Revocations.Count == expected.Revocations || life.IsFillingTable, $"{where}: revocations");
    }

    /// <summary>Every event is there and complete: those of this life, and the first and last of those before it.</summary>
    private static List<AuditEvent> ReadTrail(Life life, string where)
    {
        List<AuditEvent> trail = [];
        byte[] record = new byte[AuditEvent.Size];
        uint oldest = life.Board.Events.Oldest;
        uint before = life.Model.EventsBefore;
        for (uint sequence = oldest; sequence <= life.Board.Events.Head; sequence++)
        {
            AuditEvent audit = new();
            if (sequence > oldest && sequence < before)
                sequence = before;
            Assert.AreEqual(1, life.Board.Events.Read(sequence, record, 0, 1), $"{where}: event {sequence} is there");
            Assert.IsTrue(audit.TryRead(record, 0), $"{where}: event {sequence} is whole");
            if (sequence > before)
                trail.Add(audit);
            else
                Assert.AreEqual(sequence, audit.Detail, $"{where}: event {sequence} of before");
        }
        return trail;
    }

    /// <summary>The lock names the events that it has removed and the facility does not have, and no others.</summary>
    private static void CheckDropped(Life life, List<AuditEvent> trail, string where)
    {
        uint oldest = life.Board.Events.Oldest;
        uint synced = life.Memory.State.Synced;
        uint named = 0;
        foreach (AuditEvent audit in trail.Where(e => e.Kind == EventKind.EventsDropped))
        {
            Assert.IsTrue(audit.KeyId + audit.Detail <= oldest, $"{where}: {audit.Detail} from {audit.KeyId} dropped, {oldest} is there");
            if (audit.KeyId <= synced + 1)
                named = Math.Max(named, audit.KeyId + audit.Detail - 1);
        }
        Assert.IsTrue(Math.Max(named, synced) >= oldest - 1,
            $"{where}: events from {Math.Max(named, synced) + 1} to {oldest - 1} are gone and not named");
        // littlefs never leaves half a write. If a flash does, the lock does not continue the segment but replaces the oldest one.
        uint least = life.Board.Files.Remains is 2 or 4 ? 39u * 255 : 10_000u;
        uint kept = life.Board.Events.Head - oldest + 1;
        Assert.IsTrue(kept >= Math.Min(least, life.Board.Events.Head), $"{where}: {kept} events kept");
    }

    /// <summary>
    /// No acknowledged admission is lost or doubled, their order is kept, and at most one unacknowledged admission is added.
    /// </summary>
    private static void CheckAdmissions(Life life, List<AuditEvent> trail, string where)
    {
        List<uint> admitted = [.. trail.Where(e => e.Kind == EventKind.AccessGranted).Select(e => e.KeyId)];
        List<uint> expected = [.. life.Model.Admitted];
        if (admitted.Count == expected.Count + 1)
            expected.Add(life.Model.AdmissionUnderWay);
        CollectionAssert.AreEqual(expected, admitted, $"{where}: admissions");
    }

    /// <summary>An admission both raises the tenancy and is in the trail, or neither.</summary>
    private static void CheckTenancy(Life life, List<AuditEvent> trail, ushort tenancy, string where)
    {
        ushort begun = life.Model.TenancyUnderWay;
        if (begun > tenancy && trail.Any(e => e.Kind == EventKind.AccessGranted && e.KeyId == life.Model.AdmissionUnderWay))
            tenancy = begun;
        Assert.AreEqual(tenancy, life.Memory.State.Tenancy, $"{where}: tenancy");
    }

    /// <summary>Every change that is stored has its events, once and in order; one that is not stored has none.</summary>
    private static void CheckChanges(Life life, List<AuditEvent> trail, string where)
    {
        LifeModel model = life.Model;
        EventKind[] ofNotices = [EventKind.NoticeApplied, EventKind.ConfigurationChanged, EventKind.RevocationOverflow];
        List<EventKind> expected =
            [.. model.NoticeEvents.Where(n => n.Key <= life.Memory.State.Applied).OrderBy(n => n.Key).SelectMany(n => n.Value)];
        CollectionAssert.AreEqual(expected, trail.Select(e => e.Kind).Where(ofNotices.Contains).ToList(), $"{where}: events of notices");
        List<uint> numbers = [.. model.NoticeEvents.Keys.Where(n => n <= life.Memory.State.Applied).Order()];
        CollectionAssert.AreEqual(numbers, trail.Where(e => e.Kind == EventKind.NoticeApplied).Select(e => e.Detail).ToList(),
            $"{where}: notices");
        List<(EventKind, uint)> changes = [.. model.Changes];
        if (model.ChangeUnderWay is { } change && IsStored(life, change))
            changes.Add(change);
        List<(EventKind, uint)> recorded = [.. trail.Where(e => e.Kind is EventKind.Provisioned or EventKind.Reset or EventKind.ClockSet)
            .Select(e => (e.Kind, e.Kind == EventKind.ClockSet ? e.Time : e.Detail))];
        CollectionAssert.AreEqual(changes, recorded, $"{where}: identities and times");
        Assert.AreEqual(life.Memory.State.BootCount, (uint)trail.Count(e => e.Kind == EventKind.Boot), $"{where}: boots");
    }

    private static bool IsStored(Life life, (EventKind Kind, uint Value) change) => change.Kind switch
    {
        EventKind.Provisioned => life.Memory.Identity.Generation == change.Value,
        EventKind.Reset => !life.Memory.Identity.IsProvisioned,
        _ => life.Memory.State.Floor == change.Value,
    };
}
