using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Bluez;

/// <summary>
/// The centrals of BlueZ at the firmware's radio, which has room for one. BlueZ disconnects those that find no room, and one that the
/// firmware has put off. Any thread.
/// </summary>
/// <param name="air">The firmware's radio.</param>
/// <param name="hangUp">Lets BlueZ disconnect a device; must not wait.</param>
/// <param name="notify">Sends a notification of the value at a path; must not wait.</param>
internal sealed class BluezSessions(VirtualAir air, Action<string> hangUp, Action<string, byte[]> notify)
{
    private readonly object _state = new();
    private readonly Dictionary<Guid, string> _subscribed = [];
    private BluezSession? _session;

    /// <summary>Whether a central is connected.</summary>
    public bool HasSession
    {
        get
        {
            lock (_state)
                return _session != null;
        }
    }

    /// <summary>The session of a device, begun if it has none.</summary>
    /// <returns>Null if the lock has no room for it; it is then disconnected.</returns>
    public BluezSession? Of(string device)
    {
        Guid[] subscribed = [];
        BluezSession? session = null;
        lock (_state)
        {
            if (_session?.Device == device)
                return _session;
            if (_session == null && air.Connect() is { } central)
            {
                session = new BluezSession(device, central);
                _session = session;
                subscribed = [.. _subscribed.Keys];
            }
        }
        if (session == null)
        {
            hangUp(device);
            return null;
        }
        session.Central.Notified += OnNotification;
        session.Central.Disconnected += () => End(session);
        if (!session.Central.IsConnected)
            End(session);
        foreach (Guid value in subscribed)
            Later(() => session.Central.Subscribe(value));
        return session;
    }

    /// <summary>A device has disconnected.</summary>
    public void Gone(string device)
    {
        BluezSession? session;
        lock (_state)
        {
            if (_session?.Device != device)
                return;
            session = _session;
            _session = null;
            _subscribed.Clear();
        }
        session.Central.Disconnect();
    }

    /// <summary>The central wants notifications of a value. BlueZ does not tell which central, and there is only one.</summary>
    public void Subscribe(Guid value, string path)
    {
        BluezSession? session;
        lock (_state)
        {
            _subscribed[value] = path;
            session = _session;
        }
        if (session != null)
            Later(() => session.Central.Subscribe(value));
    }

    /// <summary>The central wants no more notifications of a value.</summary>
    public void Unsubscribe(Guid value)
    {
        BluezSession? session;
        lock (_state)
        {
            _subscribed.Remove(value);
            session = _session;
        }
        if (session != null)
            Later(() => session.Central.Unsubscribe(value));
    }

    /// <summary>The firmware's radio has put off the central: the lock reboots, or has lost its power.</summary>
    private void End(BluezSession session)
    {
        lock (_state)
        {
            if (!ReferenceEquals(_session, session))
                return;
            _session = null;
            _subscribed.Clear();
        }
        hangUp(session.Device);
    }

    private void OnNotification(Notification notification)
    {
        string? path;
        lock (_state)
            _subscribed.TryGetValue(notification.Characteristic, out path);
        if (path != null)
            notify(path, notification.Value);
    }

    // A request may wait for the firmware, and these calls come on the bus's own thread.
    private static void Later(Action act) => Task.Run(act);
}
