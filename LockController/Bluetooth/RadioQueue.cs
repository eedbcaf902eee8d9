using System.Threading;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.LockController.Bluetooth;

/// <summary>
/// The queue between the radio's handlers and the lock's thread. Its size is fixed and it allocates nothing after the start. A
/// central that connects or disconnects needs no entry: each event has the number of its connection.
/// </summary>
internal sealed class RadioQueue
{
    internal const int CountMax = 16;

    private readonly RadioEvent[] _events = new RadioEvent[CountMax];
    private readonly object _gate = new object();
    private readonly AutoResetEvent _arrived = new AutoResetEvent(false);
    private int _first;
    private int _count;

    internal RadioQueue()
    {
        for (int i = 0; i < CountMax; i++)
            _events[i] = new RadioEvent();
    }

    /// <summary>Queues an event.</summary>
    /// <returns>False when the queue is full.</returns>
    internal bool TryAdd(RadioEventKind kind, int connection, long uptimeMs, byte[]? piece, GattReadRequest? read)
    {
        lock (_gate)
        {
            if (_count == CountMax)
                return false;
            RadioEvent place = _events[(_first + _count) % CountMax];
            place.Kind = kind;
            place.Connection = connection;
            place.AtMs = uptimeMs;
            place.Piece = piece;
            place.Read = read;
            _count++;
        }
        _arrived.Set();
        return true;
    }

    /// <summary>Takes the oldest event.</summary>
    /// <param name="into">Receives it.</param>
    /// <returns>False when there is none.</returns>
    internal bool TryTake(RadioEvent into)
    {
        lock (_gate)
        {
            if (_count == 0)
                return false;
            RadioEvent place = _events[_first];
            into.Kind = place.Kind;
            into.Connection = place.Connection;
            into.AtMs = place.AtMs;
            into.Piece = place.Piece;
            into.Read = place.Read;
            place.Piece = null;
            place.Read = null;
            _first = (_first + 1) % CountMax;
            _count--;
            return true;
        }
    }

    /// <summary>Waits until an event is queued, at most for a time in ms.</summary>
    internal void Wait(int timeoutMs) => _arrived.WaitOne(timeoutMs, false);
}
