namespace LockFirmware.LockController.Ports;

/// <summary>Counts the exceptions that a thread survives. No member allocates memory, so each works when memory is exhausted.</summary>
public interface IFaultSink
{
    /// <summary>Counts an exception that should not have occurred.</summary>
    void Report(System.Exception exception);

    /// <summary>Notes exhausted memory; other exceptions are expected here and are not counted.</summary>
    void ReportMemory(System.Exception exception);
}
