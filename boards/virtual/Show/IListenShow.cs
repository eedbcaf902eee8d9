using LockFirmware.VirtualBoard.Demo;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>Shows a lock that runs in real time. One thread.</summary>
internal interface IListenShow
{
    /// <summary>Runs the lock inside whatever the display needs around it.</summary>
    void Run(LockSite site, Action listen);

    /// <summary>The lock can be reached. Writes the line <c>listening on 127.0.0.1:port</c>, on which scripts wait.</summary>
    void Ready(int port, bool hasKeys);

    /// <summary>The lock has written an event.</summary>
    void Event(TrailEvent item);

    /// <summary>A latch, a door or the power has changed.</summary>
    void Moved(LockSite site);

    /// <summary>Something to tell.</summary>
    void Say(string sentence);

    /// <summary>The keys.</summary>
    void Help();
}
