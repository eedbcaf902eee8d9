namespace LockFirmware.KeyCrypto;

/// <summary>The ASCII bytes that keep the uses of one secret apart (docs/protocol.md, 2).</summary>
internal static class Labels
{
    // These serve every unlock, so they are kept. The others are made when they are needed, and take no memory in between.
    internal static readonly byte[] Share = Ascii("LF1 share");
    internal static readonly byte[] Request = Ascii("LF1 request");
    internal static readonly byte[] Reply = Ascii("LF1 reply");

    internal static byte[] Lock => Ascii("LF1 lock");
    internal static byte[] Key => Ascii("LF1 key");
    internal static byte[] Notice => Ascii("LF1 notice");
    internal static byte[] Audit => Ascii("LF1 audit");
    internal static byte[] Nonce => Ascii("LF1 nonce");
    internal static byte[] Here => Ascii("LF1 here");
    internal static byte[] Time => Ascii("LF1 time");
    internal static byte[] Rekey => Ascii("LF1 rekey");
    internal static byte[] Batch => Ascii("LF1 batch");
    internal static byte[] Seal => Ascii("LF1 seal");
    internal static byte[] Provision => Ascii("LF1 provision");
    internal static byte[] Confirm => Ascii("LF1 confirm");
    internal static byte[] Setup => Ascii("LF1 setup");
    internal static byte[] Recover => Ascii("LF1 recover");
    internal static byte[] File => Ascii("LF1 file");

    private static byte[] Ascii(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)text[i];
        return bytes;
    }
}
