namespace LockFirmware.LockLink;

/// <summary>
/// A way to the radio of one lock: one connection at a time, one operation at a time (docs/protocol.md, 4). Knows bytes and
/// characteristics and nothing of keys.
/// </summary>
/// <remarks>
/// Every operation ends: by its result, by a <see cref="LockLinkException"/> with what to do next, or by an
/// <see cref="OperationCanceledException"/> when its token was cancelled. None retries by itself.
/// </remarks>
public interface ILockLink : IAsyncDisposable
{
    /// <summary>Which lock this leads to, for people: an address or a name.</summary>
    string Place { get; }

    /// <summary>Whether the connection stands, as far as is known.</summary>
    bool IsConnected { get; }

    /// <summary>Bytes in the longest ATT packet of this connection, 23 or more; 23 until connected.</summary>
    int Mtu { get; }

    /// <summary>Connects and agrees on the MTU. A second time, while connected, does nothing.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="LockLinkException">Nobody answers, or somebody else is connected.</exception>
    Task ConnectAsync(CancellationToken cancel = default);

    /// <summary>Ends the connection; the lock advertises again. Without a connection it does nothing.</summary>
    Task DisconnectAsync();

    /// <summary>Reads Identity, 13 bytes: see <see cref="KeyCrypto.IdentityFrame"/>.</summary>
    Task<byte[]> ReadIdentityAsync(CancellationToken cancel = default);

    /// <summary>Reads Challenge, 22 bytes: the lock draws a new one.</summary>
    Task<byte[]> ReadChallengeAsync(CancellationToken cancel = default);

    /// <summary>Writes one piece of a request.</summary>
    /// <param name="piece">Header byte and content, at most <see cref="Mtu"/> - 3 bytes.</param>
    /// <param name="cancel">Gives up.</param>
    Task WriteRequestPieceAsync(byte[] piece, CancellationToken cancel = default);

    /// <summary>Reads Reply; comes back when the lock has decided.</summary>
    /// <returns>The reply whole; empty when the lock has none under this challenge.</returns>
    Task<byte[]> ReadReplyAsync(CancellationToken cancel = default);

    /// <summary>Reads the name of the board from Device Information (0x180A, model number 0x2A24).</summary>
    Task<string> ReadBoardNameAsync(CancellationToken cancel = default);
}
