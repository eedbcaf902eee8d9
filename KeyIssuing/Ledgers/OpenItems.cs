using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// The items that are in no frozen notice, in the order in which the lock must apply them. Bytes: count u16 | items
/// (firstNumber u32 | kind u8 | length u8 | value).
/// </summary>
internal sealed class OpenItems
{
    /// <summary>How many items may wait before <see cref="Queue"/> refuses more.</summary>
    internal const int QueueCountMax = 256;

    /// <summary>How many items there may be when the items of frozen notices were put back.</summary>
    internal const int CountMax = 1024;

    private readonly List<OpenItem> _items = [];

    /// <summary>The items in order.</summary>
    internal IReadOnlyList<OpenItem> All => _items;

    /// <summary>Whether an item has not been in any notice.</summary>
    internal bool HasUnsent => _items.Exists(item => item.FirstNumber == 0);

    /// <summary>Adds an item at the end, and removes the one that it replaces.</summary>
    /// <param name="item">A new item.</param>
    /// <param name="countMax">The largest number of items afterwards.</param>
    /// <returns>False when there is no room.</returns>
    internal bool Queue(OpenItem item, int countMax)
    {
        int replaced = _items.FindIndex(present => present.IsReplacedBy(item));
        if (replaced < 0 && _items.Count >= countMax)
            return false;
        if (replaced >= 0)
        {
            item = item.WidenedBy(_items[replaced]);
            if (item.IsSameAs(_items[replaced]))
                return true;
            _items.RemoveAt(replaced);
        }
        _items.Add(item);
        return true;
    }

    /// <summary>Stores the number of the first notice with each item that was in none before.</summary>
    internal void MarkSent(uint number)
    {
        for (int i = 0; i < _items.Count; i++)
        {
            if (_items[i].FirstNumber == 0)
                _items[i] = _items[i] with { FirstNumber = number };
        }
    }

    /// <summary>Removes every item of a kind.</summary>
    internal void RemoveKind(NoticeItemKind kind) => _items.RemoveAll(item => item.Kind == kind);

    /// <summary>Removes every Rekey to a generation up to the given one.</summary>
    internal void RemoveRekeysThrough(ushort generation) =>
        _items.RemoveAll(item => item.Kind == NoticeItemKind.Rekey && Bytes.ReadU16(item.Value, 0) <= generation);

    /// <summary>Gives the last Rekey another generation.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool MoveRekey(ushort generation)
    {
        int index = _items.FindLastIndex(item => item.Kind == NoticeItemKind.Rekey);
        if (index < 0)
            return false;
        _items[index] = _items[index] with { Value = NoticeItem.Tenancy(generation) };
        return true;
    }

    /// <summary>Removes the items that a lock has applied which has applied a notice.</summary>
    internal void RemoveApplied(uint applied) => _items.RemoveAll(item => item.FirstNumber != 0 && item.FirstNumber <= applied);

    /// <summary>Removes the first items.</summary>
    internal void RemoveFirst(int count) => _items.RemoveRange(0, count);

    internal void WriteTo(FieldWriter target)
    {
        target.U16(_items.Count);
        foreach (OpenItem item in _items)
        {
            target.U32(item.FirstNumber);
            target.U8((byte)item.Kind);
            target.U8(item.Value.Length);
            target.Raw(item.Value);
        }
    }

    /// <summary>Reads the items.</summary>
    /// <param name="source">Is at the first byte.</param>
    /// <param name="applied">The lock has applied this notice: an item that was in it would not be open.</param>
    /// <param name="lastNumber">The last notice that was made: no item can have been first in a later one.</param>
    internal bool TryRead(FieldReader source, uint applied, uint lastNumber)
    {
        _items.Clear();
        int count = source.ReadU16();
        if (count > CountMax)
            return false;
        for (int i = 0; i < count; i++)
        {
            uint firstNumber = source.ReadU32();
            NoticeItemKind kind = (NoticeItemKind)source.ReadU8();
            byte[] value = source.ReadBytes(source.ReadU8());
            bool wasSent = firstNumber != 0;
            if (source.IsShort || !OpenItem.HasForm(kind, value) || (wasSent && (firstNumber <= applied || firstNumber > lastNumber)))
                return false;
            _items.Add(new OpenItem(kind, value, firstNumber));
        }
        return !source.IsShort;
    }
}
