using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace LockFirmware.ImageSize;

/// <summary>The size of a method's code in an image: tokens and long branches take two bytes there instead of four.</summary>
internal static class ByteCode
{
    private const int HandlerSize = 12;
    private const int TwoByteCode = 0xFE;

    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    /// <summary>Bytes of the code and of its exception handlers.</summary>
    public static int Size(MethodBodyBlock body)
    {
        int handlers = body.ExceptionRegions.Length;
        int size = handlers == 0 ? 0 : (handlers * HandlerSize) + 1;
        BlobReader code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int first = code.ReadByte();
            bool isLong = first == TwoByteCode;
            size += isLong ? 2 : 1;
            size += Operand(ref code, Operands[isLong ? (first << 8) | code.ReadByte() : first]);
        }
        return size;
    }

    private static int Operand(ref BlobReader code, OperandType type)
    {
        (int read, int written) = type switch
        {
            OperandType.InlineNone => (0, 0),
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => (1, 1),
            OperandType.InlineVar => (2, 2),
            OperandType.InlineI or OperandType.ShortInlineR => (4, 4),
            OperandType.InlineI8 or OperandType.InlineR => (8, 8),
            OperandType.InlineTok or OperandType.InlineSig => (4, 4),
            OperandType.InlineSwitch => Switch(ref code),
            _ => (4, 2),
        };
        code.Offset += read;
        return written;
    }

    private static (int Read, int Written) Switch(ref BlobReader code)
    {
        int targets = code.ReadInt32();
        return (4 * targets, 1 + (2 * targets));
    }
}
