using LockFirmware.VirtualBoard.Demo;

namespace LockFirmware.VirtualBoard.Listen;

/// <summary>Shows a lock that runs in real time. All calls come from one thread.</summary>
internal interface IListenShow
{
    /// <summary>Prepares the display, runs the lock, and restores the display.</summary>
    void Run(LockSite site, Action listen);

    /// <summary>The lock can be reached. Writes the line <c>listening on 127.0.0.1:port</c>; scripts wait for it.</summary>
    /// <param name="port">The TCP port of its radio.</param>
    /// <param name="hasKeys">Whether somebody can press keys.</param>
    void Ready(int port, bool hasKeys);

    /// <summary>The lock has recorded an event.</summary>
    void Event(TrailEvent item);

    /// <summary>A latch, a door or the power has changed.</summary>
    void Moved(LockSite site);

    /// <summary>Shows a sentence.</summary>
    void Say(string sentence);

    /// <summary>Shows which keys there are.</summary>
    void Help();
}
