using LockFirmware.Facility.Host;

return await CommandLine.RunAsync(args);

/// <summary>The entry point, which tests start too.</summary>
public partial class Program;
