using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Facility.Ledgers;

/// <summary>The alert for a lock's answer to a notice, whichever carrier delivered the notice.</summary>
internal static class DeliveryAlert
{
    /// <summary>The text of the alert.</summary>
    /// <param name="result">The ledger's result for the answer.</param>
    /// <param name="receipt">The answer, as the ledger has read it.</param>
    /// <returns>Null if the answer is as expected, or proves nothing.</returns>
    public static string? TextOf(DeliveryResult result, DeliveryReceipt receipt) => result switch
    {
        DeliveryResult.NotProven => null,
        DeliveryResult.RolledBack or DeliveryResult.AheadOfLedger => TextOf(result, receipt.Applied),
        _ when receipt.Status is Status.Ok or Status.AlreadyApplied or Status.MissingNotice or Status.Busy => null,
        _ when receipt.Status == Status.SettingsTooNew =>
            $"The lock's firmware is too old for notice {receipt.Number}, so the lock applies no later notice either. "
                + "Update it with \"lockctl flash --application-only\".",
        _ => $"The lock cannot apply notice {receipt.Number} ({receipt.Status}), so it applies no later notice either. Look at the lock.",
    };

    /// <summary>The text of the alert for the number of the last notice that a lock has applied.</summary>
    /// <param name="result">The ledger's result for the number.</param>
    /// <param name="applied">The number.</param>
    /// <returns>Null if the number is as expected.</returns>
    public static string? TextOf(DeliveryResult result, uint applied) => result switch
    {
        DeliveryResult.RolledBack =>
            $"The lock reports that it has applied notices up to {applied} only, but it had applied later ones: "
                + "an older copy was written into its memory. Look at the lock, and replace the hardware.",
        DeliveryResult.AheadOfLedger =>
            $"The lock has applied notice {applied}, which this database has not issued: the database is an old copy, or lockctl has sent "
                + "the lock a notice. Decide again what was decided after the copy was made. The facility sends again what is waiting.",
        _ => null,
    };
}
