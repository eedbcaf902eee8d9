using System.IO.Compression;

namespace LockFirmware.Phone;

/// <summary>One file of the app, as it is sent. May be used from any thread.</summary>
/// <param name="ContentType">Its content type.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Tag">The name of this content, without quotes: other content has another one.</param>
public sealed record AppFile(string ContentType, byte[] Content, string Tag)
{
    private readonly Lazy<byte[]> _brotli = new(() => Compress(Content));

    /// <summary>Its bytes, compressed when they are first asked for.</summary>
    public byte[] Brotli => _brotli.Value;

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream compressed = new();
        using (BrotliStream brotli = new(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            brotli.Write(content);
        return compressed.ToArray();
    }
}
