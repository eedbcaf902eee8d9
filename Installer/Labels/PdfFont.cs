using System.Buffers.Binary;
using System.Text;
using PdfSharp.Fonts;

namespace LockFirmware.InstallerTool.Labels;

/// <summary>
/// The font in PDF files: DejaVu Sans, which lockctl carries (Labels/Fonts). It has the letters of Latin, Greek and Cyrillic scripts.
/// Scripts whose letters change by their neighbours, or that run from right to left, are not written by PDFsharp, so they are refused
/// here.
/// </summary>
internal sealed class PdfFont : IFontResolver
{
    /// <summary>The name of the font.</summary>
    public const string Family = "DejaVu Sans";

    // From here to Latin Extended Additional there are scripts that need shaping.
    private const int ShapedFrom = 0x0590;
    private const int ShapedBefore = 0x1E00;
    private const int PlainBefore = 0x2C00;

    private const int TableCountAt = 4;
    private const int TablesAt = 12;
    private const int TableSize = 16;
    private const int SegmentFormat = 4;

    private static readonly Lazy<byte[]> File = new(Load);
    private static readonly Lazy<HashSet<int>> Letters = new(() => ReadLetters(File.Value));

    /// <summary>Gives PDFsharp this font. It keeps one for the whole process.</summary>
    public static void Use() => GlobalFontSettings.FontResolver ??= new PdfFont();

    /// <summary>The first letter of a text that a PDF cannot show.</summary>
    /// <returns>Null when it can show all of them.</returns>
    public static Rune? Missing(string text)
    {
        foreach (Rune letter in text.EnumerateRunes())
        {
            bool isPlain = letter.Value is < ShapedFrom or (>= ShapedBefore and < PlainBefore);
            if (!isPlain || !Letters.Value.Contains(letter.Value))
                return letter;
        }
        return null;
    }

    /// <inheritdoc/>
    public byte[] GetFont(string faceName) => File.Value;

    /// <inheritdoc/>
    public FontResolverInfo ResolveTypeface(string familyName, bool bold, bool italic) => new(Family, bold, italic);

    private static byte[] Load()
    {
        using Stream font = typeof(PdfFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")
            ?? throw new InvalidOperationException("The font is not in the program.");
        using MemoryStream bytes = new();
        font.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The letters of a TrueType font: its table cmap, format 4 (OpenType specification, "cmap").</summary>
    private static HashSet<int> ReadLetters(byte[] font)
    {
        int cmap = TableAt(font, "cmap");
        for (int i = 0; i < U16(font, cmap + 2); i++)
        {
            int table = cmap + (int)BinaryPrimitives.ReadUInt32BigEndian(font.AsSpan(cmap + 8 + (8 * i)));
            if (U16(font, table) == SegmentFormat)
                return ReadSegments(font, table);
        }
        throw new InvalidOperationException("The font has no list of letters.");
    }

    private static HashSet<int> ReadSegments(byte[] font, int table)
    {
        HashSet<int> letters = [];
        int twice = U16(font, table + 6);
        for (int at = 0; at < twice; at += 2)
        {
            int end = U16(font, table + 14 + at);
            int start = U16(font, table + 16 + twice + at);
            int delta = U16(font, table + 16 + (2 * twice) + at);
            int place = table + 16 + (3 * twice) + at;
            int offset = U16(font, place);
            for (int letter = start; letter <= end && letter != char.MaxValue; letter++)
            {
                int glyph = offset == 0 ? letter : U16(font, place + offset + (2 * (letter - start)));
                if (glyph != 0 && ((glyph + delta) & char.MaxValue) != 0)
                    letters.Add(letter);
            }
        }
        return letters;
    }

    private static int TableAt(byte[] font, string name)
    {
        for (int i = 0; i < U16(font, TableCountAt); i++)
        {
            int entry = TablesAt + (TableSize * i);
            if (Encoding.ASCII.GetString(font, entry, name.Length) == name)
                return (int)BinaryPrimitives.ReadUInt32BigEndian(font.AsSpan(entry + 8));
        }
        throw new InvalidOperationException($"The font has no table {name}.");
    }

    private static int U16(byte[] font, int at) => BinaryPrimitives.ReadUInt16BigEndian(font.AsSpan(at));
}
