using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace LockFirmware.ImageSize;

/// <summary>The table of signatures: each is stored once, and not at all where its bytes already stand in the table.</summary>
internal sealed class Signatures
{
    private readonly List<byte> _table = [];

    private Signatures()
    {
    }

    /// <summary>Bytes of the table.</summary>
    public static int Size(
        PEReader file, MetadataReader reader, TypeDefinition[] types, FieldDefinition[] fields, MethodDefinition[] methods,
        MethodBodyBlock[] bodies)
    {
        Signatures table = new();
        foreach (BlobHandle signature in reader.MemberReferences.Select(reader.GetMemberReference).Select(member => member.Signature)
            .Concat(fields.Select(field => field.Signature)).Concat(methods.Select(method => method.Signature)))
            table.Add(reader.GetBlobBytes(signature));
        foreach (MethodBodyBlock body in bodies.Where(body => !body.LocalSignature.IsNil))
            table.Add(reader.GetBlobBytes(reader.GetStandaloneSignature(body.LocalSignature).Signature).AsSpan(2));
        foreach (TypeDefinition type in types)
            table.Add([(byte)type.GetInterfaceImplementations().Count, .. type.GetInterfaceImplementations()
                .SelectMany(
                    one => BitConverter.GetBytes((ushort)MetadataTokens.GetRowNumber(reader.GetInterfaceImplementation(one).Interface)))]);
        foreach (FieldDefinition field in fields.Where(field => (field.Attributes & FieldAttributes.HasFieldRVA) != 0))
            table.Add(InitialValue(file, reader, field));
        return table._table.Count;
    }

    private static byte[] InitialValue(PEReader file, MetadataReader reader, FieldDefinition field)
    {
        byte[] content = [.. file.GetSectionData(field.GetRelativeVirtualAddress()).GetContent(0, ContentSize(reader, field))];
        return [.. BitConverter.GetBytes((ushort)content.Length), .. content];
    }

    private static int ContentSize(MetadataReader reader, FieldDefinition field)
    {
        BlobReader signature = reader.GetBlobReader(field.Signature);
        signature.ReadSignatureHeader();
        SignatureTypeCode type = signature.ReadSignatureTypeCode();
        return type switch
        {
            SignatureTypeCode.TypeHandle => reader.GetTypeDefinition((TypeDefinitionHandle)signature.ReadTypeHandle()).GetLayout().Size,
            SignatureTypeCode.Int64 or SignatureTypeCode.UInt64 => 8,
            SignatureTypeCode.Int16 or SignatureTypeCode.UInt16 => 2,
            SignatureTypeCode.Byte or SignatureTypeCode.SByte => 1,
            _ => 4,
        };
    }

    private void Add(ReadOnlySpan<byte> signature)
    {
        if (System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_table).IndexOf(signature) < 0)
            _table.AddRange(signature);
    }
}
