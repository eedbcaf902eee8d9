namespace LockFirmware.LockLink;

/// <summary>
/// A connection to the radio of one lock, with one operation at a time (docs/protocol.md, 4). It transfers bytes of characteristics
/// and knows nothing about keys.
/// </summary>
/// <remarks>
/// Every operation ends with its result, with a <see cref="LockLinkException"/> that says what to do next, or with an
/// <see cref="OperationCanceledException"/> when its token was cancelled. No operation retries.
/// </remarks>
public interface ILockLink : IAsyncDisposable
{
    /// <summary>The address or name of the lock, for people.</summary>
    string Place { get; }

    /// <summary>Whether the lock is connected, as far as is known.</summary>
    bool IsConnected { get; }

    /// <summary>The largest ATT packet of this connection in bytes, 23 or more; 23 before connecting.</summary>
    int Mtu { get; }

    /// <summary>What the present connection is like over the air; null without a connection, and over a model of the air.</summary>
    RadioFigures? Figures => null;

    /// <summary>Connects and agrees on the MTU. Does nothing while connected.</summary>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="LockLinkException">The lock does not answer, or another device is connected.</exception>
    Task ConnectAsync(CancellationToken cancel = default);

    /// <summary>Ends the connection; then the lock advertises again. Does nothing without a connection.</summary>
    Task DisconnectAsync();

    /// <summary>Reads Identity: see <see cref="KeyCrypto.IdentityFrame"/>.</summary>
    Task<byte[]> ReadIdentityAsync(CancellationToken cancel = default);

    /// <summary>Reads Challenge, 22 bytes: the lock makes a new one.</summary>
    Task<byte[]> ReadChallengeAsync(CancellationToken cancel = default);

    /// <summary>Writes one piece of a request.</summary>
    /// <param name="piece">Header byte and content, at most <see cref="Mtu"/> - 3 bytes.</param>
    /// <param name="cancel">Cancels.</param>
    Task WriteRequestPieceAsync(byte[] piece, CancellationToken cancel = default);

    /// <summary>Reads Reply. Returns when the lock has decided.</summary>
    /// <returns>The complete reply; empty when the lock has none for this challenge.</returns>
    Task<byte[]> ReadReplyAsync(CancellationToken cancel = default);
}
