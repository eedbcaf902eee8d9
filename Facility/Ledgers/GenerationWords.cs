namespace LockFirmware.Facility.Ledgers;

/// <summary>Says in words that a lock has another generation of its secret than the database.</summary>
public static class GenerationWords
{
    /// <summary>Why a visit failed.</summary>
    /// <param name="atLock">The generation that the lock names.</param>
    /// <param name="known">The generation that the database has.</param>
    public static string OfVisit(int atLock, int known) =>
        $"The lock has generation {atLock} of its secret, but this facility has {known}. The lock was provisioned again, or its hardware "
            + "was replaced. Import lockctl's facility file again, or enter the generation under \"New hardware or identity\".";

    /// <summary>The alert for a lock that has proved a higher generation.</summary>
    /// <param name="atLock">The generation that the lock has proved.</param>
    /// <param name="known">The generation that the database has.</param>
    public static string OfAlert(int atLock, int known) =>
        $"The lock has proved generation {atLock} of its secret, and the database knew {known}: its keys were retired, or it was "
            + "provisioned again, after the database was copied. Keys that the database knows do not open it. Phones fetch new ones.";
}
