using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace LockFirmware.ImageSize;

/// <summary>Counts what the metadata processor of nanoFramework makes of a compiled assembly.</summary>
public static class ImageReader
{
    // Attributes that the processor leaves out, and CompilerGenerated, which the device's libraries lack.
    private static readonly HashSet<string> Ignored =
    [
        "AttributeUsageAttribute", "CLSCompliantAttribute", "CompilerGeneratedAttribute", "ConditionalAttribute",
        "DebuggableAttribute", "DebuggerBrowsableAttribute", "DebuggerDisplayAttribute", "DebuggerHiddenAttribute",
        "DebuggerNonUserCodeAttribute", "DebuggerStepThroughAttribute", "DefaultMemberAttribute", "EditorBrowsableAttribute",
        "FlagsAttribute", "ObsoleteAttribute", "STAThreadAttribute",
    ];

    /// <summary>Reads an assembly.</summary>
    /// <param name="assembly">The bytes of a .dll or .exe.</param>
    public static ImageTables Read(Stream assembly)
    {
        using PEReader file = new(assembly);
        MetadataReader reader = file.GetMetadataReader();
        TypeDefinition[] types = [.. reader.TypeDefinitions.Skip(1).Select(reader.GetTypeDefinition)];
        FieldDefinition[] fields = [.. types.SelectMany(type => type.GetFields()).Select(reader.GetFieldDefinition)
            .Where(field => (field.Attributes & FieldAttributes.Literal) == 0)];
        MethodDefinition[] methods = [.. types.SelectMany(type => type.GetMethods()).Select(reader.GetMethodDefinition)];
        MethodBodyBlock[] bodies = [.. methods.Where(method => method.RelativeVirtualAddress != 0)
            .Select(method => file.GetMethodBody(method.RelativeVirtualAddress))];
        HashSet<string> names = Names(reader, types, fields, methods);
        return new ImageTables(reader.GetString(reader.GetAssemblyDefinition().Name))
        {
            AssemblyReferences = reader.AssemblyReferences.Count,
            TypeReferences = reader.TypeReferences.Count,
            MemberReferences = reader.MemberReferences.Count,
            Types = types.Length,
            Fields = fields.Length,
            Methods = methods.Length,
            Attributes = Attributes(reader, types, fields, methods),
            NameBytes = names.Sum(Size),
            LiteralBytes = Literals(reader).Except(names).Sum(Size),
            SignatureBytes = Signatures.Size(file, reader, types, fields, methods, bodies),
            CodeBytes = bodies.Sum(ByteCode.Size),
        };
    }

    private static int Size(string text) => Encoding.UTF8.GetByteCount(text) + 1;

    private static HashSet<string> Names(MetadataReader reader, TypeDefinition[] types, FieldDefinition[] fields,
        MethodDefinition[] methods) =>
        [.. types.SelectMany(type => new[] { type.Name, type.Namespace })
            .Concat(fields.Select(field => field.Name))
            .Concat(methods.Select(method => method.Name))
            .Concat(reader.TypeReferences.Select(reader.GetTypeReference).SelectMany(type => new[] { type.Name, type.Namespace }))
            .Concat(reader.MemberReferences.Select(reader.GetMemberReference).Select(member => member.Name))
            .Concat(reader.AssemblyReferences.Select(reader.GetAssemblyReference).Select(assembly => assembly.Name))
            .Select(reader.GetString)];

    private static IEnumerable<string> Literals(MetadataReader reader)
    {
        if (reader.GetHeapSize(HeapIndex.UserString) == 0)
            yield break;
        for (UserStringHandle at = MetadataTokens.UserStringHandle(1); !at.IsNil; at = reader.GetNextHandle(at))
            yield return reader.GetUserString(at);
    }

    private static int Attributes(MetadataReader reader, TypeDefinition[] types, FieldDefinition[] fields, MethodDefinition[] methods) =>
        types.SelectMany(type => type.GetCustomAttributes())
            .Concat(fields.SelectMany(field => field.GetCustomAttributes()))
            .Concat(methods.SelectMany(method => method.GetCustomAttributes()))
            .Count(attribute => !Ignored.Contains(TypeName(reader, reader.GetCustomAttribute(attribute))));

    private static string TypeName(MetadataReader reader, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MethodDefinition
        ? reader.GetString(
            reader.GetTypeDefinition(reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()).Name)
        : reader.GetString(reader.GetTypeReference(
            (TypeReferenceHandle)reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent).Name);
}
