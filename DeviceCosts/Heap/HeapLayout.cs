using System.Reflection;
using System.Text;
using LockFirmware.DeviceCosts.Libraries;

namespace LockFirmware.DeviceCosts.Heap;

/// <summary>
/// How many bytes an object takes on the heap of nanoFramework's interpreter, 32 bits. Source: nanoframework/nf-interpreter, main of
/// July 2026. The heap consists of blocks of 12 bytes (src/CLR/Include/nanoCLR_Runtime.h: <c>CT_ASSERT(sizeof(struct CLR_RT_HeapBlock)
/// == 12)</c>), and every allocation is rounded up to whole blocks (<c>CONVERTFROMSIZETOHEAPBLOCKS</c>).
/// </summary>
/// <param name="FieldBytes">What a field takes, and an element of an array of references; 12 on the device.</param>
public sealed record HeapLayout(int FieldBytes = HeapLayout.BlockBytes)
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 12;

    // nanoCLR_Runtime__HeapBlock.h, CLR_RT_HeapBlock_Array: a block, the number of elements, and four bytes about them.
    private const int ArrayHeader = 20;

    // The same file, CLR_RT_HeapBlock_Delegate: a block, class, method, and a block for the object.
    private const int DelegateBytes = 36;

    // nanoCLR_Runtime.h, CLR_RT_StackFrame up to m_extension: 80 bytes, which are 7 blocks.
    private const int FrameBlocks = 7;

    // c_OverheadForNewObjOrInteropMethod and the one for inlining (CLR_RT_StackFrame.cpp, Push); c_MinimumStack.
    private const int FrameExtraBlocks = 3;
    private const int FrameBlocksMin = 10;

    /// <summary>The layout of the device.</summary>
    public static HeapLayout Device { get; } = new();

    /// <summary>What a call of a method takes. Its arguments lie on the stack of the caller.</summary>
    /// <param name="locals">Local variables.</param>
    /// <param name="stack">The most values that its code has on the stack.</param>
    public static int Frame(int locals, int stack) =>
        BlockBytes * (FrameBlocks + Math.Max(FrameBlocksMin, locals + stack + FrameExtraBlocks));

    /// <summary>Bytes of an object itself, without the objects that it refers to, but with the structures in its fields.</summary>
    /// <exception cref="InvalidOperationException">Nobody knows how the device stores such an object.</exception>
    public int Size(object item) => item switch
    {
        // CLR_RT_HeapBlock_String::CreateInstance. A literal stays in the image; its object is a block that points there.
        string text => string.IsInterned(text) != null ? BlockBytes : Rounded(BlockBytes + Encoding.UTF8.GetByteCount(text) + 1),
        Array array => Rounded(ArrayHeader + (array.Length * ElementBytes(array.GetType().GetElementType()!))),
        Delegate => DelegateBytes,
        _ => ObjectBytes(item.GetType()),
    };

    /// <summary>The fields of an object that the device stores.</summary>
    internal static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (Type? at = type; at != null && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
        {
            foreach (FieldInfo field in at.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.GetCustomAttribute<NotOnDeviceAttribute>() == null)
                    yield return field;
            }
        }
    }

    /// <summary>Whether a field holds a structure, which the device keeps as an object of its own.</summary>
    internal static bool IsStructure(Type type) =>
        type.IsValueType && !type.IsPrimitive && !type.IsEnum;

    private static int Rounded(int bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;

    /// <summary>
    /// One block and one for each field (Execution.cpp, NewObject; HB_Object_Fields_Offset is 1). A field that is a structure is a
    /// reference to an object with the same layout (InitializeReference).
    /// </summary>
    private int ObjectBytes(Type type)
    {
        // CoreLibrary, System/Guid.cs: one field, an array of four ints.
        if (type == typeof(Guid))
            return BlockBytes + FieldBytes + Rounded(ArrayHeader + (4 * sizeof(int)));
        // One field; the interpreter stores even these as objects (measured).
        if (type == typeof(TimeSpan) || type == typeof(DateTime))
            return BlockBytes + FieldBytes;
        if (type.Assembly == typeof(object).Assembly && type != typeof(object) && !type.IsPrimitive)
            throw new InvalidOperationException($"How does the device store a {type}?");
        int bytes = BlockBytes;
        foreach (FieldInfo field in Fields(type))
            bytes += FieldBytes + (IsStructure(field.FieldType) ? ObjectBytes(field.FieldType) : 0);
        return Rounded(bytes);
    }

    // nanoCLR's c_CLR_RT_DataTypeLookup: numbers as they are, everything else a block.
    private int ElementBytes(Type type)
    {
        if (type.IsEnum)
            type = Enum.GetUnderlyingType(type);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
            TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char => 2,
            TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 4,
            TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double or TypeCode.DateTime => 8,
            _ => IsStructure(type) ? FieldBytes + ObjectBytes(type) : FieldBytes,
        };
    }
}
