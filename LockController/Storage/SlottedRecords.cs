using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Storage;

/// <summary>
/// Stores records in files, safe against a power cut at any instant and against the decay of one file. Each record has two copies
/// with the same sequence number, which rises with each change; after a power cut between the two the next start makes them equal.
/// A change of several records is written to one journal file first; the next start completes it. Belongs to the lock's thread.
/// </summary>
public sealed class SlottedRecords : IRecordStore
{
    private const string JournalName = StorageFolders.Records + "/journal";
    private const int EntryHeaderSize = 3;

    private readonly IFileStore _files;
    private readonly uint[] _sequences = new uint[RecordIds.Count];
    private byte[]?[]? _unfinished;
    private uint _journalSequence;
    private bool _isJournalDirty;

    // A bit for each record whose copies may differ.
    private int _unequal;

    /// <summary>Opens the records and completes a change that a power cut interrupted.</summary>
    public SlottedRecords(IFileStore files)
    {
        _files = files;
        Reopen();
    }

    /// <inheritdoc/>
    public bool IsTooNew { get; private set; }

    /// <inheritdoc/>
    public void Reopen()
    {
        _unequal = 0;
        for (int i = 0; i < RecordIds.Count; i++)
            FindCurrent(i);
        ReadJournal();
        if (!IsTooNew)
            FinishChange();
    }

    /// <inheritdoc/>
    public uint Sequence(RecordId id) => _sequences[(int)id] + (_unfinished?[(int)id] == null ? 0u : 1u);

    /// <inheritdoc/>
    public byte[]? Read(RecordId id)
    {
        byte[]? unfinished = _unfinished?[(int)id];
        if (unfinished != null)
            return (byte[])unfinished.Clone();
        byte[]? file = ReadCopy((int)id, false) ?? ReadCopy((int)id, true);
        byte[]? record = file == null ? null : SealedFile.Payload(file);
        SealedFile.Wipe(file);
        return record;
    }

    /// <inheritdoc/>
    public bool Replace(byte[]?[] records)
    {
        if (IsTooNew || _sequences[(int)RecordId.State] == RecordIds.UnreadableSequence || !Finish())
            return false;
        int count = 0;
        int last = 0;
        for (int i = 0; i < records.Length; i++)
        {
            if (records[i] == null)
                continue;
            count++;
            last = i;
        }
        if (count == 0)
            return true;
        bool isReplaced = count == 1 ? WriteRecord(last, records[last]!) : WriteJournal(records);
        if (isReplaced && count > 1)
        {
            _unfinished = records;
            Finish();
            return true;
        }
        for (int i = 0; i < records.Length; i++)
            SealedFile.Wipe(records[i]);
        return isReplaced;
    }

    private bool WriteJournal(byte[]?[] records)
    {
        _journalSequence++;
        _isJournalDirty = true;
        byte[] file = Pack(records);
        SealedFile.SealInPlace(_journalSequence, file);
        bool isWritten = _files.Write(JournalName, file);
        Bytes.Clear(file);
        if (!isWritten)
            ClearJournal();
        return isWritten;
    }

    /// <summary>Makes the copies of each record equal. Not at the start, because a later firmware may have written other files.</summary>
    private bool Finish()
    {
        for (int i = 0; _unequal != 0 && i < RecordIds.Count; i++)
        {
            if (!MakeEqual(i))
                return false;
        }
        return FinishChange();
    }

    /// <summary>Writes the journal's records. The change is in force as soon as the journal is written.</summary>
    private bool FinishChange()
    {
        byte[]?[]? records = _unfinished;
        if (records != null)
        {
            for (int i = 0; i < records.Length; i++)
            {
                byte[]? record = records[i];
                if (record == null)
                    continue;
                if (!WriteRecord(i, record))
                    return false;
                Bytes.Clear(record);
                records[i] = null;
            }
        }
        return !_isJournalDirty || ClearJournal();
    }

    /// <summary>Deletes the journal, also one that could not be written whole: at the next start it would undo later changes.</summary>
    private bool ClearJournal()
    {
        if (!_files.Delete(JournalName))
            return false;
        _isJournalDirty = false;
        _unfinished = null;
        return true;
    }

    /// <summary>
    /// Writes both copies of a record. The first one makes the change; when the second one cannot be written, it is written before
    /// the next change.
    /// </summary>
    private bool WriteRecord(int id, byte[] record)
    {
        if (_sequences[id] == RecordIds.UnreadableSequence || !MakeEqual(id))
            return false;
        byte[] file = SealedFile.Seal(_sequences[id] + 1, record);
        bool isWritten = _files.Write(CopyName(id, false), file);
        if (isWritten)
        {
            _sequences[id]++;
            if (!_files.Write(CopyName(id, true), file))
                _unequal |= 1 << id;
        }
        Bytes.Clear(file);
        return isWritten;
    }

    /// <summary>Writes the copy that is in force over the other one.</summary>
    private bool MakeEqual(int id)
    {
        if ((_unequal & (1 << id)) == 0)
            return true;
        byte[]? file = ReadCopy(id, false);
        bool isFirst = file != null;
        file ??= ReadCopy(id, true);
        bool isWritten = file != null && _files.Write(CopyName(id, isFirst), file);
        SealedFile.Wipe(file);
        if (isWritten)
            _unequal &= ~(1 << id);
        return isWritten;
    }

    /// <summary>
    /// Completes the change that a power cut interrupted, unless a later firmware made it. A journal that is not whole was cut
    /// while it was written; if it has decayed instead, the sequence numbers in the state's record show it. One that cannot be read
    /// may hold the state in force: it stays, and the state counts as unreadable.
    /// </summary>
    private void ReadJournal()
    {
        byte[]? journal = SealedFile.Read(_files, JournalName, out FileForm form);
        IsTooNew |= form == FileForm.TooNew;
        _isJournalDirty = form > FileForm.Unreadable;
        _unfinished = null;
        if (form == FileForm.Unreadable)
            _sequences[(int)RecordId.State] = RecordIds.UnreadableSequence;
        if (IsTooNew || journal == null)
            return;
        byte[] packed = SealedFile.Payload(journal);
        _journalSequence = SealedFile.Sequence(journal);
        _unfinished = Unpack(packed);
        Bytes.Clear(packed);
        Bytes.Clear(journal);
        DropWritten(_unfinished);
    }

    /// <summary>Drops the records of the journal that were written before the power was cut.</summary>
    private void DropWritten(byte[]?[]? records)
    {
        for (int i = 0; records != null && i < records.Length; i++)
        {
            byte[]? record = records[i];
            byte[]? file = record == null ? null : ReadCopy(i, false) ?? ReadCopy(i, true);
            if (file == null)
                continue;
            byte[] written = SealedFile.Payload(file);
            if (written.Length == record!.Length && Bytes.AreEqual(written, 0, record, 0, written.Length))
            {
                Bytes.Clear(record);
                records[i] = null;
            }
            Bytes.Clear(written);
            SealedFile.Wipe(file);
        }
    }

    /// <summary>
    /// Finds the number of a record. When neither copy is whole and the second one exists, the first one was whole before: the
    /// record has decayed. Without a second copy the power was cut while the record was first written, if the first one can be read.
    /// </summary>
    private void FindCurrent(int id)
    {
        uint first = SequenceOf(id, false, out FileForm firstForm);
        uint second = SequenceOf(id, true, out FileForm secondForm);
        uint sequence = first > second ? first : second;
        if (first != second)
            _unequal |= 1 << id;
        bool hasDecayed = sequence == 0 && (secondForm != FileForm.Absent || firstForm == FileForm.Unreadable);
        _sequences[id] = hasDecayed ? RecordIds.UnreadableSequence : sequence;
    }

    /// <summary>The sequence number of a copy; 0 when it is not whole.</summary>
    private uint SequenceOf(int id, bool second, out FileForm form)
    {
        byte[]? file = SealedFile.Read(_files, CopyName(id, second), out form);
        IsTooNew |= form == FileForm.TooNew;
        if (file == null)
            return 0;
        uint sequence = SealedFile.Sequence(file);
        Bytes.Clear(file);
        return sequence;
    }

    /// <summary>A copy of a record, if it is whole and has the record's number; else null.</summary>
    private byte[]? ReadCopy(int id, bool second)
    {
        byte[]? file = _sequences[id] == 0 ? null : SealedFile.Read(_files, CopyName(id, second), out FileForm _);
        if (file == null || SealedFile.Sequence(file) == _sequences[id])
            return file;
        Bytes.Clear(file);
        return null;
    }

    private static string CopyName(int id, bool second) => StorageFolders.Records + "/" + Digits.Of((uint)id) + (second ? "b" : "a");

    /// <summary>Entries of id u8 | length u16 | record.</summary>
    private static byte[] Pack(byte[]?[] records)
    {
        int size = 0;
        for (int i = 0; i < records.Length; i++)
            size += records[i] == null ? 0 : EntryHeaderSize + records[i]!.Length;
        byte[] file = new byte[SealedFile.SizeOf(size)];
        int at = SealedFile.HeaderSize;
        for (int i = 0; i < records.Length; i++)
        {
            byte[]? record = records[i];
            if (record == null)
                continue;
            file[at] = (byte)i;
            at = Bytes.Append(file, Bytes.WriteU16(file, at + 1, record.Length), record);
        }
        return file;
    }

    /// <summary>The records of a journal; null when its entries do not fill it exactly.</summary>
    private byte[]?[]? Unpack(byte[] packed)
    {
        byte[]?[] records = new byte[]?[RecordIds.Count];
        int at = 0;
        while (at < packed.Length)
        {
            if (packed.Length - at < EntryHeaderSize)
                return null;
            int length = Bytes.ReadU16(packed, at + 1);
            if (packed.Length - at - EntryHeaderSize < length)
                return null;
            // A record that only a later firmware knows would be lost when the journal is deleted.
            if (packed[at] >= records.Length)
                IsTooNew = true;
            else
                records[packed[at]] = Bytes.Copy(packed, at + EntryHeaderSize, length);
            at += EntryHeaderSize + length;
        }
        return records;
    }
}
