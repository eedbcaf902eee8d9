using LockFirmware.VirtualBoard;

return CommandLine.Run(args, Console.Out, Console.Error);
