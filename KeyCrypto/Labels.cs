namespace LockFirmware.KeyCrypto;

/// <summary>The ASCII bytes that keep the uses of one secret apart (docs/protocol.md, 2).</summary>
internal static class Labels
{
    internal static readonly byte[] Lock = Ascii("LF1 lock");
    internal static readonly byte[] Key = Ascii("LF1 key");
    internal static readonly byte[] Notice = Ascii("LF1 notice");
    internal static readonly byte[] Audit = Ascii("LF1 audit");
    internal static readonly byte[] Nonce = Ascii("LF1 nonce");
    internal static readonly byte[] Here = Ascii("LF1 here");
    internal static readonly byte[] Share = Ascii("LF1 share");
    internal static readonly byte[] Request = Ascii("LF1 request");
    internal static readonly byte[] Reply = Ascii("LF1 reply");
    internal static readonly byte[] Time = Ascii("LF1 time");
    internal static readonly byte[] Rekey = Ascii("LF1 rekey");
    internal static readonly byte[] Batch = Ascii("LF1 batch");
    internal static readonly byte[] Seal = Ascii("LF1 seal");
    internal static readonly byte[] Provision = Ascii("LF1 provision");
    internal static readonly byte[] Confirm = Ascii("LF1 confirm");
    internal static readonly byte[] Setup = Ascii("LF1 setup");
    internal static readonly byte[] Recover = Ascii("LF1 recover");
    internal static readonly byte[] File = Ascii("LF1 file");

    private static byte[] Ascii(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)text[i];
        return bytes;
    }
}
