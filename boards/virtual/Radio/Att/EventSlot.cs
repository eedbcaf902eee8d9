namespace LockFirmware.VirtualRadio;

/// <summary>
/// The single slot through which the radio task passes a request and the firmware its answer. It has the faults of the platform: after a
/// timeout the id and the pointer of the event stay, and a write answer that does not match its event never releases a mutex.
/// Source: nf-interpreter, targets/ESP32, esp32_nimble.cpp (DeviceBleCallback, PostAndWaitManagedGapEvent) and the
/// natives of GattReadRequest and GattWriteRequest.
/// </summary>
internal sealed class EventSlot
{
    private const int NoEvent = -1;

    private readonly object _lock = new();
    private readonly Action<RadioFaultKind, string> _report;
    private readonly Action _signal;
    private ushort _nextId = 1;
    private int _currentId = NoEvent;
    private bool _radioWaits;
    private byte[] _written = [];
    private volatile AttResult? _answer;
    private volatile bool _isMutexLeaked;
    private bool _isRetired;

    internal EventSlot(Action<RadioFaultKind, string> report, Action signal)
    {
        _report = report;
        _signal = signal;
    }

    internal bool IsAnswered => _answer != null;

    internal bool IsMutexLeaked => _isMutexLeaked;

    /// <summary>The radio task puts a request into the slot.</summary>
    /// <param name="written">The bytes written; empty for a read.</param>
    /// <returns>The event's id.</returns>
    internal ushort Open(byte[] written)
    {
        lock (_lock)
        {
            _currentId = _nextId++;
            _written = written;
            _radioWaits = true;
            _answer = null;
            return (ushort)_currentId;
        }
    }

    /// <summary>The radio task takes the answer, or stops waiting for it.</summary>
    /// <returns>The answer; 0x0E when there is none.</returns>
    internal AttResult Close()
    {
        lock (_lock)
        {
            _radioWaits = false;
            return _answer ?? AttResult.Refused(AttError.UnlikelyError);
        }
    }

    internal byte[] TakeWritten(ushort id)
    {
        lock (_lock)
        {
            if (!IsCurrent(id))
                return [];
            if (_radioWaits)
                return [.. _written];
            _report(RadioFaultKind.StaleContext, $"The bytes of write event {id} were fetched after the radio gave up.");
            return [];
        }
    }

    internal void AnswerRead(ushort id, AttResult answer)
    {
        lock (_lock)
        {
            if (!IsCurrent(id))
                return;
            if (_radioWaits)
                Answer(answer);
            else if (answer.Ok)
                _report(RadioFaultKind.StaleContext, $"Read event {id} was answered after the radio gave up.");
        }

        _signal();
    }

    internal void AnswerWrite(ushort id, byte error)
    {
        lock (_lock)
        {
            if (_isRetired || _isMutexLeaked)
                return;
            if (id != _currentId)
            {
                _isMutexLeaked = true;
                _report(RadioFaultKind.MutexLeaked, $"Write event {id} was answered when it was already over.");
            }
            else if (_radioWaits)
            {
                Answer(AttResult.OfCode(error));
            }
            else
            {
                _report(RadioFaultKind.LateWriteAnswer, $"Write event {id} was answered after the radio gave up.");
            }
        }

        _signal();
    }

    /// <summary>The board has lost its power: later answers of the firmware are ignored.</summary>
    internal void Retire()
    {
        lock (_lock)
            _isRetired = true;
    }

    private bool IsCurrent(ushort id) => !_isRetired && !_isMutexLeaked && id == _currentId;

    // The radio task runs at once when it is signalled, so the event is over when the firmware makes its next call.
    private void Answer(AttResult answer)
    {
        _answer = answer;
        _currentId = NoEvent;
    }
}
