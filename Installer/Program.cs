using LockFirmware.InstallerTool;
using LockFirmware.InstallerTool.Cli;

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, signal) =>
{
    // What is being written is finished; a second time ends at once.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
return await Lockctl.RunAsync(args, Terminal.OfProcess(), stop.Token);
