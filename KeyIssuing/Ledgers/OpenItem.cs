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
    internal static bool HasForm(NoticeItemKind kind, byte[] value)
    {
        switch (kind)
        {
            case NoticeItemKind.RevokeHolder:
            case NoticeItemKind.RevokeGuest:
                return value.Length == 12;
            case NoticeItemKind.RevokeKey:
                return value.Length == 8;
            case NoticeItemKind.Tenancy:
            case NoticeItemKind.Rekey:
                return value.Length == 2;
            case NoticeItemKind.Overlock:
            case NoticeItemKind.Lockdown:
                return value.Length == 1 && value[0] <= 1;
            case NoticeItemKind.Configuration:
                return new LockConfiguration().TryRead(value, 0, value.Length);
            case NoticeItemKind.EventsStored:
                return value.Length == 4;
            default:
                return false;
        }
    }

    /// <summary>Whether a later item about the same thing makes this one needless, once it says the wider of both.</summary>
    internal bool IsReplacedBy(OpenItem later)
    {
        if (Kind != later.Kind || Kind == NoticeItemKind.Rekey)
            return false;
        int named = Kind == NoticeItemKind.RevokeGuest ? 8
            : Kind == NoticeItemKind.RevokeHolder || Kind == NoticeItemKind.RevokeKey ? 4 : 0;
        return Bytes.AreEqual(Value, 0, later.Value, 0, named);
    }

    /// <summary>This item, widened by what an earlier one said: a revocation, tenancy or cursor never becomes less.</summary>
    internal OpenItem WidenedBy(OpenItem earlier)
    {
        byte[] value = Bytes.Copy(Value, 0, Value.Length);
        switch (Kind)
        {
            case NoticeItemKind.RevokeHolder:
                Widen(value, earlier.Value, 4);
                Widen(value, earlier.Value, 8);
                break;
            case NoticeItemKind.RevokeKey:
                Widen(value, earlier.Value, 4);
                break;
            case NoticeItemKind.RevokeGuest:
                Widen(value, earlier.Value, 8);
                break;
            case NoticeItemKind.EventsStored:
                Widen(value, earlier.Value, 0);
                break;
            case NoticeItemKind.Tenancy:
                if (Bytes.ReadU16(value, 0) < Bytes.ReadU16(earlier.Value, 0))
                    Bytes.Append(value, 0, earlier.Value);
                break;
        }
        return new OpenItem(Kind, value, 0);
    }

    /// <summary>Whether two items tell the lock the same.</summary>
    internal bool IsSameAs(OpenItem other) =>
        Kind == other.Kind && Value.Length == other.Value.Length && Bytes.AreEqual(Value, 0, other.Value, 0, Value.Length);

    private static void Widen(byte[] value, byte[] earlier, int offset)
    {
        if (Bytes.ReadU32(value, offset) < Bytes.ReadU32(earlier, offset))
            Bytes.Append(value, offset, earlier, offset, 4);
    }
}
