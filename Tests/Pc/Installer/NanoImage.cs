using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using LockFirmware.InstallerTool.Flash;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Images in the format of the runtimes 1.x, with nothing in them but the names of their assemblies.</summary>
internal static class NanoImage
{
    private const int HeaderSize = 124;
    private const int TablesAt = 40;
    private const int StringsTable = 11;
    private const int EndTable = 15;

    /// <summary>The assemblies of a lock.</summary>
    public static byte[] OfLock() => Of(FirmwareImage.Mark, "mscorlib", "LockController");

    /// <summary>Assemblies in a row.</summary>
    public static byte[] Of(string mark, params string[] names) => [.. names.SelectMany(name => Assembly(mark, name))];

    /// <summary>Writes an image of a lock, and the file that says for which board it was built.</summary>
    public static string Write(string path, string board)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        byte[] image = OfLock();
        File.WriteAllBytes(path, image);
        WriteBoard(path, board, image);
        return path;
    }

    /// <summary>Writes the file beside an image, as the build does.</summary>
    public static void WriteBoard(string path, string board, byte[] image) => File.WriteAllText(
        path + FirmwareImage.BoardFileEnd,
        $"{{ \"board\": \"{board}\", \"sha256\": \"{Convert.ToHexStringLower(SHA256.HashData(image))}\" }}");

    private static byte[] Assembly(string mark, string name)
    {
        byte[] text = Encoding.ASCII.GetBytes($"\0{name}\0");
        byte[] assembly = new byte[(HeaderSize + text.Length + 3) / 4 * 4];
        Encoding.ASCII.GetBytes(mark).CopyTo(assembly, 0);
        text.CopyTo(assembly, HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(assembly.AsSpan(36), 1);
        for (int table = 0; table <= EndTable; table++)
        {
            int start = table <= StringsTable ? HeaderSize : assembly.Length;
            BinaryPrimitives.WriteInt32LittleEndian(assembly.AsSpan(TablesAt + (4 * table)), start);
        }
        BinaryPrimitives.WriteUInt32LittleEndian(assembly.AsSpan(12), FirmwareImage.Crc(assembly.AsSpan(HeaderSize)));
        BinaryPrimitives.WriteUInt32LittleEndian(assembly.AsSpan(8), FirmwareImage.Crc(assembly.AsSpan(0, HeaderSize)));
        return assembly;
    }
}
