using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.State;

/// <summary>
/// Events of a stored change that may not be in the trail yet. The state's record carries them together with the change, so that
/// a power cut leaves both or neither. An event whose number the trail has reached has been written.
/// Bytes: count u8 | where there are any: number of the first u32 | time u32 | each: trust and kind u8, reason u8, keyId u32,
/// detail u32 (as in <see cref="AuditEvent"/>).
/// </summary>
public sealed class PendingEvents
{
    /// <summary>The highest number of events: a notice that configures the lock and overflows its revocations.</summary>
    public const int CountMax = 3;

    private const int HeaderSize = 9;
    private const int EntrySize = 10;
    private const int KindMask = 0x3F;
    private const int TrustShift = 6;

    private readonly byte[] _entries = new byte[CountMax * EntrySize];
    private uint _time;

    /// <summary>The number of events.</summary>
    public int Count { get; private set; }

    /// <summary>The sequence number of the first event in the trail.</summary>
    public uint First { get; private set; }

    /// <summary>Bytes that <see cref="WriteTo"/> writes.</summary>
    public int Size => Count == 0 ? 1 : HeaderSize + (Count * EntrySize);

    /// <summary>Adds an event. All events of a change have the same time.</summary>
    /// <param name="first">The sequence number of the event if it is the first.</param>
    /// <param name="audit">The event.</param>
    internal void Add(uint first, AuditEvent audit)
    {
        if (Count == 0)
        {
            First = first;
            _time = audit.Time;
        }
        int at = Count * EntrySize;
        _entries[at] = (byte)((byte)audit.Kind | ((byte)audit.Trust << TrustShift));
        _entries[at + 1] = audit.Reason;
        Bytes.WriteU32(_entries, Bytes.WriteU32(_entries, at + 2, audit.KeyId), audit.Detail);
        Count++;
    }

    /// <summary>Copies the first event to <paramref name="audit"/>.</summary>
    internal void ReadFirst(AuditEvent audit)
    {
        audit.Time = _time;
        audit.Kind = (EventKind)(_entries[0] & KindMask);
        audit.Trust = (ClockTrust)(_entries[0] >> TrustShift);
        audit.Reason = _entries[1];
        audit.KeyId = Bytes.ReadU32(_entries, 2);
        audit.Detail = Bytes.ReadU32(_entries, 6);
    }

    /// <summary>Removes the first event, because it is in the trail.</summary>
    internal void RemoveFirst()
    {
        Count--;
        First++;
        Bytes.Append(_entries, 0, Bytes.Copy(_entries, EntrySize, Count * EntrySize));
    }

    /// <summary>Removes all events, because the change was undone.</summary>
    internal void Clear() => Count = 0;

    /// <summary>Reads the events from the rest of a record.</summary>
    /// <returns>False when it has another format; the object is then unchanged.</returns>
    internal bool TryRead(byte[] source, int offset)
    {
        int count = offset < source.Length ? source[offset] : CountMax + 1;
        if (count > CountMax || source.Length - offset != (count == 0 ? 1 : HeaderSize + (count * EntrySize)))
            return false;
        Count = count;
        if (count == 0)
            return true;
        First = Bytes.ReadU32(source, offset + 1);
        _time = Bytes.ReadU32(source, offset + 5);
        Bytes.Append(_entries, 0, source, offset + HeaderSize, count * EntrySize);
        return true;
    }

    /// <summary>Writes the events; <see cref="Size"/> bytes.</summary>
    internal void WriteTo(byte[] target, int offset)
    {
        target[offset] = (byte)Count;
        if (Count == 0)
            return;
        int at = Bytes.WriteU32(target, Bytes.WriteU32(target, offset + 1, First), _time);
        Bytes.Append(target, at, _entries, 0, Count * EntrySize);
    }
}
