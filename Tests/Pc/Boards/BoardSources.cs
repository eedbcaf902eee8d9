using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using LockFirmware.TestKit.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LockFirmware.Tests.Pc.Boards;

/// <summary>Compiles a board's profile with the check that every build compiles beside it.</summary>
internal static class BoardSources
{
    private const string CheckPath = "LockController/Gpio/BoardCheck.cs";
    private const string ChipsPath = "LockController/Gpio/Chips";
    private const string PinSuffix = "Pin";
    private const string TypeName = "LockFirmware.LockController.Gpio.Board";

    private static readonly Lazy<SyntaxTree[]> Beside = new(() =>
        [.. Directory.EnumerateFiles(RepositoryFiles.PathOf(ChipsPath), "*.cs").Append(RepositoryFiles.PathOf(CheckPath))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)))]);

    private static readonly Lazy<MetadataReference[]> Platform = new(() =>
        [MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
            MetadataReference.CreateFromFile(
                Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll"))]);

    /// <summary>The boards of the repository, by the names of their folders.</summary>
    public static string[] Names { get; } =
        [.. Directory.EnumerateFiles(RepositoryFiles.PathOf("boards"), "Board.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!))
            .Order(StringComparer.Ordinal)];

    /// <summary>The real boards: all except the virtual one.</summary>
    public static IEnumerable<string> RealNames => Names.Where(name => name != "virtual");

    /// <summary>The wires that a board has, without the suffix of their names, and their pins.</summary>
    public static Dictionary<string, int> Fitted(Dictionary<string, object?> constants) =>
        constants.Where(one => one.Key.EndsWith(PinSuffix, StringComparison.Ordinal) && !Equals(one.Value, -1))
            .ToDictionary(one => one.Key[..^PinSuffix.Length], one => (int)one.Value!);

    /// <summary>The profile of a board.</summary>
    public static string Read(string name) => RepositoryFiles.Read($"boards/{name}/Board.cs");

    /// <summary>Compiles a profile.</summary>
    /// <param name="profile">The text of a Board.cs.</param>
    /// <param name="constants">The constants of the board by name; empty when it does not compile.</param>
    /// <returns>The compiler's errors.</returns>
    public static string[] Compile(string profile, out Dictionary<string, object?> constants)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Board",
            [CSharpSyntaxTree.ParseText(profile), .. Beside.Value],
            Platform.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        string[] errors = [.. compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString())];
        constants = [];
        if (errors.Length == 0)
        {
            using MemoryStream assembly = new();
            Assert.IsTrue(compilation.Emit(assembly).Success);
            foreach (FieldInfo field in Assembly.Load(assembly.ToArray()).GetType(TypeName, true)!.GetFields())
                constants[field.Name] = field.GetRawConstantValue();
        }
        return errors;
    }

    /// <summary>The constants of a board of the repository.</summary>
    public static Dictionary<string, object?> Constants(string name)
    {
        string[] errors = Compile(Read(name), out Dictionary<string, object?> constants);
        Assert.IsEmpty(errors, string.Join('\n', errors));
        return constants;
    }
}
