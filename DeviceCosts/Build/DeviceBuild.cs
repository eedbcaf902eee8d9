using LockFirmware.ImageSize;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace LockFirmware.DeviceCosts.Build;

/// <summary>
/// Compiles the firmware's sources, Program and Device included, against the model of the device's libraries (<c>Libraries</c>).
/// </summary>
internal static class DeviceBuild
{
    // The model has namespaces of its own, so that it can stand beside the libraries of a PC.
    private static readonly (string Device, string Model)[] Namespaces =
    [
        ("nanoFramework.Device.Bluetooth.GenericAttributeProfile", "LockFirmware.DeviceCosts.Libraries.Bluetooth.Gatt"),
        ("nanoFramework.Device.Bluetooth", "LockFirmware.DeviceCosts.Libraries.Bluetooth"),
        ("nanoFramework.Runtime.Native", "LockFirmware.DeviceCosts.Libraries.Native"),
        ("System.Device.Gpio", "LockFirmware.DeviceCosts.Libraries.Gpio"),
    ];

    // Without Default the runtime of the PC optimizes all the same.
    private const string Unoptimized = "System.Diagnostics.DebuggableAttribute.DebuggingModes.Default"
        + " | System.Diagnostics.DebuggableAttribute.DebuggingModes.DisableOptimizations";

    // An alias comes before the types of a namespace that is used.
    private static readonly string Aliases = string.Concat(
        new[] { "Thread", "AutoResetEvent", "Environment", "Random", "File", "Directory", "FileStream", "HMACSHA256", "Aes", "ArrayList" }
            .Select(name => $"global using {name} = LockFirmware.DeviceCosts.Libraries.{name};\n"))
        + "global using DateTime = LockFirmware.DeviceCosts.Libraries.Native.DateTime;\n"
        // The instructions are those of a release, but a variable keeps its object until the method ends, as on the device.
        + $"[assembly: System.Diagnostics.Debuggable({Unoptimized})]\n";

    internal static FirmwareImage Make(string root, string board)
    {
        byte[] keyCrypto = Compile("KeyCrypto", Sources(root, "KeyCrypto"), [], OutputKind.DynamicallyLinkedLibrary);
        byte[] lockController = Compile(
            "LockController",
            Sources(root, "LockController").Append(Path.Combine(root, "boards", board, "Board.cs")),
            [keyCrypto],
            OutputKind.ConsoleApplication);
        Instrumenter instrumenter = new();
        byte[] firstMeasured = instrumenter.Instrument(keyCrypto);
        byte[] secondMeasured = instrumenter.Instrument(lockController);
        return new FirmwareImage(firstMeasured, secondMeasured, instrumenter.Methods, instrumenter.Blocks,
            [Firmware.Image(root, board)], instrumenter.StaticFields);
    }

    private static IEnumerable<string> Sources(string root, string project) =>
        Directory.EnumerateFiles(Path.Combine(root, project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    private static byte[] Compile(string name, IEnumerable<string> files, IEnumerable<byte[]> references, OutputKind kind)
    {
        CSharpParseOptions parse = new(LanguageVersion.CSharp13, preprocessorSymbols: ["NANOFRAMEWORK_1_0"]);
        CSharpCompilation compilation = CSharpCompilation.Create(
            name,
            files.Select(file => CSharpSyntaxTree.ParseText(Renamed(File.ReadAllText(file)), parse, file))
                .Append(CSharpSyntaxTree.ParseText(Aliases, parse)),
            Platform().Concat(references.Select(assembly => MetadataReference.CreateFromImage(assembly))),
            new CSharpCompilationOptions(kind, optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream assembly = new();
        EmitResult result = compilation.Emit(assembly);
        return result.Success ? assembly.ToArray() : throw new InvalidOperationException($"{name} does not compile for the model: "
            + string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    private static string Renamed(string text) =>
        Namespaces.Aggregate(text, (renamed, name) => renamed.Replace(name.Device, name.Model, StringComparison.Ordinal));

    private static IEnumerable<MetadataReference> Platform() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) is not ("KeyCrypto" or "LockController"))
            .Select(file => MetadataReference.CreateFromFile(file));
}
