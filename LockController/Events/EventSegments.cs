using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Storage;

namespace LockFirmware.LockController.Events;

/// <summary>
/// The older events of the audit trail, in files of 4 KB with fixed names that are used in turn. A segment is a header of 16 bytes
/// and up to 255 events. The header has the format of an event of kind 0: its detail is the first sequence number, its reason the
/// version 0.
/// </summary>
internal sealed class EventSegments
{
    /// <summary>The number of segments.</summary>
    internal const int Count = 41;

    /// <summary>Events in a full segment: as many as fit into one block of the flash.</summary>
    internal const int EventsEach = 255;

    /// <summary>No lock records more events in its life. A higher number is corrupt, and numbers after it could overflow.</summary>
    internal const uint SequenceMax = 0x7FFF_FFFF;

    // In place of the first number of a segment that may hold events and cannot be read.
    private const uint Unread = uint.MaxValue;

    // After so many requests for its events a segment that cannot be read counts as lost, or the trail would end there.
    private const int UnreadTriesMax = 8;

    private const byte Version = 0;
    private const int HeadSize = AuditEvent.Size;

    private readonly IFileStore _files;
    private readonly uint[] _firsts = new uint[Count];
    private readonly byte[] _counts = new byte[Count];
    private int _newest = -1;
    private bool _isNewestClosed;
    private int _unreadTries;

    internal EventSegments(IFileStore files)
    {
        _files = files;
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new AuditEvent();
        for (int i = 0; i < Count; i++)
        {
            // A read can fail once.
            if (ReadHead(i, record, audit) < FileForm.Whole)
                NoteForm(i, ReadHead(i, record, audit));
        }
        if (_newest >= 0)
            CheckEnd(_newest, record, audit);
        // A segment that cannot be read may follow the newest one, so that has no more room.
        _isNewestClosed |= HasUnread;
        for (int i = 0; i < Count; i++)
            EndBefore(i, (i + 1) % Count);
    }

    /// <summary>Whether a segment has a later version.</summary>
    internal bool IsTooNew { get; private set; }

    /// <summary>Whether at least one more event can be added.</summary>
    internal bool HasRoom => HasOpenSegment || _counts[Next()] == 0;

    /// <summary>Whether a segment may hold events and cannot be read. It is not replaced.</summary>
    internal bool HasUnread { get; private set; }

    /// <summary>Sequence number of the oldest event; 1 when there is none.</summary>
    internal uint First => _newest < 0 ? 1 : _firsts[Oldest()];

    /// <summary>Sequence number of the newest event; 0 before the first.</summary>
    internal uint Last => _newest < 0 ? 0 : _firsts[_newest] + (uint)_counts[_newest] - 1;

    /// <summary>Whether there is no event.</summary>
    internal bool IsEmpty => _newest < 0;

    private bool HasOpenSegment => _newest >= 0 && !_isNewestClosed && _counts[_newest] < EventsEach;

    /// <summary>Closes the newest segment: the next event starts another one.</summary>
    internal void Close() => _isNewestClosed = true;

    /// <summary>Adds events.</summary>
    /// <param name="first">Sequence number of the first event: it follows <see cref="Last"/>, unless the segment is closed.</param>
    /// <param name="events">16 bytes for each event.</param>
    /// <param name="count">The number of events.</param>
    /// <returns>The number of events added: fewer at the end of a segment, 0 when nothing could be written.</returns>
    internal int Append(uint first, byte[] events, int count)
    {
        if (!HasOpenSegment)
            return StartSegment(first, events, count);
        int fits = EventsEach - _counts[_newest];
        if (fits > count)
            fits = count;
        if (!_files.Append(Name(_newest), events, 0, fits * AuditEvent.Size))
        {
            // The end of this segment is unknown now, so the next event starts another one.
            _isNewestClosed = true;
            return 0;
        }
        _counts[_newest] += (byte)fits;
        return fits;
    }

    /// <summary>Whether a segment holds an event.</summary>
    internal bool Has(uint sequence) => Find(sequence) >= 0;

    /// <summary>Reads events of the segment that holds the first one.</summary>
    internal int Read(uint first, byte[] target, int offset, int countMax)
    {
        int segment = Find(first);
        if (segment < 0)
            return 0;
        int at = (int)(first - _firsts[segment]);
        int count = _counts[segment] - at < countMax ? _counts[segment] - at : countMax;
        return _files.ReadPart(Name(segment), HeadSize + (at * AuditEvent.Size), target, offset, count * AuditEvent.Size) / AuditEvent.Size;
    }

    /// <summary>Deletes the oldest segment, unless it is the only one.</summary>
    /// <returns>The number of events deleted.</returns>
    internal int DropOldest()
    {
        int oldest = _newest < 0 ? -1 : Oldest();
        if (oldest == _newest || !_files.Delete(Name(oldest)))
            return 0;
        int count = _counts[oldest];
        _counts[oldest] = 0;
        return count;
    }

    /// <summary>Tries to read the segments that could not be read, when somebody asks for an event that none of the others holds.</summary>
    internal void ReadAgain()
    {
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new AuditEvent();
        bool isLast = ++_unreadTries == UnreadTriesMax;
        HasUnread = false;
        for (int i = 0; i < Count; i++)
        {
            if (_firsts[i] != Unread)
                continue;
            FileForm form = ReadHead(i, record, audit);
            NoteForm(i, isLast && form == FileForm.Unreadable ? FileForm.Damaged : form);
        }
    }

    private int Find(uint sequence)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_counts[i] > 0 && sequence >= _firsts[i] && sequence - _firsts[i] < (uint)_counts[i])
                return i;
        }
        return -1;
    }

    private int Oldest()
    {
        int oldest = _newest;
        for (int i = 0; i < Count; i++)
        {
            if (_counts[i] > 0 && _firsts[i] < _firsts[oldest])
                oldest = i;
        }
        return oldest;
    }

    private static string Name(int segment) => StorageFolders.Ring + "/" + Digits.Of((uint)segment);

    /// <summary>The segment after the newest one; those that cannot be read are passed over.</summary>
    private int Next()
    {
        int next = (_newest + 1) % Count;
        for (int i = 1; i < Count && _firsts[next] == Unread; i++)
            next = (next + 1) % Count;
        return next;
    }

    private int StartSegment(uint first, byte[] events, int count)
    {
        int segment = Next();
        if (_counts[segment] != 0 || _firsts[segment] == Unread)
            return 0;
        byte[] content = new byte[HeadSize + (count * AuditEvent.Size)];
        new AuditEvent { Detail = first }.WriteTo(content, 0);
        Bytes.Append(content, HeadSize, events, 0, count * AuditEvent.Size);
        if (!_files.Write(Name(segment), content))
            return 0;
        _firsts[segment] = first;
        _counts[segment] = (byte)count;
        _newest = segment;
        _isNewestClosed = false;
        return count;
    }

    private FileForm ReadHead(int segment, byte[] record, AuditEvent audit)
    {
        string name = Name(segment);
        int length = _files.Length(name);
        if (length < 0)
            return FileForm.Unreadable;
        if (length <= HeadSize)
            return FileForm.Absent;
        if (_files.ReadPart(name, 0, record, 0, HeadSize) != HeadSize)
            return FileForm.Unreadable;
        if (!audit.TryRead(record, 0) || audit.Detail == 0 || audit.Detail > SequenceMax)
            return FileForm.Damaged;
        IsTooNew |= audit.Kind == 0 && audit.Reason > Version;
        _firsts[segment] = audit.Detail;
        int count = (length - HeadSize) / AuditEvent.Size;
        _counts[segment] = (byte)(count < EventsEach ? count : EventsEach);
        if (_newest < 0 || _firsts[segment] > _firsts[_newest])
            _newest = segment;
        return FileForm.Whole;
    }

    private void NoteForm(int segment, FileForm form)
    {
        HasUnread |= form == FileForm.Unreadable;
        if (form < FileForm.Whole)
            _firsts[segment] = form == FileForm.Unreadable ? Unread : 0;
    }

    /// <summary>
    /// Removes the events of an append that a power cut interrupted. An event that cannot be read may be whole: it stays.
    /// </summary>
    private void CheckEnd(int segment, byte[] record, AuditEvent audit)
    {
        int whole = _counts[segment];
        bool isRead = true;
        while (_counts[segment] > 0 && !IsWhole(segment, _counts[segment] - 1, record, audit, out isRead) && isRead)
            _counts[segment]--;
        bool isUneven = _files.Length(Name(segment)) != HeadSize + (whole * AuditEvent.Size);
        _isNewestClosed = isUneven || !isRead || whole != _counts[segment];
    }

    /// <summary>
    /// A segment that was closed early may hold more bytes than valid events. The events end where the next segment starts.
    /// </summary>
    private void EndBefore(int segment, int next)
    {
        if (_counts[segment] == 0 || _counts[next] == 0 || _firsts[next] < _firsts[segment])
            return;
        uint until = _firsts[next] - _firsts[segment];
        if ((uint)_counts[segment] > until)
            _counts[segment] = (byte)until;
    }

    private bool IsWhole(int segment, int index, byte[] record, AuditEvent audit, out bool isRead)
    {
        int position = HeadSize + (index * AuditEvent.Size);
        string name = Name(segment);
        isRead = false;
        for (int tries = 0; tries < 2; tries++)
        {
            isRead = _files.ReadPart(name, position, record, 0, AuditEvent.Size) == AuditEvent.Size;
            if (isRead && audit.TryRead(record, 0))
                return true;
        }
        return false;
    }
}
