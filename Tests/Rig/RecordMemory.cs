using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.Tests.Rig;

/// <summary>Records in working memory: they outlive the lock object, not the power of the board.</summary>
internal sealed class RecordMemory : IRecordStore
{
    private readonly byte[]?[] _records = new byte[]?[RecordIds.Count];

    /// <inheritdoc/>
    public bool IsTooNew => false;

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
            if (record != null)
                _records[i] = (byte[])record.Clone();
        }
        return true;
    }
}
