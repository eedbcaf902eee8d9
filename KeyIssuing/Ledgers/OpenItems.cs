using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// The items that no frozen notice holds yet, in the order in which a lock must apply them. Bytes: count u16 | items
/// (firstNumber u32 | kind u8 | length u8 | value).
/// </summary>
internal sealed class OpenItems
{
    /// <summary>Items that may wait to be sent.</summary>
    internal const int QueueCountMax = 256;

    /// <summary>Items there may be when frozen notices had to be dissolved.</summary>
    internal const int CountMax = 1024;

    private const int HeaderSize = 2;
    private const int ItemHeaderSize = 6;

    private OpenItem[] _items = new OpenItem[8];

    internal int Count { get; private set; }

    /// <summary>Whether an item has not been sent in any notice.</summary>
    internal bool HasUnsent
    {
        get
        {
            for (int i = 0; i < Count; i++)
            {
                if (_items[i].FirstNumber == 0)
                    return true;
            }
            return false;
        }
    }

    internal int Size
    {
        get
        {
            int size = HeaderSize;
            for (int i = 0; i < Count; i++)
                size += ItemHeaderSize + _items[i].Value.Length;
            return size;
        }
    }

    internal OpenItem At(int index) => _items[index];

    /// <summary>Adds an item at the end, in place of one that it replaces.</summary>
    /// <param name="item">A new one.</param>
    /// <param name="countMax">At most so many altogether.</param>
    /// <returns>False when there is no room.</returns>
    internal bool Queue(OpenItem item, int countMax)
    {
        for (int i = 0; i < Count; i++)
        {
            if (!_items[i].IsReplacedBy(item))
                continue;
            OpenItem widened = item.WidenedBy(_items[i]);
            if (widened.IsSameAs(_items[i]))
                return true;
            RemoveAt(i);
            Append(widened);
            return true;
        }
        if (Count >= countMax)
            return false;
        Append(item);
        return true;
    }

    /// <summary>Marks every item that no notice held so far.</summary>
    internal void MarkSent(uint number)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_items[i].FirstNumber == 0)
                _items[i].FirstNumber = number;
        }
    }

    /// <summary>Takes out every item of a kind.</summary>
    internal void RemoveKind(NoticeItemKind kind)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            if (_items[i].Kind == kind)
                RemoveAt(i);
        }
    }

    /// <summary>Takes out what a lock has applied that has applied a notice.</summary>
    internal void RemoveApplied(uint applied)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            if (_items[i].FirstNumber != 0 && _items[i].FirstNumber <= applied)
                RemoveAt(i);
        }
    }

    internal void RemoveFirst(int count)
    {
        Array.Copy(_items, count, _items, 0, Count - count);
        Count -= count;
    }

    internal int WriteTo(byte[] target, int offset)
    {
        offset = Bytes.WriteU16(target, offset, Count);
        for (int i = 0; i < Count; i++)
        {
            OpenItem item = _items[i];
            offset = Bytes.WriteU32(target, offset, item.FirstNumber);
            target[offset++] = (byte)item.Kind;
            target[offset++] = (byte)item.Value.Length;
            offset = Bytes.Append(target, offset, item.Value);
        }
        return offset;
    }

    /// <summary>Reads the items.</summary>
    /// <param name="source">Stands at the first byte.</param>
    /// <param name="applied">An item first sent up to there would not be open.</param>
    /// <param name="lastNumber">None can have been sent later.</param>
    internal bool TryRead(FieldReader source, uint applied, uint lastNumber)
    {
        int count = source.ReadU16();
        Count = 0;
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
            Append(new OpenItem(kind, value, firstNumber));
        }
        return !source.IsShort;
    }

    private void Append(OpenItem item)
    {
        if (Count == _items.Length)
        {
            OpenItem[] larger = new OpenItem[Count * 2];
            Array.Copy(_items, larger, Count);
            _items = larger;
        }
        _items[Count++] = item;
    }

    private void RemoveAt(int index)
    {
        Array.Copy(_items, index + 1, _items, index, Count - index - 1);
        Count--;
    }
}
