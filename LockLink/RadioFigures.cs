namespace LockFirmware.LockLink;

/// <summary>What one connection over real air was like.</summary>
/// <param name="Adapter">The adapter of this computer, for example hci0.</param>
/// <param name="Address">The address of the lock's radio. Anybody can use it: it identifies nothing.</param>
/// <param name="Signal">How strongly the lock was heard, dBm; null if the adapter does not tell.</param>
/// <param name="HeardMs">From the start of the scan until the lock was heard, ms.</param>
/// <param name="ConnectMs">From then until it was connected, ms, earlier tries included.</param>
/// <param name="DiscoverMs">From then until its values were known, ms.</param>
/// <param name="Tries">How many connections were begun, the one that stayed included.</param>
/// <param name="Transactions">ATT transactions of reads and writes so far, without discovery.</param>
public sealed record RadioFigures(string Adapter, string Address, int? Signal, int HeardMs, int ConnectMs, int DiscoverMs,
    int Tries, int Transactions);
