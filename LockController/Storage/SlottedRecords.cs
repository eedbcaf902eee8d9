using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Storage;

/// <summary>
/// Stores records in files, safe against a power cut at any instant. Each record has two slots with rising sequence numbers. A
/// change of several records is written to one journal file first; the next start completes it. Belongs to the lock's thread.
/// </summary>
public sealed class SlottedRecords : IRecordStore
{
    private const string JournalName = StorageFolders.Records + "/journal";
    private const int EntryHeaderSize = 3;

    private readonly IFileStore _files;
    private readonly uint[] _sequences = new uint[RecordIds.Count];
    private readonly bool[] _isInSecond = new bool[RecordIds.Count];
    private byte[]?[]? _unfinished;
    private uint _journalSequence;
    private bool _isJournalDirty;

    /// <summary>Opens the records and completes a change that a power cut interrupted.</summary>
    public SlottedRecords(IFileStore files)
    {
        _files = files;
        for (int i = 0; i < RecordIds.Count; i++)
            FindCurrent(i);
        ReadJournal();
    }

    /// <inheritdoc/>
    public bool IsTooNew { get; private set; }

    /// <inheritdoc/>
    public byte[]? Read(RecordId id)
    {
        byte[]? unfinished = _unfinished?[(int)id];
        if (unfinished != null)
            return (byte[])unfinished.Clone();
        if (_sequences[(int)id] == 0)
            return null;
        byte[]? file = _files.Read(SlotName((int)id, _isInSecond[(int)id]));
        byte[]? record = SealedFile.IsWhole(file) ? SealedFile.Payload(file!) : null;
        SealedFile.Wipe(file);
        return record;
    }

    /// <inheritdoc/>
    public bool Replace(byte[]?[] records)
    {
        if (IsTooNew || !Finish())
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
        bool isReplaced = count == 1 ? WriteSlot(last, records[last]!) : WriteJournal(records);
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
        byte[] packed = Pack(records);
        bool isWritten = WriteSealed(JournalName, _journalSequence, packed);
        Bytes.Clear(packed);
        if (!isWritten)
            ClearJournal();
        return isWritten;
    }

    /// <summary>Copies the journal's records into their slots. The change is in force as soon as the journal is written.</summary>
    private bool Finish()
    {
        byte[]?[]? records = _unfinished;
        if (records != null)
        {
            for (int i = 0; i < records.Length; i++)
            {
                byte[]? record = records[i];
                if (record == null)
                    continue;
                if (!WriteSlot(i, record))
                    return false;
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

    private bool WriteSlot(int id, byte[] record)
    {
        bool second = _sequences[id] != 0 && !_isInSecond[id];
        if (!WriteSealed(SlotName(id, second), _sequences[id] + 1, record))
            return false;
        Bytes.Clear(record);
        _sequences[id]++;
        _isInSecond[id] = second;
        return true;
    }

    private bool WriteSealed(string name, uint sequence, byte[] payload)
    {
        byte[] file = SealedFile.Seal(sequence, payload);
        bool isWritten = _files.Write(name, file);
        Bytes.Clear(file);
        return isWritten;
    }

    /// <summary>Completes the change that a power cut interrupted, unless a later firmware made it.</summary>
    private void ReadJournal()
    {
        byte[]? journal = _files.Read(JournalName);
        IsTooNew |= SealedFile.IsTooNew(journal);
        if (IsTooNew || !SealedFile.IsWhole(journal))
            return;
        byte[] packed = SealedFile.Payload(journal!);
        _journalSequence = SealedFile.Sequence(journal!);
        _unfinished = Unpack(packed);
        _isJournalDirty = true;
        Bytes.Clear(packed);
        Bytes.Clear(journal!);
        if (!IsTooNew)
            Finish();
    }

    private void FindCurrent(int id)
    {
        byte[]? first = _files.Read(SlotName(id, false));
        byte[]? second = _files.Read(SlotName(id, true));
        IsTooNew |= SealedFile.IsTooNew(first) || SealedFile.IsTooNew(second);
        uint firstSequence = SealedFile.IsWhole(first) ? SealedFile.Sequence(first!) : 0;
        uint secondSequence = SealedFile.IsWhole(second) ? SealedFile.Sequence(second!) : 0;
        _isInSecond[id] = secondSequence > firstSequence;
        _sequences[id] = _isInSecond[id] ? secondSequence : firstSequence;
        SealedFile.Wipe(first);
        SealedFile.Wipe(second);
    }

    private static string SlotName(int id, bool second) => StorageFolders.Records + "/" + Digits.Of((uint)id) + (second ? "b" : "a");

    /// <summary>Entries of id u8 | length u16 | record.</summary>
    private static byte[] Pack(byte[]?[] records)
    {
        int size = 0;
        for (int i = 0; i < records.Length; i++)
            size += records[i] == null ? 0 : EntryHeaderSize + records[i]!.Length;
        byte[] packed = new byte[size];
        int at = 0;
        for (int i = 0; i < records.Length; i++)
        {
            byte[]? record = records[i];
            if (record == null)
                continue;
            packed[at] = (byte)i;
            at = Bytes.Append(packed, Bytes.WriteU16(packed, at + 1, record.Length), record);
        }
        return packed;
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
