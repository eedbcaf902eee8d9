using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Facility.Gateway;

/// <summary>What went wrong at a lock, for the office.</summary>
internal static class VisitWords
{
    /// <summary>What a lock's answer to a notice makes somebody look at.</summary>
    /// <param name="number">The notice.</param>
    /// <param name="result">What the answer told.</param>
    /// <param name="receipt">The answer, opened.</param>
    /// <returns>Null when it is as it should be.</returns>
    public static string? Alarm(uint number, DeliveryResult result, DeliveryReceipt receipt) => result switch
    {
        DeliveryResult.RolledBack =>
            $"The lock says that it has applied notices up to {receipt.Applied} only, and it had applied later ones: its memory was put back. Look at the lock; change the hardware.",
        DeliveryResult.AheadOfLedger =>
            $"The lock has applied notice {receipt.Applied}, which this database has not made: the database is an old copy, or lockctl has sent the lock a notice. Everything is told to it again.",
        _ when receipt.Status is Status.Ok or Status.AlreadyApplied or Status.MissingNotice or Status.Busy => null,
        _ when receipt.Status == Status.SettingsTooNew =>
            $"The lock's firmware is too old for notice {number}, and no later one gets through. Update it with \"lockctl flash --application-only\".",
        _ => $"The lock cannot apply notice {number} ({receipt.Status}), and no later one gets through. Look at the lock.",
    };

    /// <summary>Why a batch ended the reading.</summary>
    public static string NotTaken(BatchStatus status) => status switch
    {
        BatchStatus.TooScattered => "The events of the lock are too full of gaps to go on. Count missing ones as lost below, and visit again.",
        BatchStatus.GenerationUnknown => "The events of the lock are sealed under a secret that this facility does not know. Import the facility file of lockctl again.",
        _ => "The events that the lock gave are not what they should be; see the alert. They were kept as they came, and no more were read.",
    };
}
