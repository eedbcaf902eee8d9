using LockFirmware.KeyCrypto;

namespace LockFirmware.FacilityTests.Keys;

/// <summary>Reads the items of a notice, for a test to compare.</summary>
internal static class NoticeReading
{
    /// <summary>Like "RevokeHolder 7", "RevokeGuest 1001 5", "Tenancy 2" or "Overlock 1".</summary>
    public static IEnumerable<string> Items(Notice notice)
    {
        int at = notice.FirstItem;
        for (int i = 0; i < notice.ItemCount; i++, at = notice.NextItem(at))
            yield return $"{notice.ItemKind(at)} {Value(notice, at)}";
    }

    private static string Value(Notice notice, int item)
    {
        int value = item + Notice.ItemHeaderSize;
        return notice.ItemKind(item) switch
        {
            NoticeItemKind.RevokeHolder or NoticeItemKind.RevokeKey => $"{NoticeItem.Subject(notice.Source, value)}",
            NoticeItemKind.RevokeGuest => $"{NoticeItem.Subject(notice.Source, value)} {NoticeItem.Guest(notice.Source, value)}",
            NoticeItemKind.Tenancy => $"{NoticeItem.TenancyNumber(notice.Source, value)}",
            _ => $"{notice.Source[value]}",
        };
    }
}
