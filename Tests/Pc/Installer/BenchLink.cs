using System.Threading;
using System.Threading.Tasks;
using LockFirmware.LockLink;
using LockFirmware.VirtualBoard.Phone;
using LockFirmware.VirtualRadio;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>The link to the board of a bench, on the test's own thread.</summary>
internal sealed class BenchLink(ToolBench bench, string place) : ILockLink
{
    private CentralLink? _link;

    public string Place => place;

    public bool IsConnected => _link?.IsConnected ?? false;

    public int Mtu => _link?.Mtu ?? 23;

    public Task ConnectAsync(CancellationToken cancel = default)
    {
        VirtualCentral? central = bench.BoardAt(place)?.Air.Connect();
        if (central == null)
            return Task.FromException(new LockLinkException(LinkFault.Unreachable, $"No lock answers at {Place}."));
        central.ExchangeMtu(185);
        _link = new CentralLink(central);
        return Task.CompletedTask;
    }

    /// <summary>Disconnects. The lock's thread notices it, and reboots if a reboot is due.</summary>
    public Task DisconnectAsync()
    {
        _link?.DisconnectAsync();
        _link = null;
        bench.Time.Advance(20);
        return Task.CompletedTask;
    }

    public Task<byte[]> ReadIdentityAsync(CancellationToken cancel = default) => Connected().ReadIdentityAsync(cancel);

    public Task<byte[]> ReadChallengeAsync(CancellationToken cancel = default) => Connected().ReadChallengeAsync(cancel);

    public Task WriteRequestPieceAsync(byte[] piece, CancellationToken cancel = default) =>
        Connected().WriteRequestPieceAsync(piece, cancel);

    public Task<byte[]> ReadReplyAsync(CancellationToken cancel = default) => Connected().ReadReplyAsync(cancel);

    public async ValueTask DisposeAsync() => await DisconnectAsync();

    private CentralLink Connected() => _link ?? throw new LockLinkException(LinkFault.Lost, "The connection has ended.");
}
