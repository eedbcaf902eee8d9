namespace LockFirmware.FacilityDemo;

/// <summary>The entry point.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => DemoCommandLine.RunAsync(args, Console.Out, Console.Error);
}
