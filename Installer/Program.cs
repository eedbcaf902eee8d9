using LockFirmware.InstallerTool;
using LockFirmware.InstallerTool.Cli;

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, signal) =>
{
    // The first Ctrl+C lets the current write finish; the second ends the program at once.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
return await Lockctl.RunAsync(args, Terminal.OfProcess(), stop.Token);
