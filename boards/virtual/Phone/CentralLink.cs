using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Phone;

/// <summary>The link of a phone to a board in the same program. Each operation is complete when its call returns.</summary>
public sealed class CentralLink(VirtualCentral central) : ILockLink
{
    /// <inheritdoc/>
    public string Place => "the virtual radio";

    /// <inheritdoc/>
    public bool IsConnected => central.IsConnected;

    /// <inheritdoc/>
    public int Mtu => central.Mtu;

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancel = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisconnectAsync()
    {
        central.Disconnect();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<byte[]> ReadIdentityAsync(CancellationToken cancel = default) => Read(LockUuids.Identity);

    /// <inheritdoc/>
    public Task<byte[]> ReadChallengeAsync(CancellationToken cancel = default) => Read(LockUuids.Challenge);

    /// <inheritdoc/>
    public Task WriteRequestPieceAsync(byte[] piece, CancellationToken cancel = default) => Result(central.Write(LockUuids.Request, piece));

    /// <inheritdoc/>
    public Task<byte[]> ReadReplyAsync(CancellationToken cancel = default) => Read(LockUuids.Reply);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await DisconnectAsync();

    private Task<byte[]> Read(Guid characteristic) => Result(central.Read(characteristic));

    private static Task<byte[]> Result(AttResult result)
    {
        if (result.Ok)
            return Task.FromResult(result.Value);
        return Task.FromException<byte[]>(result == AttResult.Disconnected
            ? new LockLinkException(LinkFault.Lost, "The connection has ended.")
            : new LockLinkException(LinkFault.Refused, $"The radio refused with ATT error 0x{result.Error:X2}.", result.Error));
    }
}
