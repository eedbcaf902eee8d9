using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>A notice for carriers, as it stays: the same number never says two things (docs/protocol.md, 6).</summary>
/// <remarks>Bytes in a ledger: generation u16 | rekeysTo u16 | length u16 | notice.</remarks>
public sealed class IssuedNotice
{
    /// <summary>Bytes before the notice in a ledger.</summary>
    internal const int HeaderSize = 6;

    private const int NumberOffset = 4;

    internal IssuedNotice(ushort generation, ushort rekeysTo, byte[] bytes)
    {
        Generation = generation;
        RekeysTo = rekeysTo;
        Content = bytes;
    }

    /// <summary>Its number.</summary>
    public uint Number => Bytes.ReadU32(Content, NumberOffset);

    /// <summary>The generation whose noticeSecret it is sealed with.</summary>
    public ushort Generation { get; }

    /// <summary>The generation that the lock has afterwards; 0 when it stays.</summary>
    public ushort RekeysTo { get; }

    /// <summary>What to deliver.</summary>
    public byte[] Content { get; }

    internal int WriteTo(byte[] target, int offset)
    {
        offset = Bytes.WriteU16(target, offset, Generation);
        offset = Bytes.WriteU16(target, offset, RekeysTo);
        offset = Bytes.WriteU16(target, offset, Content.Length);
        return Bytes.Append(target, offset, Content);
    }

    /// <summary>Reads one.</summary>
    /// <returns>Null when it is not of this form or for another lock.</returns>
    internal static IssuedNotice? Read(FieldReader source, uint lockId)
    {
        ushort generation = source.ReadU16();
        ushort rekeysTo = source.ReadU16();
        byte[] content = source.ReadBytes(source.ReadU16());
        Notice notice = new Notice();
        bool isWhole = !source.IsShort && notice.TryRead(content, 0, content.Length) && notice.LockId == lockId;
        return isWhole && generation != 0 && (rekeysTo == 0 || rekeysTo > generation) ? new IssuedNotice(generation, rekeysTo, content) : null;
    }
}
