using System.Runtime.InteropServices;
using LockFirmware.VirtualBoard;

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return BoardCommandLine.Run(args, BoardTerminal.OfProcess(stop.Token));

void End(PosixSignalContext signal)
{
    // The demo is over in a second and may be killed; only a listening lock has something to tidy up.
    signal.Cancel = args.Any(argument => argument.StartsWith("--listen", StringComparison.Ordinal));
    stop.Cancel();
    // A display that is killed leaves the cursor hidden.
    if (!Console.IsOutputRedirected && !signal.Cancel)
        Console.CursorVisible = true;
}
