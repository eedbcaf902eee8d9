using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace LockFirmware.FacilityTests.Architecture;

/// <summary>Which types of a compiled assembly use which others of it: in signatures, fields, code and attributes.</summary>
internal sealed class TypeArrows
{
    private const int TwoByteCode = 0xFE;

    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly HashSet<TypeDefinitionHandle> _used = [];
    private readonly UsedTypes _provider;

    private TypeArrows(PEReader file)
    {
        _file = file;
        _reader = file.GetMetadataReader();
        _provider = new UsedTypes(_used);
    }

    /// <summary>The arrows of an assembly, from full name to full name; a nested type counts as the type around it.</summary>
    public static HashSet<(string From, string To)> Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using PEReader file = new(stream);
        TypeArrows arrows = new(file);
        HashSet<(string From, string To)> found = [];
        foreach (TypeDefinitionHandle handle in arrows._reader.TypeDefinitions)
        {
            arrows._used.Clear();
            arrows.Read(arrows._reader.GetTypeDefinition(handle));
            string from = arrows.Outermost(handle);
            found.UnionWith(arrows._used.Select(arrows.Outermost).Where(to => to != from).Select(to => (from, to)));
        }
        return found;
    }

    private string Outermost(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        if (!type.GetDeclaringType().IsNil)
            return Outermost(type.GetDeclaringType());
        string name = _reader.GetString(type.Name).Split('`')[0];
        return type.Namespace.IsNil ? name : $"{_reader.GetString(type.Namespace)}.{name}";
    }

    private void Read(TypeDefinition type)
    {
        Use(type.BaseType);
        foreach (InterfaceImplementationHandle one in type.GetInterfaceImplementations())
            Use(_reader.GetInterfaceImplementation(one).Interface);
        foreach (FieldDefinitionHandle field in type.GetFields())
            _reader.GetFieldDefinition(field).DecodeSignature(_provider, 0);
        foreach (MethodDefinition method in type.GetMethods().Select(_reader.GetMethodDefinition))
        {
            method.DecodeSignature(_provider, 0);
            Attributes(method.GetCustomAttributes());
            if (method.RelativeVirtualAddress != 0)
                Body(_file.GetMethodBody(method.RelativeVirtualAddress));
        }
        Attributes(type.GetCustomAttributes());
    }

    private void Attributes(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle attribute in attributes)
            Use(_reader.GetCustomAttribute(attribute).Constructor);
    }

    private void Body(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
            _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_provider, 0);
        BlobReader code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int first = code.ReadByte();
            switch (Operands[first == TwoByteCode ? (first << 8) | code.ReadByte() : first])
            {
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    Use(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType type:
                    code.Offset += Size(type);
                    break;
            }
        }
    }

    private static int Size(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private void Use(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _used.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_provider, 0);
                break;
            case HandleKind.MethodDefinition:
                _used.Add(_reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                _used.Add(_reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Use(_reader.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification method = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                method.DecodeSignature(_provider, 0);
                Use(method.Method);
                break;
        }
    }

    /// <summary>Collects the types of a signature.</summary>
    private sealed class UsedTypes(HashSet<TypeDefinitionHandle> used) : ISignatureTypeProvider<int, int>
    {
        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => used.Add(handle) ? 1 : 0;

        public int GetTypeFromSpecification(MetadataReader reader, int context, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, context);

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;

        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetGenericInstantiation(int genericType, System.Collections.Immutable.ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(int context, int index) => 0;

        public int GetGenericTypeParameter(int context, int index) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        public int GetPinnedType(int elementType) => 0;

        public int GetPointerType(int elementType) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetSZArrayType(int elementType) => 0;
    }
}
