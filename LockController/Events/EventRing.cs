using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Storage;

namespace LockFirmware.LockController.Events;

/// <summary>
/// The audit trail in files (docs/protocol.md, 7): the newest events in a small tail file, which is all that is written
/// before a latch moves, the others in segments that grow when there is time. A power cut at any instant keeps every
/// event whose <see cref="Append"/> has returned. Belongs to the lock's thread.
/// </summary>
public sealed class EventRing : IEventStore
{
    /// <summary>Events that wait in the tail before they are settled.</summary>
    public const int SettleCount = 12;

    /// <summary>Events that fit the tail file, which littlefs keeps inside its directory up to 480 bytes.</summary>
    public const int TailCountMax = 24;

    private const int TailHeaderSize = 4;

    private readonly IFileStore _files;
    private readonly EventSegments _segments;
    private readonly byte[] _tail = new byte[TailCountMax * AuditEvent.Size];
    private int _tailCount;
    private uint _tailSequence;

    /// <summary>Opens the trail: reads the tail, and the head of each segment.</summary>
    public EventRing(IFileStore files)
    {
        _files = files;
        _segments = new EventSegments(files);
        Head = _segments.Last;
        ReadTail();
    }

    /// <inheritdoc/>
    public bool HasRoom => _segments.HasRoom;

    /// <inheritdoc/>
    public uint Oldest => _segments.First;

    /// <inheritdoc/>
    public uint Head { get; private set; }

    /// <inheritdoc/>
    public bool Append(byte[] record)
    {
        if (_tailCount == TailCountMax)
            Settle();
        if (_tailCount == TailCountMax)
            return false;
        Array.Copy(record, 0, _tail, _tailCount * AuditEvent.Size, AuditEvent.Size);
        if (!WriteTail(_tailCount + 1))
            return false;
        _tailCount++;
        Head++;
        return true;
    }

    /// <inheritdoc/>
    public int Read(uint first, byte[] target, int offset, int countMax)
    {
        int count = 0;
        while (count < countMax && first >= Oldest && first <= Head)
        {
            int at = offset + (count * AuditEvent.Size);
            int read = first <= _segments.Last
                ? _segments.Read(first, target, at, countMax - count)
                : ReadFromTail(first, target, at, countMax - count);
            if (read == 0)
                return count;
            count += read;
            first += (uint)read;
        }
        return count;
    }

    /// <inheritdoc/>
    public int DropOldest() => _segments.DropOldest();

    /// <inheritdoc/>
    public void Settle()
    {
        if (_tailCount < SettleCount)
            return;
        int settled = _segments.Append(FirstOfTail, _tail, _tailCount);
        if (settled == 0)
            return;
        _tailCount -= settled;
        Array.Copy(_tail, settled * AuditEvent.Size, _tail, 0, _tailCount * AuditEvent.Size);
    }

    private uint FirstOfTail => Head - (uint)_tailCount + 1;

    private int ReadFromTail(uint first, byte[] target, int offset, int countMax)
    {
        // What rotted at the end of the segments left a hole before the tail.
        if (first < FirstOfTail)
            return 0;
        int skip = (int)(first - FirstOfTail);
        int count = _tailCount - skip < countMax ? _tailCount - skip : countMax;
        Array.Copy(_tail, skip * AuditEvent.Size, target, offset, count * AuditEvent.Size);
        return count;
    }

    /// <summary>Payload of a tail file: first sequence number u32 | events. Two files take turns, so one is always whole.</summary>
    private bool WriteTail(int count)
    {
        byte[] payload = new byte[TailHeaderSize + (count * AuditEvent.Size)];
        Bytes.WriteU32(payload, 0, FirstOfTail);
        Array.Copy(_tail, 0, payload, TailHeaderSize, count * AuditEvent.Size);
        if (!_files.Write(TailName(_tailSequence + 1), SealedFile.Seal(_tailSequence + 1, payload)))
            return false;
        _tailSequence++;
        return true;
    }

    private void ReadTail()
    {
        byte[]? file = NewerTail();
        if (file == null)
            return;
        _tailSequence = SealedFile.Sequence(file);
        byte[] payload = SealedFile.Payload(file);
        uint first = Bytes.ReadU32(payload, 0);
        int count = (payload.Length - TailHeaderSize) / AuditEvent.Size;
        // What was settled already stands in the segments too.
        int settled = Head >= first ? (int)(Head - first) + 1 : 0;
        if (settled >= count)
            return;
        if (first > Head + 1)
            _segments.Close();
        _tailCount = count - settled;
        Array.Copy(payload, TailHeaderSize + (settled * AuditEvent.Size), _tail, 0, _tailCount * AuditEvent.Size);
        Head = first + (uint)count - 1;
    }

    private static bool IsTail(byte[]? file)
    {
        if (!SealedFile.IsWhole(file))
            return false;
        int length = SealedFile.Payload(file!).Length - TailHeaderSize;
        return length > 0 && length % AuditEvent.Size == 0 && length <= TailCountMax * AuditEvent.Size
            && EventSegments.IsNumber(Bytes.ReadU32(file!, SealedFile.HeaderSize));
    }

    private byte[]? NewerTail()
    {
        byte[]? even = _files.Read(TailName(0));
        byte[]? odd = _files.Read(TailName(1));
        bool isEvenWhole = IsTail(even);
        bool isOddWhole = IsTail(odd);
        if (isEvenWhole && isOddWhole)
            return SealedFile.Sequence(even!) > SealedFile.Sequence(odd!) ? even : odd;
        return isEvenWhole ? even : isOddWhole ? odd : null;
    }

    private static string TailName(uint sequence) => (sequence & 1) == 0 ? "tail-a" : "tail-b";
}
