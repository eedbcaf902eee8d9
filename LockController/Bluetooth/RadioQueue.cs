using System.Threading;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Bluetooth;

/// <summary>
/// The queue between the radio's handlers and the lock's thread. Its size is fixed, and so are the bytes that wait in it. A
/// central that connects or disconnects needs no entry: each event has the number of its connection. The entries are columns of
/// arrays, because an array of numbers takes less memory than an object for each entry (docs/architecture.md).
/// </summary>
internal sealed class RadioQueue
{
    internal const int CountMax = 8;

    /// <summary>The most bytes that wait in it: a whole request in the most pieces. A longer queue could exhaust the memory.</summary>
    internal const int BytesMax = Request.FrameSizeMax + FrameSplitter.PieceCountMax;

    // CountMax is a power of two.
    private const int PlaceMask = CountMax - 1;

    /// <summary>Set when an event is queued.</summary>
    internal readonly AutoResetEvent Arrived = new AutoResetEvent(false);

    private readonly byte[] _kinds = new byte[CountMax];
    private readonly int[] _connections = new int[CountMax];
    private readonly long[] _atMs = new long[CountMax];
    private readonly object?[] _contents = new object?[CountMax];
    private int _first;
    private int _count;
    private int _waitingBytes;

    /// <summary>Whether nothing is queued. What is queued at this moment sets <see cref="Arrived"/>.</summary>
    internal bool IsEmpty => _count == 0;

    /// <summary>Whether a piece may be queued. Asked before it is copied, by the only thread that queues.</summary>
    internal bool HasRoomFor(int length) => _count < CountMax && _waitingBytes + length <= BytesMax;

    /// <summary>Queues an event.</summary>
    /// <param name="kind">What was asked.</param>
    /// <param name="connection">The number of the connection.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <param name="content">The piece of a write; the request of a read.</param>
    /// <returns>False when the queue is full.</returns>
    internal bool TryAdd(RadioEventKind kind, int connection, long uptimeMs, object content)
    {
        lock (_contents)
        {
            int count = _count;
            if (count == CountMax)
                return false;
            int place = (_first + count) & PlaceMask;
            _kinds[place] = (byte)kind;
            _connections[place] = connection;
            _atMs[place] = uptimeMs;
            _contents[place] = content;
            if (kind == RadioEventKind.Write)
                _waitingBytes += ((byte[])content).Length;
            _count = count + 1;
        }
        Arrived.Set();
        return true;
    }

    /// <summary>Takes the oldest event.</summary>
    /// <param name="into">Receives it.</param>
    /// <returns>False when there is none.</returns>
    internal bool TryTake(RadioEvent into)
    {
        // Only the caller's thread takes events, so an event that is seen here is still there under the mutex.
        if (_count == 0)
            return false;
        lock (_contents)
        {
            int place = _first;
            into.Kind = (RadioEventKind)_kinds[place];
            into.Connection = _connections[place];
            into.AtMs = _atMs[place];
            object? content = _contents[place];
            into.Content = content;
            if (into.Kind == RadioEventKind.Write)
                _waitingBytes -= ((byte[])content!).Length;
            _contents[place] = null;
            _first = (place + 1) & PlaceMask;
            _count--;
            return true;
        }
    }
}
