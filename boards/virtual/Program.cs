using System.Runtime.InteropServices;
using LockFirmware.VirtualBoard;

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return BoardCommandLine.Run(args, BoardTerminal.OfProcess(stop.Token));

void End(PosixSignalContext signal)
{
    // The demo ends within a second and may be killed. A listening lock must end in order.
    signal.Cancel = args.Any(argument => argument.StartsWith("--listen", StringComparison.Ordinal));
    stop.Cancel();
    // A display that is killed leaves the cursor hidden, so show it again.
    if (!Console.IsOutputRedirected && !signal.Cancel)
        Console.CursorVisible = true;
}
