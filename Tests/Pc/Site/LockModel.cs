using System;
using System.Collections.Generic;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>What one lock has been told, in plain sets, and which keys it must therefore admit.</summary>
internal sealed class LockModel
{
    private static readonly DateTime Epoch = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public uint Applied { get; private set; }

    public ushort Tenancy { get; private set; }

    public bool IsOverlocked { get; private set; }

    public bool IsLockdown { get; private set; }

    public int GraceMinutes { get; set; }

    public int ClocklessHours { get; set; } = 72;

    public int OffsetMinutes { get; init; }

    public Dictionary<uint, uint> HoldersBefore { get; } = [];

    public HashSet<uint> Keys { get; } = [];

    public HashSet<(uint Key, uint Guest)> Guests { get; } = [];

    public int RevocationCount => HoldersBefore.Count + Keys.Count + Guests.Count;

    /// <summary>What Unlock must answer.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isSet">Whether the lock knows the time.</param>
    /// <param name="now">The lock's time.</param>
    /// <param name="floorAgeSeconds">Without a known time: seconds since its lower bound last changed.</param>
    public Status Judge(SiteKey key, bool isSet, uint now, long floorAgeSeconds)
    {
        Grant grant = key.Grant;
        bool raises = !isSet && grant.IssuedAt > now;
        if ((raises ? grant.IssuedAt : now) >= key.NotAfter)
            return Status.Expired;
        if (isSet && now < grant.NotBefore)
            return Status.NotYetValid;
        bool mayGoWithout = key.Rights.HasFlag(Rights.OpenWithoutClock) && (raises ? 0 : floorAgeSeconds) < ClocklessHours * 3600L;
        if (!isSet && !mayGoWithout)
            return Status.ClockUnknown;
        if (grant.Tenancy != 0 && grant.Tenancy < Tenancy)
            return Status.Expired;
        if (IsRevoked(key))
            return Status.Revoked;
        if ((key.Share != null && !grant.Rights.HasFlag(Rights.Share)) || !key.Rights.HasFlag(Rights.Unlock))
            return Status.NotPermitted;
        if (IsOverlocked && !key.Rights.HasFlag(Rights.OverrideOverlock))
            return Status.Overlocked;
        if (IsLockdown && !key.Rights.HasFlag(Rights.OverrideLockdown))
            return Status.Lockdown;
        return isSet && !(Admit(key.Hours, now) && Admit(key.GuestHours, now)) ? Status.OutsideHours : Status.Ok;
    }

    public bool IsRevoked(SiteKey key) =>
        (HoldersBefore.TryGetValue(key.Grant.HolderId, out uint before) && key.Grant.IssuedAt < before)
        || Keys.Contains(key.Grant.KeyId)
        || (key.Share != null && Guests.Contains((key.Grant.KeyId, key.GuestId)));

    /// <summary>The lock has admitted this key.</summary>
    public void Admitted(SiteKey key) => Tenancy = Math.Max(Tenancy, key.Grant.Tenancy);

    /// <summary>What Deliver must answer.</summary>
    public Status Expect(byte[] notice)
    {
        Notice read = Read(notice);
        return read.Number <= Applied ? Status.AlreadyApplied : read.After > Applied ? Status.MissingNotice : Status.Ok;
    }

    public static uint Number(byte[] notice) => Read(notice).Number;

    public static uint IssuedAt(byte[] notice) => Read(notice).IssuedAt;

    /// <summary>The notice was applied.</summary>
    public void Apply(byte[] notice)
    {
        Notice read = Read(notice);
        Applied = read.Number;
        int item = read.FirstItem;
        for (int i = 0; i < read.ItemCount; i++, item = read.NextItem(item))
            Apply(read.ItemKind(item), read.Source, item + Notice.ItemHeaderSize, read.ItemLength(item));
    }

    private void Apply(NoticeItemKind kind, byte[] source, int value, int length)
    {
        switch (kind)
        {
            case NoticeItemKind.RevokeHolder:
                uint holder = NoticeItem.Subject(source, value);
                HoldersBefore[holder] = Math.Max(NoticeItem.Before(source, value), HoldersBefore.GetValueOrDefault(holder));
                break;
            case NoticeItemKind.RevokeKey:
                Keys.Add(NoticeItem.Subject(source, value));
                break;
            case NoticeItemKind.RevokeGuest:
                Guests.Add((NoticeItem.Subject(source, value), NoticeItem.Guest(source, value)));
                break;
            case NoticeItemKind.Tenancy:
                Tenancy = Math.Max(Tenancy, NoticeItem.TenancyNumber(source, value));
                break;
            case NoticeItemKind.Overlock:
                IsOverlocked = NoticeItem.IsOn(source, value);
                break;
            case NoticeItemKind.Lockdown:
                IsLockdown = NoticeItem.IsOn(source, value);
                break;
            case NoticeItemKind.Configuration:
                LockConfiguration configuration = new();
                configuration.TryRead(source, value, length);
                GraceMinutes = configuration.Calendar.ExitGraceMinutes;
                ClocklessHours = configuration.ClocklessHours;
                break;
            case NoticeItemKind.EventsStored:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "an item that nobody sends here");
        }
    }

    private bool Admit(Hours[] hours, uint now)
    {
        DateTime local = Epoch.AddSeconds(now).AddMinutes(OffsetMinutes);
        foreach (Hours h in hours)
        {
            for (int back = 0; back <= 1; back++)
            {
                DateTime day = local.Date.AddDays(-back);
                DateTime end = day.AddMinutes(h.End + (h.End <= h.Start ? 1440 : 0) + GraceMinutes);
                bool counts = (h.Days >> (((int)day.DayOfWeek + 6) % 7) & 1) != 0;
                if (counts && day.AddMinutes(h.Start) <= local && local < end)
                    return true;
            }
        }
        return false;
    }

    private static Notice Read(byte[] bytes)
    {
        Notice notice = new();
        notice.TryRead(bytes, 0, bytes.Length);
        return notice;
    }
}
