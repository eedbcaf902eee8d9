using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LockFirmware.InstallerTool.Cli;

namespace LockFirmware.InstallerTool.Flash;

/// <summary>The image of the application, and the file beside it that says for which board it was built.</summary>
/// <remarks>
/// The image is a row of assemblies. The layout of an assembly was read in nf-interpreter at the commit a3e8139a:
/// src/CLR/Include/nanoCLR_Types.h (CLR_RECORD_ASSEMBLY), src/CLR/Core/TypeSystem.cpp (GoodHeader, GoodAssembly),
/// src/CLR/Core/nanoSupport_CRC32.c.
/// </remarks>
internal static class FirmwareImage
{
    /// <summary>The mark of an assembly for the runtimes 1.x.</summary>
    public const string Mark = "NFMRK1";

    /// <summary>The end of the name of the file that says for which board an image was built.</summary>
    public const string BoardFileEnd = ".board.json";

    private const string AnyMark = "NFMRK";
    private const int MarkSize = 8;
    private const int HeaderCrcAt = 8;
    private const int AssemblyCrcAt = 12;
    private const int NameAt = 36;
    private const int TablesAt = 40;
    private const int StringsTable = 11;
    private const int EndTable = 15;
    private const int HeaderSize = 124;
    private const uint Polynomial = 0x04C11DB7;

    private const string Wanted = "LockController";

    /// <summary>What the build writes beside the image.</summary>
    /// <param name="Board">The board.</param>
    /// <param name="Sha256">The SHA-256 of the image in hex.</param>
    private sealed record BuiltFor(string Board, string Sha256);

    /// <summary>Checks that a file is an image of the lock's application for a board.</summary>
    /// <param name="path">The image.</param>
    /// <param name="board">The board; null for any.</param>
    /// <returns>The board that it was built for.</returns>
    public static string Check(string path, string? board)
    {
        byte[] image = File.ReadAllBytes(path);
        if (Fault(image) is { } fault)
            throw Unusable($"{path} is not an application for a lock: {fault}.");
        string beside = path + BoardFileEnd;
        if (!File.Exists(beside))
            throw Unusable($"There is no {beside}, so it is not known for which board {path} was built.");
        BuiltFor? built = Read(beside);
        if (built == null)
            throw Unusable($"{beside} cannot be read.");
        if (!string.Equals(built.Sha256, Convert.ToHexString(SHA256.HashData(image)), StringComparison.OrdinalIgnoreCase))
            throw Unusable($"{beside} belongs to another image than {path}.");
        if (board != null && built.Board != board)
            throw Unusable($"{path} was built for the board {built.Board}, and this lock is on {board}: its pins would be wrong.");
        return built.Board;
    }

    /// <summary>Checks that there is an image for a board at its place.</summary>
    public static void CheckFor(BoardFile board, string path)
    {
        if (!File.Exists(path))
            throw new ToolException(ExitCode.Unusable, $"There is no application {path}. Build it in the repository with " +
                $"\"{board.Build}\", then bring it here with \"lockctl image <file>\", or give the file with --image.");
        Check(path, board.Name);
    }

    /// <summary>The fault of an image.</summary>
    /// <returns>Null when every assembly is whole and the lock's own is among them; else the end of a sentence.</returns>
    public static string? Fault(ReadOnlySpan<byte> image)
    {
        List<string> names = [];
        int at = 0;
        // After the last assembly there may be empty flash.
        while (at + HeaderSize <= image.Length && image[at] is not (0xFF or 0))
        {
            ReadOnlySpan<byte> rest = image[at..];
            string mark = Encoding.ASCII.GetString(rest[..MarkSize]).TrimEnd('\0');
            if (mark != Mark)
                return mark.StartsWith(AnyMark, StringComparison.Ordinal)
                    ? $"it has the mark {mark} of another image format, and the pinned runtime takes {Mark}"
                    : $"at byte {at} the mark {Mark} is missing";
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(rest[(TablesAt + (4 * EndTable))..]);
            if (size < HeaderSize || size > rest.Length || size % 4 != 0)
                return $"the assembly at byte {at} is not complete";
            byte[] header = rest[..HeaderSize].ToArray();
            header.AsSpan(HeaderCrcAt, 4).Clear();
            if (Crc(header) != BinaryPrimitives.ReadUInt32LittleEndian(rest[HeaderCrcAt..])
                || Crc(rest[HeaderSize..(int)size]) != BinaryPrimitives.ReadUInt32LittleEndian(rest[AssemblyCrcAt..]))
                return $"the assembly at byte {at} has a wrong check value";
            names.Add(Name(rest[..(int)size]));
            at += (int)size;
        }
        return names.Contains(Wanted) ? null : $"it does not contain {Wanted}";
    }

    /// <summary>The check value of the runtime: CRC-32, most significant bit first, from 0.</summary>
    public static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = 0;
        foreach (byte one in data)
        {
            crc ^= (uint)one << 24;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
        }
        return crc;
    }

    private static string Name(ReadOnlySpan<byte> assembly)
    {
        long start = (long)BinaryPrimitives.ReadUInt32LittleEndian(assembly[(TablesAt + (4 * StringsTable))..])
            + BinaryPrimitives.ReadUInt16LittleEndian(assembly[NameAt..]);
        if (start >= assembly.Length)
            return string.Empty;
        ReadOnlySpan<byte> text = assembly[(int)start..];
        int end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    private static BuiltFor? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<BuiltFor>(File.ReadAllBytes(path), JsonSerializerOptions.Web) is
            { Board: not null, Sha256: not null } built ? built : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ToolException Unusable(string what) => new(ExitCode.Unusable, $"{what} Nothing was written. Build the application for " +
        $"the board of the lock, and bring it here with \"lockctl image\".");
}
