using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>Something a lock must be told and is not known to have applied (docs/protocol.md, 6).</summary>
internal sealed class OpenItem
{
    internal readonly NoticeItemKind Kind;

    /// <summary>As on the wire; of a Rekey only the generation, its secret is sealed under the notice's number.</summary>
    internal readonly byte[] Value;

    /// <summary>The notice it was first sent in, 0 for none; every later notice holds it too or comes after one that does.</summary>
    internal uint FirstNumber;

    internal OpenItem(NoticeItemKind kind, byte[] value, uint firstNumber)
    {
        Kind = kind;
        Value = value;
        FirstNumber = firstNumber;
    }

    /// <summary>Whether a value has the form that the lock will ask for.</summary>
    internal static bool HasForm(NoticeItemKind kind, byte[] value) => kind == NoticeItemKind.Rekey
        ? value.Length == 2
        : NoticeItem.FormOf(kind, value, 0, value.Length) == Status.Ok;

    /// <summary>Whether a later item about the same thing makes this one needless, once it says the wider of both.</summary>
    internal bool IsReplacedBy(OpenItem later)
    {
        if (Kind != later.Kind || Kind == NoticeItemKind.Rekey)
            return false;
        if (Kind != NoticeItemKind.RevokeHolder && Kind != NoticeItemKind.RevokeKey && Kind != NoticeItemKind.RevokeGuest)
            return true;
        return NoticeItem.Subject(Value, 0) == NoticeItem.Subject(later.Value, 0)
            && (Kind != NoticeItemKind.RevokeGuest || NoticeItem.Guest(Value, 0) == NoticeItem.Guest(later.Value, 0));
    }

    /// <summary>This item, widened by what an earlier one said: a revocation, tenancy or cursor never becomes less.</summary>
    internal OpenItem WidenedBy(OpenItem earlier) => new OpenItem(Kind, Widened(earlier.Value), 0);

    private byte[] Widened(byte[] earlier)
    {
        switch (Kind)
        {
            case NoticeItemKind.RevokeHolder:
                uint before = Later(NoticeItem.Before(Value, 0), NoticeItem.Before(earlier, 0));
                return NoticeItem.RevokeHolder(NoticeItem.Subject(Value, 0), before, LaterUntil(earlier));
            case NoticeItemKind.RevokeKey:
                return NoticeItem.RevokeKey(NoticeItem.Subject(Value, 0), LaterUntil(earlier));
            case NoticeItemKind.RevokeGuest:
                return NoticeItem.RevokeGuest(NoticeItem.Subject(Value, 0), NoticeItem.Guest(Value, 0), LaterUntil(earlier));
            case NoticeItemKind.EventsStored:
                return NoticeItem.EventsStored(Later(NoticeItem.StoredThrough(Value, 0), NoticeItem.StoredThrough(earlier, 0)));
            case NoticeItemKind.Tenancy:
                return NoticeItem.Tenancy((ushort)Later(NoticeItem.TenancyNumber(Value, 0), NoticeItem.TenancyNumber(earlier, 0)));
            default:
                return Bytes.Copy(Value, 0, Value.Length);
        }
    }

    /// <summary>Whether two items tell the lock the same.</summary>
    internal bool IsSameAs(OpenItem other) =>
        Kind == other.Kind && Value.Length == other.Value.Length && Bytes.AreEqual(Value, 0, other.Value, 0, Value.Length);

    private uint LaterUntil(byte[] earlier) => Later(NoticeItem.Until(Kind, Value, 0), NoticeItem.Until(Kind, earlier, 0));

    private static uint Later(uint first, uint second) => first > second ? first : second;
}
