namespace LockFirmware.VirtualRadio;

/// <summary>Counts the ATT packets of one connection. Thread-safe, because notifications come from other threads.</summary>
internal sealed class AttCounters
{
    /// <summary>Bytes of an Error Response. Source: Bluetooth Core 5.4, Vol 3 Part F 3.4.1.1.</summary>
    internal const int ErrorSize = 5;

    private int _transactions;
    private int _bytesSent;
    private int _bytesReceived;

    internal int Transactions => Volatile.Read(ref _transactions);

    internal int BytesSent => Volatile.Read(ref _bytesSent);

    internal int BytesReceived => Volatile.Read(ref _bytesReceived);

    internal void Sent(int requestSize)
    {
        Interlocked.Increment(ref _transactions);
        Interlocked.Add(ref _bytesSent, requestSize);
    }

    internal void Received(int packetSize) => Interlocked.Add(ref _bytesReceived, packetSize);
}
