using LockFirmware.NanoffStandIn;

return new Flasher(new ProcessComputer()).Run(args);
