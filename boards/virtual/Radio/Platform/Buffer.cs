namespace nanoFramework.Device.Bluetooth;

/// <summary>
/// Bytes with a length that may be shorter than their storage. A buffer made from an array shares that array.
/// </summary>
public class Buffer
{
    /// <summary>How many bytes are in use, at most <see cref="Capacity"/>.</summary>
    protected uint _length;

    private byte[] _data;

    /// <summary>An empty buffer with room.</summary>
    /// <param name="capacity">Bytes of storage; <see cref="Length"/> starts at 0.</param>
    public Buffer(uint capacity) => _data = new byte[capacity];

    /// <summary>A full buffer over an array, which is not copied.</summary>
    /// <param name="array">The bytes.</param>
    public Buffer(byte[] array)
    {
        _data = array;
        _length = (uint)array.Length;
    }

    /// <summary>Bytes of storage.</summary>
    public uint Capacity => (uint)_data.Length;

    /// <summary>Bytes in use.</summary>
    /// <exception cref="ArgumentException">Set beyond <see cref="Capacity"/>.</exception>
    public uint Length
    {
        get => _length;
        set
        {
            if (value > Capacity)
                throw new ArgumentException("A buffer cannot be longer than its storage.");
            _length = value;
        }
    }

    internal byte[] Data => _data;

    /// <summary>Grows the storage to exactly this size; never shrinks it.</summary>
    /// <param name="newCapacity">Bytes of storage wanted.</param>
    public void EnsureCapacity(uint newCapacity)
    {
        if (newCapacity > Capacity)
            Array.Resize(ref _data, (int)newCapacity);
    }

    internal byte[] ToArray() => _data[..(int)_length];
}
