using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Storage;

namespace LockFirmware.LockController.Events;

/// <summary>
/// Stores the audit trail in files (docs/protocol.md, 7; docs/reliability.md). Each new event is a small file of its own (the
/// tail): only this file is written before a latch moves. Older events are moved to segments when there is time. A power cut at any
/// instant keeps every event whose <see cref="Append"/> has returned. Belongs to the lock's thread.
/// </summary>
public sealed class EventRing : IEventStore
{
    /// <summary>The number of events in the tail from which they are moved to a segment.</summary>
    public const int CompactCount = 12;

    /// <summary>
    /// The highest number of events in the tail. Its files are used in turn; a file is used again when its event is in a
    /// segment.
    /// </summary>
    public const int TailCountMax = 16;

    private const uint UnreadSequence = uint.MaxValue;

    private readonly IFileStore _files;
    private readonly EventSegments _segments;
    private readonly byte[] _tail = new byte[TailCountMax * AuditEvent.Size];
    private int _tailCount;
    private bool _isHeadUnknown;
    private uint _head;

    /// <summary>Opens the trail: reads the tail and the header of each segment.</summary>
    public EventRing(IFileStore files)
    {
        _files = files;
        _segments = new EventSegments(files);
        _head = _segments.Last;
        IsTooNew = _segments.IsTooNew;
        ReadTail();
    }

    /// <inheritdoc/>
    public bool IsTooNew { get; private set; }

    /// <inheritdoc/>
    public bool HasRoom => _segments.HasRoom;

    /// <inheritdoc/>
    public uint Oldest => _segments.HasUnread ? 1 : _segments.IsEmpty ? TailFirst : _segments.First;

    /// <inheritdoc/>
    public uint Head => _head;

    private uint TailFirst => _head - (uint)_tailCount + 1;

    /// <inheritdoc/>
    public bool Append(byte[] record)
    {
        if (_tailCount == TailCountMax)
            Compact();
        if (_tailCount == TailCountMax || _isHeadUnknown)
            return false;
        if (!_files.Write(TailName(_head + 1), SealedFile.Seal(_head + 1, record)))
            return false;
        Bytes.Append(_tail, _tailCount * AuditEvent.Size, record, 0, AuditEvent.Size);
        _tailCount++;
        _head++;
        return true;
    }

    /// <inheritdoc/>
    public int Read(uint first, byte[] target, int offset, int countMax)
    {
        int count = 0;
        while (count < countMax && first >= Oldest && first <= _head)
        {
            int at = offset + (count * AuditEvent.Size);
            int read = ReadSome(first, target, at, countMax - count);
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
    public void Compact()
    {
        if (_tailCount < CompactCount)
            return;
        int moved = _segments.Append(TailFirst, _tail, _tailCount);
        if (moved == 0)
            return;
        _tailCount -= moved;
        Array.Copy(_tail, moved * AuditEvent.Size, _tail, 0, _tailCount * AuditEvent.Size);
    }

    private int ReadSome(uint first, byte[] target, int offset, int countMax)
    {
        if (first >= TailFirst)
            return ReadFromTail(first, target, offset, countMax);
        if (_segments.HasUnread && !_segments.Has(first))
            _segments.ReadAgain();
        if (_segments.Has(first))
            return _segments.Read(first, target, offset, countMax);
        if (_segments.HasUnread)
            return 0;
        WriteLost(first, target, offset);
        return 1;
    }

    private int ReadFromTail(uint first, byte[] target, int offset, int countMax)
    {
        int skip = (int)(first - TailFirst);
        int count = _tailCount - skip < countMax ? _tailCount - skip : countMax;
        Array.Copy(_tail, skip * AuditEvent.Size, target, offset, count * AuditEvent.Size);
        return count;
    }

    /// <summary>Writes a record in place of an event that the flash has lost.</summary>
    private static void WriteLost(uint sequence, byte[] target, int offset) =>
        new AuditEvent { Kind = EventKind.EventsDropped, KeyId = sequence, Detail = 1 }.WriteTo(target, offset);

    /// <summary>
    /// Reads the events that follow the segments. Numbers never decrease: an event that is missing before the newest one was lost
    /// by the flash, not by a power cut. A file that cannot be read may hold the next event, so that number is not used again.
    /// </summary>
    private void ReadTail()
    {
        byte[]?[] files = new byte[]?[TailCountMax];
        uint[] sequences = new uint[TailCountMax];
        uint newest = _head;
        _isHeadUnknown = _segments.HasUnread;
        for (uint slot = 0; slot < TailCountMax; slot++)
        {
            byte[]? file = SealedFile.Read(_files, TailName(slot), out FileForm form);
            IsTooNew |= form == FileForm.TooNew;
            sequences[slot] = form == FileForm.Unreadable ? UnreadSequence : 0;
            if (file == null || file.Length != SealedFile.SizeOf(AuditEvent.Size))
                continue;
            uint sequence = SealedFile.Sequence(file);
            if (sequence > EventSegments.SequenceMax || sequence % TailCountMax != slot)
                continue;
            // The newest events are in the tail, also those that are in a segment already.
            _isHeadUnknown = false;
            if (sequence <= _head)
                continue;
            files[slot] = file;
            sequences[slot] = sequence;
            newest = sequence > newest ? sequence : newest;
        }
        for (int i = 0; i < TailCountMax && sequences[(newest + 1) % TailCountMax] == UnreadSequence; i++)
            newest++;
        if (newest - _head > TailCountMax)
            _segments.Close();
        _tailCount = (int)(newest - _head < TailCountMax ? newest - _head : TailCountMax);
        _head = newest;
        for (uint sequence = TailFirst; _tailCount > 0 && sequence <= newest; sequence++)
        {
            int at = (int)(sequence - TailFirst) * AuditEvent.Size;
            byte[]? file = files[sequence % TailCountMax];
            if (file == null || sequences[sequence % TailCountMax] != sequence)
                WriteLost(sequence, _tail, at);
            else
                Bytes.Append(_tail, at, file, SealedFile.HeaderSize, AuditEvent.Size);
        }
    }

    private static string TailName(uint sequence) => StorageFolders.Tail + "/" + Digits.Of(sequence % TailCountMax);
}
