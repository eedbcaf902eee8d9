using System;
using System.Collections.Generic;
using System.Linq;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>The facility's side of one lock: the ledger, the events that the facility has, and everything that it has ever said.</summary>
internal sealed class SiteOffice(SiteLock door, SiteClock truth)
{
    private const int RevocationsMax = 90;
    private const int ManyKeys = 50;

    private readonly Dictionary<uint, byte[]> _stored = [];
    private readonly LockModel _said = new() { GraceMinutes = door.Model.GraceMinutes };
    private LockLedger _ledger = new(door.Id, SiteLock.Generation);
    private uint _nextKeyId = door.Id * 1000;

    public SiteLock Lock => door;

    public ushort Tenancy { get; private set; } = 1;

    /// <summary>Issues a key.</summary>
    public SiteKey Issue(uint holderId, uint seconds, Rights rights, ushort tenancy, params Hours[] hours)
    {
        Grant grant = new()
        {
            FacilityId = LockRig.FacilityId,
            LockId = door.Id,
            KeyId = ++_nextKeyId,
            HolderId = holderId,
            IssuedAt = truth.Seconds,
            NotBefore = truth.Seconds - 60,
            NotAfter = truth.Seconds + seconds,
            Tenancy = tenancy,
            Rights = rights,
        };
        grant.Windows.TryRead(Hours.ToBytes(hours), 0, hours.Length);
        byte[] secret = _ledger.IssueKey(SiteLock.Generation, grant, door.Secrets)!;
        return new SiteKey { Lock = door, Grant = grant, Hours = hours, Secret = secret };
    }

    /// <summary>The unit is let again: the first visit of the new tenant locks out the former one.</summary>
    public void LetAnew() => Tenancy++;

    public void RevokeHolder(uint holderId)
    {
        if (_said.RevocationCount >= RevocationsMax)
            return;
        Assert.IsTrue(_ledger.RevokeHolder(holderId, truth.Seconds, truth.Seconds + (40 * LockRig.Day)));
        _said.HoldersBefore[holderId] = truth.Seconds;
    }

    public void Revoke(SiteKey key)
    {
        if (_said.RevocationCount >= RevocationsMax)
            return;
        uint until = key.Grant.NotAfter;
        if (key.Share == null)
        {
            Assert.IsTrue(_ledger.RevokeKey(key.Grant.KeyId, until));
            _said.Keys.Add(key.Grant.KeyId);
            return;
        }
        Assert.IsTrue(_ledger.RevokeGuest(key.Grant.KeyId, key.GuestId, until));
        _said.Guests.Add((key.Grant.KeyId, key.GuestId));
    }

    /// <summary>
    /// Many phones are stolen at once: the revocations need several notices, which carriers may bring in the wrong order.
    /// </summary>
    private void RevokeManyKeys()
    {
        for (int i = 0; i < ManyKeys && _said.RevocationCount < RevocationsMax; i++)
        {
            Assert.IsTrue(_ledger.RevokeKey(++_nextKeyId, uint.MaxValue));
            _said.Keys.Add(_nextKeyId);
        }
    }

    /// <summary>Queues an item about the lock itself.</summary>
    public void SaySomething(Random random)
    {
        bool on = random.Next(3) == 0;
        switch (random.Next(5))
        {
            case 0:
                Assert.IsTrue(_ledger.SetTenancy(Tenancy));
                break;
            case 1:
                Assert.IsTrue(_ledger.Overlock(on));
                break;
            case 2:
                Assert.IsTrue(_ledger.Lockdown(on));
                break;
            case 3:
                RevokeManyKeys();
                break;
            default:
                _said.GraceMinutes = door.IsGate ? 15 * random.Next(3) : 0;
                _said.ClocklessHours = random.Next(1, 100);
                Assert.IsTrue(_ledger.Configure(door.Configuration(_said.GraceMinutes, _said.ClocklessHours)));
                break;
        }
    }

    /// <summary>The notices that carriers must deliver now. The gateway then continues with its stored ledger.</summary>
    public IssuedNotice[] MakeNotices()
    {
        IssuedNotice[] notices = _ledger.MakeNotices(truth.Seconds, door.Secrets);
        byte[] bytes = _ledger.ToBytes();
        _ledger = new LockLedger(0, 1);
        Assert.IsTrue(_ledger.TryRead(bytes), "the ledger reads its own bytes");
        return notices;
    }

    public void Take(DeliveryReceipt receipt)
    {
        DeliveryResult result = _ledger.TakeReceipt(receipt, door.Secrets);
        Assert.IsTrue(result <= DeliveryResult.NothingNew, $"no alert: {result}");
        Assert.IsTrue(_ledger.Applied <= door.Model.Applied, "nothing is known applied that is not");
    }

    public BatchIntake Take(byte[] batch, bool isFresh)
    {
        BatchIntake intake = _ledger.TakeBatch(batch, door.Secrets, isFresh);
        Assert.IsTrue(intake.IsTaken && !intake.IsAlert, $"no alert: {intake.Status}");
        Assert.IsTrue(_ledger.Applied <= door.Model.Applied, "nothing is known applied that is not");
        for (int i = 0; i < intake.Batch!.Count; i++)
        {
            uint sequence = intake.Batch.First + (uint)i;
            Assert.AreNotEqual(_stored.ContainsKey(sequence), intake.IsNew(i), $"event {sequence} is new once");
            _stored[sequence] = Bytes.Copy(intake.Batch.Events, i * AuditEvent.Size, AuditEvent.Size);
        }
        return intake;
    }

    public void ReleaseEvents() => Assert.IsTrue(_ledger.ReleaseEvents());

    /// <summary>How many events the lock has named as dropped.</summary>
    public long DroppedCount => Enumerable.Range(1, (int)_ledger.Trail.Head).Count(i => _ledger.Trail.Lost.Contains((uint)i));

    public bool HasOpenItems => _ledger.HasOpenItems;

    public uint NextMissing => _ledger.Trail.NextMissing(0);

    public bool IsUpTo(uint head) => _ledger.Trail.Head == head && _ledger.Trail.StoredThrough == head;

    /// <summary>At the end the lock is as the office has said, and every event has arrived or was named as dropped.</summary>
    public void CheckAll()
    {
        LockModel told = door.Model;
        CollectionAssert.AreEquivalent(_said.HoldersBefore, told.HoldersBefore, "holders");
        Assert.IsTrue(_said.Keys.SetEquals(told.Keys) && _said.Guests.SetEquals(told.Guests), "keys and guests");
        Assert.AreEqual(_ledger.IsOverlocked, told.IsOverlocked, "overlock");
        Assert.AreEqual(_ledger.IsLockdown, told.IsLockdown, "lockdown");
        Assert.IsTrue(told.Tenancy >= _ledger.Tenancy, "tenancy");
        Assert.AreEqual(_said.GraceMinutes, told.GraceMinutes, "exit grace");
        Assert.AreEqual(_said.ClocklessHours, told.ClocklessHours, "clockless hours");
        door.CheckMemory();
        door.Trail.CompareWith(_stored, _ledger.Trail);
    }
}
