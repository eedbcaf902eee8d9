using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Libraries;

/// <summary>
/// A list. Source: nanoframework/CoreLibrary, nanoFramework.CoreLibrary/System/Collections/ArrayList.cs; it grows as
/// nanoframework/nf-interpreter, src/CLR/Core/CLR_RT_HeapBlock_ArrayList.cpp does, by half of its capacity.
/// </summary>
public sealed class ArrayList : LibraryObject
{
    private const int DefaultCapacity = 4;

    private object?[] _items = Meter.Note(new object?[DefaultCapacity]);
    private int _size;
    private readonly object? _syncRoot;

    /// <summary>The number of elements.</summary>
    public int Count => _size;

    /// <summary>An element.</summary>
    public object? this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    /// <summary>Adds an element at the end.</summary>
    public void Add(object item)
    {
        if (_size == _items.Length)
        {
            object?[] grown = Meter.Note(new object?[_size + (_size / 2)]);
            _items.CopyTo(grown, 0);
            _items = grown;
        }
        _items[_size++] = item;
    }

    /// <summary>Removes all elements; the array stays.</summary>
    public void Clear()
    {
        Array.Clear(_items);
        _size = 0;
    }

    /// <summary>Removes an element.</summary>
    public void RemoveAt(int index)
    {
        Array.Copy(_items, index + 1, _items, index, _size - index - 1);
        _items[--_size] = null;
    }
}
