using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.TestKit.Stores;

/// <summary>Keeps records in memory. They survive a restart of the lock object, but not a power cut of the board.</summary>
public sealed class RecordMemory : IRecordStore
{
    private readonly byte[]?[] _records = new byte[]?[RecordIds.Count];
    private readonly uint[] _sequences = new uint[RecordIds.Count];

    /// <inheritdoc/>
    public bool IsTooNew => false;

    /// <inheritdoc/>
    public uint Sequence(RecordId id) => _sequences[(int)id];

    /// <inheritdoc/>
    public void Reopen()
    {
    }

    /// <inheritdoc/>
    public byte[]? Read(RecordId id)
    {
        byte[]? record = _records[(int)id];
        return record == null ? null : (byte[])record.Clone();
    }

    /// <inheritdoc/>
    public bool Replace(byte[]?[] records)
    {
        for (int i = 0; i < _records.Length; i++)
        {
            byte[]? record = records[i];
            if (record == null)
                continue;
            _records[i] = (byte[])record.Clone();
            _sequences[i]++;
        }
        return true;
    }
}
