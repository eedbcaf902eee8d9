using LockFirmware.DeviceCosts.Heap;
using LockFirmware.DeviceCosts.Il;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Benchmarks;

/// <summary>Measures and counts what a lock does. docs/performance.md explains the numbers.</summary>
internal static class Program
{
    private const string Help =
        """
        Usage: dotnet run --project Benchmarks -c Release [-- MODE]

          (nothing)   times, by BenchmarkDotNet, as multiples of one native HMAC-SHA256 of the same run
          --quick     the same with few, short iterations
          heap        bytes of the device's heap, by class (built like the firmware of esp32-c3)
          il [N]      instructions of our code that the device's interpreter executes; the N dearest methods of each exchange
          counts      HMACs and allocated bytes of each exchange
          boot        time, files and bytes of a boot with a full ring
          radio       ATT transactions and bytes of an unlock
          --help      this

        Exit code 0; 1 where an unlock takes longer than 20 native HMACs, or a boot than 150 ms; 2 for arguments that are none of these.
        """;

    private const string Board = "esp32-c3";

    private static int Main(string[] arguments)
    {
        if (arguments is ["il", .. string[] rest])
        {
            int top = 0;
            if (rest.Length > 1 || (rest.Length == 1 && !int.TryParse(rest[0], out top)))
            {
                Console.Error.WriteLine(Help);
                return 2;
            }
            IlReport.Print(RepositoryFiles.Root, Board, top, Console.Out);
            return 0;
        }
        switch (string.Join(' ', arguments))
        {
            case "":
                return TimeReport.Run(false, Console.Out) ? 0 : 1;
            case "--quick":
                return TimeReport.Run(true, Console.Out) ? 0 : 1;
            case "heap":
                HeapReport.Print(RepositoryFiles.Root, Board, Console.Out);
                return 0;
            case "counts":
                CountReport.Print(Console.Out);
                return 0;
            case "boot":
                return BootReport.Run(Console.Out) ? 0 : 1;
            case "radio":
                RadioReport.Print(Console.Out);
                return 0;
            case "--help" or "-h":
                Console.WriteLine(Help);
                return 0;
            default:
                Console.Error.WriteLine(Help);
                return 2;
        }
    }
}
