using System.Collections.Concurrent;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.VirtualRadio;

/// <summary>
/// Runs the firmware's handlers, one at a time, under the lock of the characteristic map. A handler that throws ends only
/// its own event: the platform's event thread is a system thread and takes the next one. Source: nanoFramework
/// Runtime.Events EventSink; nf-interpreter NativeEventDispatcher.cpp, Thread.cpp (Passivate); BluetoothEventListener.
/// </summary>
internal sealed class EventThread
{
    private readonly VirtualAir _air;
    private readonly BlockingCollection<Action> _events = [];
    private readonly List<GattLocalCharacteristic> _characteristics = [];
    private readonly bool _isInline;
    private bool _isDraining;
    private volatile bool _isStopped;

    internal EventThread(VirtualAir air)
    {
        _air = air;
        _isInline = air.Time.RunsHandlersInline;
        if (!_isInline)
            new Thread(RunAll) { IsBackground = true, Name = "Radio events" }.Start();
    }

    internal void Register(GattLocalCharacteristic characteristic)
    {
        lock (_characteristics)
            _characteristics.Add(characteristic);
    }

    internal int ForgetCharacteristics()
    {
        lock (_characteristics)
        {
            int count = _characteristics.Count;
            _characteristics.Clear();
            return count;
        }
    }

    internal void PostTo(ushort characteristicId, Action<GattLocalCharacteristic> handle) => Post(() =>
    {
        lock (_characteristics)
        {
            GattLocalCharacteristic? characteristic = _characteristics.Find(known => known.Id == characteristicId);
            if (characteristic != null)
                handle(characteristic);
        }
    });

    internal void Post(Action handle)
    {
        lock (_events)
        {
            if (_isStopped)
                return;
            _events.Add(handle);
        }

        if (_isInline && !_isDraining)
            Drain();
    }

    /// <summary>The board has lost its power: queued events are not run, and the result of a running one is ignored.</summary>
    internal void Stop()
    {
        lock (_events)
        {
            _isStopped = true;
            _events.CompleteAdding();
        }
    }

    private void Drain()
    {
        VirtualAir? outer = VirtualAir.Current;
        VirtualAir.Current = _air;
        _isDraining = true;
        try
        {
            while (_events.TryTake(out Action? handle))
                Run(handle);
        }
        finally
        {
            _isDraining = false;
            VirtualAir.Current = outer;
        }
    }

    private void RunAll()
    {
        VirtualAir.Current = _air;
        foreach (Action handle in _events.GetConsumingEnumerable())
            Run(handle);
    }

    private void Run(Action handle)
    {
        if (_isStopped)
            return;

        try
        {
            handle();
        }
        catch (Exception exception)
        {
            if (_isStopped)
                return;
            _air.Report(RadioFaultKind.HandlerThrew, $"A handler threw {exception.GetType().Name}: {exception.Message}");
        }
    }
}
