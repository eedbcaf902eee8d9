using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>An item for a lock that the lock is not known to have applied (docs/protocol.md, 6).</summary>
/// <param name="Kind">The kind of the item.</param>
/// <param name="Value">
/// The value as on the wire. Of a Rekey only the generation, because its secret is sealed under the number of the notice.
/// </param>
/// <param name="FirstNumber">
/// The first notice that had the item; 0 when no notice had it. Every later notice has it too, or comes after one that has it.
/// </param>
internal sealed record OpenItem(NoticeItemKind Kind, byte[] Value, uint FirstNumber)
{
    /// <summary>Whether a value has the form that the lock requires.</summary>
    internal static bool HasForm(NoticeItemKind kind, byte[] value) => kind == NoticeItemKind.Rekey
        ? value.Length == sizeof(ushort)
        : NoticeItem.FormOf(kind, value, 0, value.Length) == Status.Ok;

    /// <summary>Whether a later item about the same thing replaces this one. The later one must then be widened by this one.</summary>
    internal bool IsReplacedBy(OpenItem later) => Kind == later.Kind && Kind switch
    {
        NoticeItemKind.Rekey => false,
        NoticeItemKind.RevokeHolder or NoticeItemKind.RevokeKey => IsAboutSameSubject(later),
        NoticeItemKind.RevokeGuest => IsAboutSameSubject(later) && NoticeItem.Guest(Value, 0) == NoticeItem.Guest(later.Value, 0),
        _ => true,
    };

    /// <summary>This item, widened by an earlier one: a revocation, a tenancy or an event number never becomes lower.</summary>
    internal OpenItem WidenedBy(OpenItem earlier) => new(Kind, Widened(earlier.Value), 0);

    /// <summary>Whether two items say the same to the lock.</summary>
    internal bool IsSameAs(OpenItem other) => Kind == other.Kind && Value.AsSpan().SequenceEqual(other.Value);

    private uint Subject => NoticeItem.Subject(Value, 0);

    private bool IsAboutSameSubject(OpenItem other) => Subject == other.Subject;

    private byte[] Widened(byte[] earlier) => Kind switch
    {
        NoticeItemKind.RevokeHolder =>
            NoticeItem.RevokeHolder(Subject, Math.Max(NoticeItem.Before(Value, 0), NoticeItem.Before(earlier, 0)), LaterUntil(earlier)),
        NoticeItemKind.RevokeKey => NoticeItem.RevokeKey(Subject, LaterUntil(earlier)),
        NoticeItemKind.RevokeGuest => NoticeItem.RevokeGuest(Subject, NoticeItem.Guest(Value, 0), LaterUntil(earlier)),
        NoticeItemKind.EventsStored =>
            NoticeItem.EventsStored(Math.Max(NoticeItem.StoredThrough(Value, 0), NoticeItem.StoredThrough(earlier, 0))),
        NoticeItemKind.Tenancy =>
            NoticeItem.Tenancy(Math.Max(NoticeItem.TenancyNumber(Value, 0), NoticeItem.TenancyNumber(earlier, 0))),
        _ => Value,
    };

    private uint LaterUntil(byte[] earlier) => Math.Max(NoticeItem.Until(Kind, Value, 0), NoticeItem.Until(Kind, earlier, 0));
}
