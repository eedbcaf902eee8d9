using System;
using System.Collections.Generic;
using System.Linq;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>
/// Months at a site: a gate, units, dozens of phones, a gateway that is not always there, strangers and power cuts; all from one seed.
/// </summary>
internal sealed class SiteWorld
{
    private const int UnitCount = 3;
    private const int PhoneCount = 30;
    private const int GatewayVisitsMax = 100;

    private static readonly Hours[][] Schedules =
    [
        [Hours.Always],
        [new(0x1F, 360, 1320)],
        [new(0x7F, 1320, 360)],
        [new(0x1F, 480, 720), new(0x60, 600, 1200)],
    ];

    private readonly Random _random;
    private readonly SiteClock _truth = new();
    private readonly SiteOffice[] _offices;
    private readonly SitePhone[] _phones;
    private readonly SiteKey[] _gatewayKeys;
    private readonly SiteVisits _visits;
    private readonly SiteAttacks _attacks;
    private bool _hasGateway = true;

    public SiteWorld(int seed)
    {
        _random = new Random(seed);
        _visits = new SiteVisits(_random, _truth, Pass);
        _attacks = new SiteAttacks(_random, _visits);
        _offices = [.. Enumerable.Range(0, 1 + UnitCount)
            .Select(i => new SiteOffice(new SiteLock(10u + (uint)i, _truth, _random, i == 0), _truth))];
        _phones = [.. Enumerable.Range(0, PhoneCount).Select(i => new SitePhone(500u + (uint)i))];
        _gatewayKeys =
            [.. _offices.Select(o => o.Issue(1, 4000 * LockRig.Day, Rights.ReadEvents | Rights.OpenWithoutClock, 0, Hours.Always))];
        foreach (SitePhone phone in _phones)
            GiveKeys(phone);
    }

    /// <summary>How often Unlock was answered in each way.</summary>
    public IReadOnlyDictionary<Status, int> Answers => _visits.Answers;

    /// <summary>The number of events that the locks reported to the facility as dropped.</summary>
    public long Dropped => _offices.Sum(o => o.DroppedCount);

    public int Attacks => _attacks.Count;

    public int Cuts => _offices.Sum(o => o.Lock.CutCount);

    public int Days => (int)((_truth.Seconds - LockRig.Noon) / LockRig.Day);

    /// <summary>Takes one random step, then lets time pass.</summary>
    public void Step()
    {
        SitePhone phone = _phones[_random.Next(PhoneCount)];
        SiteOffice office = _offices[_random.Next(_offices.Length)];
        if (_random.Next(30) == 0)
            ArmCut(office.Lock);
        switch (_random.Next(40))
        {
            case < 18:
                Come(phone);
                break;
            case < 20:
                Say(phone, office);
                break;
            case < 22:
                HandOut(office);
                break;
            case < 27:
                Carry(phone);
                break;
            case < 29:
                Return(phone);
                break;
            case < 32:
                Stranger(phone, office);
                break;
            case < 35:
                GiveKeys(phone);
                break;
            case 35:
                _hasGateway = _random.Next(2) == 0;
                break;
            case 36:
                _visits.SetTime(office.Lock);
                break;
            default:
                if (_hasGateway)
                    BringGateway(office);
                break;
        }
        if (_random.Next(80) == 0)
            office.Lock.CutPower();
        if (_random.Next(30) != 0)
            office.Lock.Leave();
        Pass(Leap());
    }

    /// <summary>The gateway visits every lock: each lock is as the office has said, and the trail is complete.</summary>
    public void Finish()
    {
        foreach (SiteOffice office in _offices)
        {
            office.Lock.CutPower();
            int visits = 0;
            do
            {
                Assert.IsTrue(visits++ < GatewayVisitsMax, "the gateway comes and comes, and something is never told or explained");
                BringGateway(office);
            }
            while (office.HasOpenItems || !office.IsUpTo(office.Lock.Board.Head));
            office.CheckAll();
        }
    }

    private void Pass(long ms)
    {
        _truth.Pass(ms);
        foreach (SiteOffice office in _offices)
            office.Lock.Pass(ms);
    }

    private long Leap() => 1000L * _random.Next(20) switch
    {
        < 3 => 0,
        < 11 => _random.Next(1, 600),
        < 17 => _random.Next(600, 20_000),
        < 19 => _random.Next(20_000, 100_000),
        _ => _random.Next(86_400, 432_000),
    };

    private void ArmCut(SiteLock door)
    {
        door.Board.Files.CutAt = door.Board.Files.WriteCount + _random.Next(1, 8);
        door.Board.Files.Remains = _random.Next(5);
    }

    private SiteKey? AnyKey(SitePhone phone) =>
        phone.Keys.Count == 0 ? null : phone.Keys[^_random.Next(1, Math.Min(phone.Keys.Count, 6) + 1)];

    private void Come(SitePhone phone)
    {
        SiteKey? key = AnyKey(phone);
        if (key == null)
            return;
        key = Renewed(phone, key);
        _visits.Unlock(key);
        if (!key.Lock.IsSet && _random.Next(2) == 0)
            _visits.SetTime(key.Lock);
        if (_random.Next(3) == 0)
            _visits.Unlock(key);
        if (_random.Next(4) == 0 && _visits.Read(key, (uint)_random.Next(1, (int)key.Lock.Board.Head + 1)) is byte[] batch)
            phone.Batches.Add((OfficeOf(key), batch));
    }

    private SiteOffice OfficeOf(SiteKey key) => _offices.First(o => o.Lock == key.Lock);

    /// <summary>An honest holder fetches a new key when the old one has expired or was revoked. A former tenant gets none.</summary>
    private SiteKey Renewed(SitePhone phone, SiteKey key)
    {
        SiteOffice office = OfficeOf(key);
        bool isHonest = phone.HolderId % 4 != 0 && key.Share == null && (key.Grant.Tenancy == 0 || key.Grant.Tenancy == office.Tenancy);
        if (!isHonest || key.NotAfter > _truth.Seconds || _random.Next(8) == 0)
            return key;
        SiteKey renewed = office.Issue(phone.HolderId, (uint)_random.Next(3, 30) * LockRig.Day, key.Rights, key.Grant.Tenancy, key.Hours);
        phone.Keys.Remove(key);
        phone.Keys.Add(renewed);
        return renewed;
    }

    /// <summary>Keys of all kinds: of tenants of a unit (also of one who follows another), of staff, and of their guests.</summary>
    private void GiveKeys(SitePhone phone)
    {
        SiteOffice unit = _offices[_random.Next(1, _offices.Length)];
        uint life = (uint)_random.Next(1, 30) * LockRig.Day;
        Hours[] hours = Schedules[_random.Next(Schedules.Length)];
        switch (_random.Next(6))
        {
            case 0:
                Rights staff = Rights.Unlock | Rights.ReadEvents | Rights.OpenWithoutClock | (Rights)(_random.Next(4) << 3);
                phone.Keys.AddRange(_offices.Select(o => o.Issue(phone.HolderId, life, staff, 0, Hours.Always)));
                return;
            case 1 when _random.Next(2) == 0:
                unit.LetAnew();
                break;
            case 2:
                Share(_phones[_random.Next(PhoneCount)], phone);
                return;
        }
        Rights rights = Rights.Unlock | (Rights)_random.Next(4) | (_random.Next(2) == 0 ? Rights.ReadEvents : Rights.None);
        phone.Keys.Add(unit.Issue(phone.HolderId, life, rights, unit.Tenancy, hours));
        phone.Keys.Add(_offices[0].Issue(phone.HolderId, life, rights, 0, hours));
    }

    private void Share(SitePhone from, SitePhone to)
    {
        SiteKey? key = AnyKey(from);
        if (key != null && key.Share == null)
            to.Keys.Add(
                key.ShareWith(to.HolderId, _truth.Seconds + ((uint)_random.Next(1, 10) * LockRig.Day),
                    Schedules[_random.Next(Schedules.Length)]));
    }

    private void Say(SitePhone phone, SiteOffice office)
    {
        SiteKey? key = AnyKey(phone);
        if (key == null || _random.Next(2) == 0)
        {
            office.SaySomething(_random);
            return;
        }
        if (_random.Next(2) == 0)
        {
            OfficeOf(key).Revoke(key);
            HandOut(OfficeOf(key));
            return;
        }
        foreach (SiteOffice each in _offices)
            each.RevokeHolder(phone.HolderId);
        HandOut(OfficeOf(key));
    }

    private void HandOut(SiteOffice office)
    {
        foreach (IssuedNotice notice in office.MakeNotices())
        {
            for (int i = _random.Next(1, 5); i > 0; i--)
                _phones[_random.Next(PhoneCount)].Notices.Add((office, notice.Content));
        }
    }

    /// <summary>A phone brings a notice: the newest or an old one, maybe one that it has brought before.</summary>
    private void Carry(SitePhone phone)
    {
        SitePhone? carrier = phone.Notices.Count > 0 ? phone : Array.Find(_phones, p => p.Notices.Count > 0);
        if (carrier == null)
            return;
        int at = _random.Next(carrier.Notices.Count);
        (SiteOffice office, byte[] notice) = carrier.Notices[at];
        DeliveryReceipt? receipt = _visits.Deliver(office.Lock, notice);
        if (receipt != null)
            carrier.Receipts.Add((office, receipt));
        if (_random.Next(3) == 0)
            carrier.Notices.RemoveAt(at);
    }

    /// <summary>A phone has a network; it may report the same thing twice.</summary>
    private void Return(SitePhone phone)
    {
        foreach ((SiteOffice office, DeliveryReceipt receipt) in phone.Receipts)
            office.Take(receipt);
        foreach ((SiteOffice office, byte[] batch) in phone.Batches)
            office.Take(batch, false);
        if (_random.Next(2) == 0)
            return;
        phone.Receipts.Clear();
        phone.Batches.Clear();
    }

    private void Stranger(SitePhone phone, SiteOffice office)
    {
        SiteKey? key = AnyKey(phone);
        switch (_random.Next(7))
        {
            case 0 when key != null:
                _attacks.Flip(key);
                break;
            case 5 when key != null:
                _attacks.Withhold(key);
                break;
            case 6 when key != null:
                _attacks.Guess(key);
                break;
            case 1 when key != null:
                _attacks.Forge(key);
                break;
            case 2:
                _attacks.ForgeCarried(office.Lock);
                break;
            case 3:
                _attacks.Flood(office.Lock);
                break;
            default:
                _attacks.Replay();
                break;
        }
    }

    private void BringGateway(SiteOffice office)
    {
        _visits.SetTime(office.Lock);
        foreach (IssuedNotice notice in office.MakeNotices())
        {
            if (_visits.Deliver(office.Lock, notice.Content) is DeliveryReceipt receipt)
                office.Take(receipt);
        }
        SiteKey key = _gatewayKeys[Array.IndexOf(_offices, office)];
        uint from = office.NextMissing;
        while (from <= office.Lock.Board.Head && _visits.Read(key, from) is byte[] batch)
            from = office.Take(batch, true).NextFrom;
        if (_random.Next(2) == 0)
            office.ReleaseEvents();
    }
}
