using System.Collections.Generic;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>The audit trail of a lock as the test saw it grow, to compare with what reaches the facility.</summary>
internal sealed class SiteTrail(SiteLock door)
{
    private readonly List<byte[]> _written = [];
    private readonly List<(uint Sequence, uint KeyId, uint GuestId)> _granted = [];
    private readonly HashSet<uint> _unacknowledged = [];
    private readonly AuditEvent _event = new();

    /// <summary>How many admissions the lock has acknowledged.</summary>
    public int GrantedCount => _granted.Count;

    /// <summary>Reads what the lock has recorded since the last call.</summary>
    public void Watch()
    {
        byte[] record = new byte[AuditEvent.Size];
        for (uint sequence = (uint)_written.Count + 1; sequence <= door.Board.Head; sequence++)
        {
            Assert.AreEqual(1, door.Board.Read(sequence, record, 0, 1), $"event {sequence} is there");
            Assert.IsTrue(_event.TryRead(record, 0), $"event {sequence} is whole");
            _written.Add((byte[])record.Clone());
        }
    }

    /// <summary>The lock has acknowledged an admission, so it must have recorded it before.</summary>
    public void Granted(SiteKey key)
    {
        Assert.IsTrue(_event.TryRead(_written[^1], 0));
        Assert.AreEqual(EventKind.AccessGranted, _event.Kind, "recorded before the latch moves");
        Assert.AreEqual(key.Grant.KeyId, _event.KeyId);
        Assert.AreEqual(key.GuestId, _event.Detail);
        _granted.Add(((uint)_written.Count, key.Grant.KeyId, key.GuestId));
    }

    /// <summary>
    /// Whether there is at most one sum of failed proofs since an event, besides the record of events that were dropped for it.
    /// </summary>
    public bool HasOnlySummedSince(int count)
    {
        int sums = 0;
        for (int i = count; i < _written.Count; i++)
        {
            if (!_event.TryRead(_written[i], 0) || _event.Kind is not (EventKind.FailedProofsSummed or EventKind.EventsDropped))
                return false;
            sums += _event.Kind == EventKind.FailedProofsSummed ? 1 : 0;
        }
        return sums <= 1;
    }

    public int Count => _written.Count;

    /// <summary>After a power cut no event that was seen is lost or changed, and at most the admission under way was added.</summary>
    public void AfterCut(SiteKey? underWay)
    {
        int seen = _written.Count;
        Assert.IsTrue(door.Board.Head >= seen, "no event is lost at a power cut");
        byte[] record = new byte[AuditEvent.Size];
        uint first = door.Board.Oldest + 40 > seen ? door.Board.Oldest : (uint)seen - 40;
        for (uint sequence = first; sequence <= seen; sequence++)
        {
            door.Board.Read(sequence, record, 0, 1);
            CollectionAssert.AreEqual(_written[(int)sequence - 1], record, $"event {sequence} after a power cut");
        }
        Watch();
        int granted = 0;
        for (int i = seen; i < _written.Count; i++)
        {
            _event.TryRead(_written[i], 0);
            if (_event.Kind != EventKind.AccessGranted)
                continue;
            granted++;
            Assert.AreEqual(underWay?.Grant.KeyId, _event.KeyId, "an admission that nobody asked for");
            _unacknowledged.Add((uint)i + 1);
        }
        Assert.IsTrue(granted <= 1, "one request, one admission");
    }

    /// <summary>Every event is stored as it was written, or named as dropped; every admission is in it, in order, and no other.</summary>
    public void CompareWith(Dictionary<uint, byte[]> stored, EventTrail trail)
    {
        List<(uint, uint, uint)> admissions = [];
        for (uint sequence = 1; sequence <= _written.Count; sequence++)
        {
            Assert.AreNotEqual(stored.ContainsKey(sequence), trail.Lost.Contains(sequence), $"event {sequence} is stored or named");
            if (!stored.TryGetValue(sequence, out byte[]? record))
                continue;
            CollectionAssert.AreEqual(_written[(int)sequence - 1], record, $"event {sequence} as it was written");
            Assert.IsTrue(_event.TryRead(record, 0));
            if (_event.Kind == EventKind.AccessGranted && !_unacknowledged.Contains(sequence))
                admissions.Add((sequence, _event.KeyId, _event.Detail));
        }
        CollectionAssert.AreEqual(_granted.FindAll(g => !trail.Lost.Contains(g.Sequence)), admissions, "admissions");
    }
}
