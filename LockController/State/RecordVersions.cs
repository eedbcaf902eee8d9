using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.State;

/// <summary>
/// The version of each record. All versions up to the known one can be read. A record with a higher version was written by a
/// later firmware and is neither read nor overwritten.
/// </summary>
internal static class RecordVersions
{
    /// <summary>Whether a record was written by a later firmware.</summary>
    internal static bool IsTooNew(RecordId id, byte[] record)
    {
        switch (id)
        {
            case RecordId.Identity:
                return IsAbove(record, 0, record.Length, LockIdentity.Version);
            case RecordId.Configuration:
                return IsConfigurationTooNew(record, 0, record.Length);
            case RecordId.Pending:
                return IsConfigurationTooNew(record, ProvisionBody.HeaderSize, record.Length - ProvisionBody.HeaderSize);
            case RecordId.State:
                return IsAbove(record, 0, record.Length, LockState.Version);
            default:
                return IsAbove(record, 0, record.Length, RevocationTable.Version);
        }
    }

    /// <summary>Whether a zone rule and configuration were written by a later firmware.</summary>
    private static bool IsConfigurationTooNew(byte[] source, int offset, int length) =>
        IsAbove(source, offset + ZoneRule.Size, length - ZoneRule.Size, LockConfiguration.Version);

    private static bool IsAbove(byte[] source, int at, int length, byte known) => length > 0 && source[at] > known;
}
