namespace LockFirmware.ImageSize;

/// <summary>What an image of nanoFramework 1.x consists of. Rows are counts; the rest are bytes.</summary>
public sealed record ImageTables(string Name)
{
    /// <summary>The assembly's header: marker, checksums, version, and the place of each table.</summary>
    public const int HeaderBytes = 124;

    /// <summary>What an assembly takes of the working memory besides its rows, measured on the interpreter (docs/performance.md).</summary>
    public const int AssemblyRamBytes = 346;

    // Bytes of a row in the image, and of the row that the interpreter keeps in working memory for it.
    private const int AssemblyReferenceSize = 12, AssemblyReferenceRam = 4;
    private const int TypeReferenceSize = 8, TypeReferenceRam = 4;
    private const int MemberReferenceSize = 8, MemberReferenceRam = 4;
    private const int TypeSize = 24, TypeRam = 8;
    private const int FieldSize = 8, FieldRam = 2;
    private const int MethodSize = 16, MethodRam = 2;
    private const int AttributeSize = 8;

    /// <summary>Assemblies that it references.</summary>
    public int AssemblyReferences { get; init; }

    /// <summary>Types of other assemblies that it uses.</summary>
    public int TypeReferences { get; init; }

    /// <summary>Members of other assemblies that it uses.</summary>
    public int MemberReferences { get; init; }

    /// <summary>Its own types.</summary>
    public int Types { get; init; }

    /// <summary>Fields without constants, which are compiled into the code.</summary>
    public int Fields { get; init; }

    /// <summary>Its own methods, accessors included.</summary>
    public int Methods { get; init; }

    /// <summary>Attributes of its types, fields and methods.</summary>
    public int Attributes { get; init; }

    /// <summary>Names in UTF-8, each with a zero at its end. An image holds 65,535 bytes of names and literals.</summary>
    public int NameBytes { get; init; }

    /// <summary>Literals that are not a name too, in UTF-8, each with a zero at its end.</summary>
    public int LiteralBytes { get; init; }

    /// <summary>Signatures, and the content of arrays that the source writes out.</summary>
    public int SignatureBytes { get; init; }

    /// <summary>The code of all methods.</summary>
    public int CodeBytes { get; init; }

    /// <summary>All rows.</summary>
    public int TableBytes =>
        (AssemblyReferences * AssemblyReferenceSize) + (TypeReferences * TypeReferenceSize) + (MemberReferences * MemberReferenceSize)
        + (Types * TypeSize) + (Fields * FieldSize) + (Methods * MethodSize) + (Attributes * AttributeSize);

    /// <summary>The whole image.</summary>
    public int ImageBytes => HeaderBytes + TableBytes + NameBytes + LiteralBytes + SignatureBytes + CodeBytes;

    /// <summary>
    /// Working memory that the interpreter needs for the assembly before the first object is made; static fields come on top.
    /// </summary>
    public int RamBytes =>
        AssemblyRamBytes + (AssemblyReferences * AssemblyReferenceRam) + (TypeReferences * TypeReferenceRam)
        + (MemberReferences * MemberReferenceRam) + (Types * TypeRam) + (Fields * FieldRam) + (Methods * MethodRam);
}
