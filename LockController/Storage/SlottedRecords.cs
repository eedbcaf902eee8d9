using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Storage;

/// <summary>
/// Records in files, safe against a power cut at any instant: each record has two slots with rising sequence numbers, and
/// a change of several records goes through one journal file that the next start finishes. Belongs to the lock's thread.
/// </summary>
public sealed class SlottedRecords : IRecordStore
{
    private const string JournalName = StorageFolders.Records + "/journal";
    private const int EntryHeaderSize = 3;

    private readonly IFileStore _files;
    private readonly uint[] _sequences = new uint[LockMemory.RecordCount];
    private readonly bool[] _isInSecond = new bool[LockMemory.RecordCount];
    private byte[]?[]? _unfinished;
    private uint _journalSequence;
    private bool _isJournalDirty;

    /// <summary>Opens the records and finishes what a power cut interrupted.</summary>
    public SlottedRecords(IFileStore files)
    {
        _files = files;
        for (int i = 0; i < LockMemory.RecordCount; i++)
            FindCurrent(i);
        byte[]? journal = _files.Read(JournalName);
        if (!SealedFile.IsWhole(journal))
            return;
        _journalSequence = SealedFile.Sequence(journal!);
        _unfinished = Unpack(SealedFile.Payload(journal!));
        _isJournalDirty = true;
        Finish();
    }

    /// <inheritdoc/>
    public byte[]? Read(RecordId id)
    {
        byte[]? unfinished = _unfinished?[(int)id];
        if (unfinished != null)
            return (byte[])unfinished.Clone();
        if (_sequences[(int)id] == 0)
            return null;
        byte[]? file = _files.Read(SlotName((int)id, _isInSecond[(int)id]));
        return SealedFile.IsWhole(file) ? SealedFile.Payload(file!) : null;
    }

    /// <inheritdoc/>
    public bool Replace(byte[]?[] records)
    {
        if (!Finish())
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
        if (count == 1)
            return WriteSlot(last, records[last]!);
        _journalSequence++;
        _isJournalDirty = true;
        if (!_files.Write(JournalName, SealedFile.Seal(_journalSequence, Pack(records))))
        {
            ClearJournal();
            return false;
        }
        _unfinished = records;
        Finish();
        return true;
    }

    /// <summary>Brings the journal's records into their slots. From the journal on the change counts as made.</summary>
    private bool Finish()
    {
        byte[]?[]? records = _unfinished;
        if (records != null)
        {
            for (int i = 0; i < records.Length; i++)
            {
                byte[]? record = records[i];
                if (record != null && !WriteSlot(i, record))
                    return false;
            }
        }
        return !_isJournalDirty || ClearJournal();
    }

    /// <summary>A journal that stayed, also one whose writing failed, would take later changes back at the next start.</summary>
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
        if (!_files.Write(SlotName(id, second), SealedFile.Seal(_sequences[id] + 1, record)))
            return false;
        _sequences[id]++;
        _isInSecond[id] = second;
        return true;
    }

    private void FindCurrent(int id)
    {
        byte[]? first = _files.Read(SlotName(id, false));
        byte[]? second = _files.Read(SlotName(id, true));
        uint firstSequence = SealedFile.IsWhole(first) ? SealedFile.Sequence(first!) : 0;
        uint secondSequence = SealedFile.IsWhole(second) ? SealedFile.Sequence(second!) : 0;
        _isInSecond[id] = secondSequence > firstSequence;
        _sequences[id] = _isInSecond[id] ? secondSequence : firstSequence;
    }

    private static string SlotName(int id, bool second) => StorageFolders.Records + "/" + id.ToString() + (second ? "b" : "a");

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

    /// <summary>The records of a journal; null where its entries do not fill it.</summary>
    private static byte[]?[]? Unpack(byte[] packed)
    {
        byte[]?[] records = new byte[]?[LockMemory.RecordCount];
        int at = 0;
        while (at < packed.Length)
        {
            if (packed.Length - at < EntryHeaderSize)
                return null;
            int length = Bytes.ReadU16(packed, at + 1);
            if (packed.Length - at - EntryHeaderSize < length)
                return null;
            if (packed[at] < records.Length)
                records[packed[at]] = Bytes.Copy(packed, at + EntryHeaderSize, length);
            at += EntryHeaderSize + length;
        }
        return records;
    }
}
