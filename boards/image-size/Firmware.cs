using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace LockFirmware.ImageSize;

/// <summary>Compiles the firmware's sources as a device build does, against the libraries of a PC.</summary>
public static class Firmware
{
    // What the device's libraries have and a PC's lack. It is compiled into an assembly of its own, so that it does not count.
    private const string StandIns = """
        namespace nanoFramework.Runtime.Native
        {
            public static class GC { public static uint Run(bool compactHeap) => 0; }
            public static class Power { public static void RebootDevice() { } }
            public static class Rtc { public static bool SetSystemTime(System.DateTime time) => false; }
        }
        namespace LockFirmware.LockController.Device
        {
            public static class DateTime
            {
                public static System.DateTime UtcNow => default;
                public static System.DateTime FromUnixTimeSeconds(long seconds) => default;
                public static long ToUnixTimeSeconds(this System.DateTime time) => 0;
            }
        }
        namespace LockFirmware.KeyCrypto
        {
            public sealed class Aes
            {
                public Aes(System.Security.Cryptography.CipherMode mode) { }
                public byte[] Key { get; set; } = [];
                public byte[] Encrypt(byte[] data) => data;
            }
        }
        """;

    /// <summary>The image of the firmware for a board: LockController, which contains KeyCrypto there.</summary>
    /// <param name="root">The folder of the solution.</param>
    /// <param name="board">A folder of boards.</param>
    /// <exception cref="InvalidOperationException">The sources do not compile.</exception>
    public static ImageTables Image(string root, string board)
    {
        byte[] standIns = Compile("StandIns", [StandIns], [], OutputKind.DynamicallyLinkedLibrary);
        byte[] lockController = Compile(
            "LockController",
            Sources(root, "KeyCrypto").Concat(Sources(root, "LockController"))
                .Append(File.ReadAllText(Path.Combine(root, "boards", board, "Board.cs"))),
            [standIns],
            OutputKind.ConsoleApplication);
        return ImageReader.Read(new MemoryStream(lockController));
    }

    private static IEnumerable<string> Sources(string root, string project) =>
        Directory.EnumerateFiles(Path.Combine(root, project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText);

    private static byte[] Compile(string name, IEnumerable<string> sources, IEnumerable<byte[]> references, OutputKind kind)
    {
        CSharpParseOptions parse = new(LanguageVersion.CSharp13, preprocessorSymbols: ["NANOFRAMEWORK_1_0"]);
        CSharpCompilation compilation = CSharpCompilation.Create(
            name,
            sources.Select(text => CSharpSyntaxTree.ParseText(text, parse)),
            Platform().Concat(references.Select(assembly => MetadataReference.CreateFromImage(assembly))),
            new CSharpCompilationOptions(kind, optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream assembly = new();
        EmitResult result = compilation.Emit(assembly);
        return result.Success ? assembly.ToArray() : throw new InvalidOperationException($"{name} does not compile: "
            + string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    private static IEnumerable<MetadataReference> Platform() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) is not ("KeyCrypto" or "LockController"))
            .Select(file => MetadataReference.CreateFromFile(file));
}
