using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>The time of the world around a board: real or driven.</summary>
public interface IBoardTime
{
    /// <summary>Milliseconds since the world began; never goes back.</summary>
    long NowMs { get; }

    /// <summary>The true time, seconds since 2020-01-01T00:00:00Z.</summary>
    uint Utc { get; }

    /// <summary>How this time passes for a radio.</summary>
    /// <param name="pump">Runs the firmware's thread until it has nothing to do; used when time is driven.</param>
    IRadioTime ForRadio(Action pump);

    /// <summary>What the thread that serves the way out does at each of its looks; in real time it has a thread.</summary>
    void ForEgress(Action look)
    {
    }

    /// <summary>Until when a board has nothing to do, the world's milliseconds; not used in real time.</summary>
    void ForRest(Func<long> restsUntilMs)
    {
    }

    /// <summary>Lets the boards work off what has come in, without time passing; in real time they do so by themselves.</summary>
    void Settle()
    {
    }

    /// <summary>Whether the board's threads run by themselves.</summary>
    bool IsReal { get; }
}
