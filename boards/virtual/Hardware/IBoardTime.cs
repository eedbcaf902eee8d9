using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>The time outside a board: real or driven.</summary>
public interface IBoardTime
{
    /// <summary>Milliseconds since this time started. It never goes back.</summary>
    long NowMs { get; }

    /// <summary>The true time, seconds since 2020-01-01T00:00:00Z.</summary>
    uint Utc { get; }

    /// <summary>The time of a radio.</summary>
    /// <param name="pump">Runs the firmware's thread until it has nothing to do. Used only when time is driven.</param>
    IRadioTime ForRadio(Action pump);

    /// <summary>One round of the thread that serves the request to exit. In real time the thread runs by itself.</summary>
    void ForEgress(Action look)
    {
    }

    /// <summary>The moment until which a board has nothing to do, in milliseconds of this time. Not used in real time.</summary>
    void ForRest(Func<long> restsUntilMs)
    {
    }

    /// <summary>Lets the boards do all queued work while no time passes. In real time they do it by themselves.</summary>
    void Settle()
    {
    }

    /// <summary>Whether the board's threads run by themselves.</summary>
    bool IsReal { get; }
}
