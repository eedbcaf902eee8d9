using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>A notice that was made for carriers. It never changes: one number never has two contents (docs/protocol.md, 6).</summary>
/// <remarks>Bytes in a ledger: generation u16 | rekeysTo u16 | length u16 | notice.</remarks>
public sealed class IssuedNotice
{
    private const int NumberOffset = 4;

    internal IssuedNotice(ushort generation, ushort rekeysTo, byte[] content)
    {
        Generation = generation;
        RekeysTo = rekeysTo;
        Content = content;
    }

    /// <summary>The number of the notice, from 1.</summary>
    public uint Number => Bytes.ReadU32(Content, NumberOffset);

    /// <summary>The generation whose noticeSecret seals the notice.</summary>
    public ushort Generation { get; }

    /// <summary>The generation that the lock has after the notice; 0 when the notice has no Rekey.</summary>
    public ushort RekeysTo { get; }

    /// <summary>The bytes to deliver.</summary>
    public byte[] Content { get; }

    internal void WriteTo(FieldWriter target)
    {
        target.U16(Generation);
        target.U16(RekeysTo);
        target.U16(Content.Length);
        target.Raw(Content);
    }

    /// <summary>Reads one notice of a ledger.</summary>
    /// <returns>Null when the form is wrong or the notice is for another lock.</returns>
    internal static IssuedNotice? Read(FieldReader source, uint lockId)
    {
        ushort generation = source.ReadU16();
        ushort rekeysTo = source.ReadU16();
        byte[] content = source.ReadBytes(source.ReadU16());
        Notice notice = new();
        bool isWhole = !source.IsShort && notice.TryRead(content, 0, content.Length) && notice.LockId == lockId;
        return isWhole && generation != 0 && (rekeysTo == 0 || rekeysTo > generation)
            ? new IssuedNotice(generation, rekeysTo, content)
            : null;
    }
}
