using System;
using System.Collections.Generic;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.KeyIssuing;

/// <summary>
/// A random history of one lock and its facility. In each step somebody does something. Everything that is carried arrives in the end.
/// </summary>
internal sealed class CarrierWorld
{
    /// <summary>How many holders, keys and guests there are to revoke: all of them fit a lock's table.</summary>
    public const uint Names = 30;

    /// <summary>The number of the first one.</summary>
    public const uint FirstName = 1000;

    /// <summary>What is added to a number to get the number of the guest's key.</summary>
    public const uint GuestKey = 5000;

    private readonly Random _random;
    private readonly GatewayBench _bench = new(192);
    private readonly KnownToOffice _office = new();
    private readonly Dictionary<uint, KnownToOffice> _saidIn = [];
    private readonly List<IssuedNotice> _notices = [];
    private readonly List<DeliveryReceipt> _receipts = [];
    private readonly List<byte[]> _batches = [];
    private readonly Dictionary<uint, byte[]> _stored = [];
    private readonly Dictionary<uint, byte[]> _written = [];
    private uint _seen;

    public CarrierWorld(int seed)
    {
        _random = new Random(seed);
        _saidIn[0] = _office.Clone();
    }

    private LockLedger Ledger => _bench.Ledger;

    /// <summary>Takes one random step.</summary>
    public void Step()
    {
        switch (_random.Next(8))
        {
            case 0:
            case 1:
                SaySomething();
                break;
            case 2:
                Issue();
                break;
            case 3:
                Carry();
                break;
            case 4:
                Return();
                break;
            case 5:
                Live();
                break;
            case 6:
                _batches.Add(_bench.Read((uint)_random.Next((int)_bench.Rig.Head + 2)));
                break;
            default:
                HandIn();
                break;
        }
        Check();
    }

    /// <summary>
    /// The gateway visits the lock: in the end everything is as the office has said, and every event is stored or named as dropped.
    /// </summary>
    public void Finish()
    {
        // The reply to a Rekey may have been lost. A batch that is sealed under the new secret shows that the Rekey was applied.
        Store(_bench.Take(_bench.Read(1), true));
        _bench.DeliverAll();
        Check();
        _office.Check(_bench.Rig.Engine.Memory);
        foreach (byte[] batch in _batches)
            Store(_bench.Take(batch));
        uint from = Ledger.Trail.NextMissing(0);
        do
        {
            BatchIntake intake = _bench.Take(_bench.Read(from), true);
            Store(intake);
            from = intake.NextFrom;
        }
        while (from <= Ledger.Trail.Head);
        Watch();
        Assert.AreEqual(Ledger.Trail.Head, Ledger.Trail.StoredThrough, "up to head");
        Assert.AreEqual(_bench.Rig.Head, Ledger.Trail.Head, "the lock's head");
        for (uint sequence = 1; sequence <= _bench.Rig.Head; sequence++)
        {
            Assert.AreNotEqual(_stored.ContainsKey(sequence), Ledger.Trail.Lost.Contains(sequence), $"event {sequence} is stored or named");
            if (_stored.TryGetValue(sequence, out byte[]? stored))
                CollectionAssert.AreEqual(_written[sequence], stored, "as it was written");
        }
    }

    private void SaySomething()
    {
        uint name = FirstName + (uint)_random.Next((int)Names);
        switch (_random.Next(9))
        {
            case 0:
                Assert.IsTrue(Ledger.RevokeHolder(name, _bench.Rig.Now, uint.MaxValue));
                _office.Holders.Add(name);
                break;
            case 1:
                Assert.IsTrue(Ledger.RevokeKey(name, uint.MaxValue));
                _office.Keys.Add(name);
                break;
            case 2:
                Assert.IsTrue(Ledger.RevokeGuest(GuestKey + name, 9, uint.MaxValue));
                _office.Guests.Add((GuestKey + name, 9));
                break;
            case 3:
                Assert.IsTrue(Ledger.SetTenancy(++_office.Tenancy));
                break;
            case 4:
                _office.IsOverlocked = !_office.IsOverlocked;
                Assert.IsTrue(Ledger.Overlock(_office.IsOverlocked));
                break;
            case 5:
                _office.IsLockdown = !_office.IsLockdown;
                Assert.IsTrue(Ledger.Lockdown(_office.IsLockdown));
                break;
            case 6:
                _office.ReleaseMs = (ushort)_random.Next(LockConfiguration.ReleaseMsMin, 9000);
                Assert.IsTrue(Ledger.Configure(new LockConfiguration { ReleaseMs = _office.ReleaseMs }));
                break;
            case 7:
                _office.Stored = Ledger.Trail.StoredThrough;
                Assert.IsTrue(Ledger.ReleaseEvents());
                break;
            default:
                if (_random.Next(4) != 0)
                    break;
                _office.Generation = Ledger.NextGeneration();
                Assert.IsTrue(Ledger.Rekey(_office.Generation));
                break;
        }
        _bench.Store();
    }

    private void Issue()
    {
        _notices.AddRange(_bench.MakeNotices());
        if (!Ledger.HasUnsentItems && !_saidIn.ContainsKey(Ledger.LastNumber))
            _saidIn[Ledger.LastNumber] = _office.Clone();
    }

    private void Carry()
    {
        if (_notices.Count == 0)
            return;
        // Mostly one of the latest, sometimes a very old one.
        int age = _random.Next(3) == 0 ? _random.Next(_notices.Count) : _random.Next(Math.Min(4, _notices.Count));
        _receipts.Add(_bench.Carry(_notices[_notices.Count - 1 - age]));
        _bench.RebootIfPlanned();
    }

    private void Return()
    {
        if (_receipts.Count == 0)
            return;
        DeliveryResult result = _bench.Return(_receipts[_random.Next(_receipts.Count)]);
        Assert.IsTrue(result <= DeliveryResult.NotProven, $"no alert: {result}");
    }

    private void Live()
    {
        _bench.Record(_random.Next(1, 50));
        Watch();
        if (_random.Next(4) == 0)
            _bench.CutPower();
    }

    private void HandIn()
    {
        if (_batches.Count == 0)
            return;
        BatchIntake intake = _bench.Take(_batches[_random.Next(_batches.Count)]);
        Assert.IsFalse(intake.IsAlert, $"no alert: {intake.Status}");
        Store(intake);
    }

    private void Store(BatchIntake intake)
    {
        for (int i = 0; intake.IsTaken && i < intake.Batch!.Count; i++)
        {
            uint sequence = intake.Batch.First + (uint)i;
            Assert.AreNotEqual(_stored.ContainsKey(sequence), intake.IsNew(i), $"event {sequence} is new once");
            _stored[sequence] = Bytes.Copy(intake.Batch.Events, i * AuditEvent.Size, AuditEvent.Size);
        }
    }

    private void Check()
    {
        Watch();
        Assert.IsTrue(Ledger.Applied <= _bench.Applied, "nothing is known applied that is not");
        Assert.IsTrue(Ledger.Trail.StoredThrough >= _seen, "the cursor never goes back");
        _seen = Ledger.Trail.StoredThrough;
        if (_saidIn.TryGetValue(_bench.Applied, out KnownToOffice? said))
            said.Check(_bench.Rig.Engine.Memory);
        for (uint sequence = 1; sequence <= Ledger.Trail.StoredThrough; sequence++)
            Assert.IsTrue(_stored.ContainsKey(sequence) || Ledger.Trail.Lost.Contains(sequence), $"event {sequence}");
    }

    /// <summary>Copies what the lock has recorded, before it is overwritten.</summary>
    private void Watch()
    {
        byte[] record = new byte[AuditEvent.Size];
        for (uint sequence = Math.Max((uint)_written.Count + 1, _bench.Rig.Board.Oldest); sequence <= _bench.Rig.Head; sequence++)
        {
            _bench.Rig.Board.Read(sequence, record, 0, 1);
            _written[sequence] = (byte[])record.Clone();
        }
    }
}
