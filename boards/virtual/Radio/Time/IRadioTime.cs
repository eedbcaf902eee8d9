namespace LockFirmware.VirtualRadio;

/// <summary>The time of a radio: real, or driven by a simulation.</summary>
public interface IRadioTime
{
    /// <summary>Milliseconds since the start; never goes back.</summary>
    long NowMs { get; }

    /// <summary>
    /// True when event handlers run on the thread that drives the radio, before it waits; false when an event thread of
    /// their own runs them.
    /// </summary>
    bool RunsHandlersInline => true;

    /// <summary>Lets the firmware run until a condition is true.</summary>
    /// <param name="done">The condition. It must be cheap and take no lock.</param>
    /// <param name="timeoutMs">How long to wait at most.</param>
    /// <returns>Whether the condition became true.</returns>
    bool WaitFor(Func<bool> done, int timeoutMs);

    /// <summary>Lets the time of one ATT request and its answer pass.</summary>
    void Transaction();

    /// <summary>Something changed that <see cref="WaitFor"/> may be waiting for. Any thread.</summary>
    void Signal()
    {
    }
}
