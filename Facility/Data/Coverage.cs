namespace LockFirmware.Facility.Data;

/// <summary>A gateway that listens for locks.</summary>
public sealed class GatewayRow
{
    /// <summary>Its name, as its settings have it.</summary>
    public required string Name { get; set; }

    /// <summary>When it last reported, seconds since 2020-01-01T00:00:00Z.</summary>
    public long SeenAt { get; set; }

    /// <summary>Why it could not listen then, as a text for people; empty if it could.</summary>
    public string Trouble { get; set; } = "";
}

/// <summary>How a gateway heard a lock, and what its last visit was like. Both are over Bluetooth.</summary>
public sealed class HeardRow
{
    /// <summary>The gateway.</summary>
    public required string Gateway { get; set; }

    /// <summary>The lock. It says its number without a proof; a visit proves it.</summary>
    public long EntryId { get; set; }

    /// <summary>When it was last heard, seconds since 2020-01-01T00:00:00Z.</summary>
    public long HeardAt { get; set; }

    /// <summary>How strongly it was heard then, dBm; <see cref="SignalUnknown"/> if the adapter does not tell.</summary>
    public int Signal { get; set; } = SignalUnknown;

    /// <summary>The adapter that heard it then, for example hci0.</summary>
    public string Adapter { get; set; } = "";

    /// <summary>When the last complete visit of this gateway ended, seconds since 2020-01-01T00:00:00Z; null for never.</summary>
    public long? VisitedAt { get; set; }

    /// <summary>At that visit: from the start of the scan until the lock was heard, ms.</summary>
    public int HeardMs { get; set; }

    /// <summary>At that visit: from then until its values could be read, ms; earlier tries included.</summary>
    public int ConnectMs { get; set; }

    /// <summary>At that visit: how many connections were begun, the one that stayed included.</summary>
    public int Tries { get; set; }

    /// <summary>At that visit: ATT transactions of reads and writes.</summary>
    public int Transactions { get; set; }

    /// <summary>The signal of a lock whose adapter does not tell: weaker than every other.</summary>
    public const int SignalUnknown = -128;
}
