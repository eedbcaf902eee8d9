namespace LockFirmware.KeyCrypto;

/// <summary>
/// A run of audit events as it leaves a lock: first u32 | count u16 | head u32 | bootCount u32 | generation u16 |
/// mac[16] | ciphertext (16 x count) (docs/protocol.md, 7). Whoever carries it can neither read nor change it.
/// </summary>
public sealed class SealedBatch
{
    /// <summary>Bytes before the ciphertext.</summary>
    public const int HeaderSize = MacOffset + Hmac.MacSize;

    /// <summary>Events in the largest batch that fits a reply.</summary>
    public const int CountMax = (Reply.BodySizeMax - HeaderSize) / AuditEvent.Size;

    private const int MacOffset = 16;

    /// <summary>Sequence number of the first event in it.</summary>
    public uint First { get; private set; }

    /// <summary>How many events it holds.</summary>
    public ushort Count { get; private set; }

    /// <summary>Sequence number of the newest event the lock had; 0 before the first.</summary>
    public uint Head { get; private set; }

    /// <summary>The lock's boot count.</summary>
    public uint BootCount { get; private set; }

    /// <summary>The generation of the lock's secret.</summary>
    public ushort Generation { get; private set; }

    /// <summary>The events in the clear, 16 bytes each.</summary>
    public byte[] Events { get; private set; } = new byte[0];

    /// <summary>Seals a batch in place (the lock's side): the events stand at <c>offset + HeaderSize</c>.</summary>
    /// <param name="target">Holds the batch.</param>
    /// <param name="offset">Where the batch starts.</param>
    /// <param name="secrets">The lock's.</param>
    /// <param name="first">Sequence number of the first event.</param>
    /// <param name="count">0..<see cref="CountMax"/> events.</param>
    /// <param name="head">Sequence number of the newest event.</param>
    /// <param name="bootCount">The lock's boot count.</param>
    /// <param name="generation">The generation of the lock's secret.</param>
    /// <returns>Bytes of the batch.</returns>
    public static int Seal(byte[] target, int offset, LockSecrets secrets, uint first, ushort count, uint head, uint bootCount,
        ushort generation)
    {
        int at = Bytes.WriteU32(target, offset, first);
        at = Bytes.WriteU16(target, at, count);
        at = Bytes.WriteU32(target, at, head);
        at = Bytes.WriteU32(target, at, bootCount);
        at = Bytes.WriteU16(target, at, generation);
        int length = count * AuditEvent.Size;
        byte[] mac = Mac(secrets, target, offset, target, offset + HeaderSize, length);
        Bytes.Append(target, at, mac, 0, Hmac.MacSize);
        AesCtr.Apply(secrets.SealKey, mac, target, offset + HeaderSize, length);
        return HeaderSize + length;
    }

    /// <summary>Opens and checks a batch (the facility's side).</summary>
    /// <param name="secrets">The lock's, of the batch's generation.</param>
    /// <param name="batch">The batch's exact bytes.</param>
    /// <returns>False when the length or the mac is wrong; nothing of it is then to be believed.</returns>
    public bool TryOpen(LockSecrets secrets, byte[] batch)
    {
        if (batch.Length < HeaderSize || batch.Length != HeaderSize + (Bytes.ReadU16(batch, 4) * AuditEvent.Size))
            return false;
        byte[] events = Bytes.Copy(batch, HeaderSize, batch.Length - HeaderSize);
        AesCtr.Apply(secrets.SealKey, Bytes.Copy(batch, MacOffset, AesCtr.PrefixSize), events, 0, events.Length);
        byte[] expected = Mac(secrets, batch, 0, events, 0, events.Length);
        if (!Bytes.FixedTimeEquals(expected, 0, batch, MacOffset, Hmac.MacSize))
            return false;
        First = Bytes.ReadU32(batch, 0);
        Count = Bytes.ReadU16(batch, 4);
        Head = Bytes.ReadU32(batch, 6);
        BootCount = Bytes.ReadU32(batch, 10);
        Generation = Bytes.ReadU16(batch, 14);
        Events = events;
        return true;
    }

    /// <summary>The generation that a batch says it is of, to find the secrets to open it; unchecked.</summary>
    public static ushort ClaimedGeneration(byte[] batch) => batch.Length < HeaderSize ? (ushort)0 : Bytes.ReadU16(batch, 14);

    private static byte[] Mac(LockSecrets secrets, byte[] header, int headerOffset, byte[] events, int eventsOffset, int eventsLength)
    {
        byte[] message = new byte[MacOffset + eventsLength];
        int at = Bytes.Append(message, 0, header, headerOffset, MacOffset);
        Bytes.Append(message, at, events, eventsOffset, eventsLength);
        return Hmac.Hash(secrets.BatchKey, message);
    }
}
