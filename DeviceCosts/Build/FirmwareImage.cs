using LockFirmware.ImageSize;

namespace LockFirmware.DeviceCosts.Build;

/// <summary>The firmware of a board, compiled as for the device and instrumented.</summary>
/// <param name="KeyCrypto">The assembly of the formats.</param>
/// <param name="LockController">The program.</param>
/// <param name="Methods">All methods with a body.</param>
/// <param name="Blocks">All blocks of instructions.</param>
/// <param name="Tables">What the interpreter keeps of each assembly.</param>
/// <param name="StaticFields">Static fields of both assemblies.</param>
public sealed record FirmwareImage(
    byte[] KeyCrypto, byte[] LockController, IReadOnlyList<MethodCost> Methods, IReadOnlyList<BlockCost> Blocks,
    IReadOnlyList<ImageTables> Tables, int StaticFields)
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, FirmwareImage> Built = [];

    /// <summary>The image of a board; compiled once in a process.</summary>
    /// <param name="root">The folder of the solution.</param>
    /// <param name="board">A folder of boards.</param>
    public static FirmwareImage Of(string root, string board)
    {
        lock (Gate)
        {
            if (!Built.TryGetValue(board, out FirmwareImage? image))
                Built.Add(board, image = DeviceBuild.Make(root, board));
            return image;
        }
    }
}

/// <summary>A method.</summary>
/// <param name="Name">Type and name.</param>
/// <param name="FrameBytes">What a call of it takes of the heap.</param>
public sealed record MethodCost(string Name, int FrameBytes);

/// <summary>Instructions that are always executed together.</summary>
/// <param name="Method">The number of the method.</param>
/// <param name="Instructions">How many.</param>
/// <param name="Calls">How many of them call a method.</param>
public sealed record BlockCost(int Method, int Instructions, int Calls);
