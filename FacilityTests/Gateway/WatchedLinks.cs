using System.Collections.Concurrent;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.LockLink;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>Links to virtual radios that tell a test when a gateway connects and disconnects.</summary>
internal sealed class WatchedLinks : ILockLinkFactory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PlaceLinkFactory _inner = new();
    private readonly SemaphoreSlim _connects = new(0);
    private readonly SemaphoreSlim _ends = new(0);
    private readonly ConcurrentDictionary<string, int> _present = [];
    private int _madeCount;
    private int _most;

    /// <summary>Whether a connection never ends by itself.</summary>
    public bool HangsAtConnect { get; init; }

    /// <summary>Links made.</summary>
    public int MadeCount => _madeCount;

    /// <summary>The most links that there were to one lock at the same time.</summary>
    public int MostAtOneLock => _most;

    /// <inheritdoc/>
    public string? Complaint(string address) => _inner.Complaint(address);

    /// <inheritdoc/>
    public ILockLink Make(string address, SoughtLock sought)
    {
        Interlocked.Increment(ref _madeCount);
        int present = _present.AddOrUpdate(address, 1, (_, count) => count + 1);
        lock (_ends)
            _most = Math.Max(_most, present);
        return new WatchedLink(_inner.Make(address, sought), this, address);
    }

    /// <summary>Waits for a gateway that connects.</summary>
    public Task NextConnectAsync() => WaitAsync(_connects, "no gateway came");

    /// <summary>Waits until a gateway disconnects.</summary>
    public Task NextEndAsync() => WaitAsync(_ends, "no gateway came and went");

    private static async Task WaitAsync(SemaphoreSlim signal, string otherwise)
    {
        if (!await signal.WaitAsync(Patience))
            Assert.Fail(otherwise);
    }

    private sealed class WatchedLink(ILockLink inner, WatchedLinks links, string address) : ILockLink
    {
        public string Place => inner.Place;

        public bool IsConnected => inner.IsConnected;

        public int Mtu => inner.Mtu;

        public async Task ConnectAsync(CancellationToken cancel = default)
        {
            links._connects.Release();
            if (links.HangsAtConnect)
                await Task.Delay(Timeout.Infinite, cancel);
            await inner.ConnectAsync(cancel);
        }

        public Task DisconnectAsync() => inner.DisconnectAsync();

        public Task<byte[]> ReadIdentityAsync(CancellationToken cancel = default) => inner.ReadIdentityAsync(cancel);

        public Task<byte[]> ReadChallengeAsync(CancellationToken cancel = default) => inner.ReadChallengeAsync(cancel);

        public Task WriteRequestPieceAsync(byte[] piece, CancellationToken cancel = default) => inner.WriteRequestPieceAsync(piece, cancel);

        public Task<byte[]> ReadReplyAsync(CancellationToken cancel = default) => inner.ReadReplyAsync(cancel);

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            links._present.AddOrUpdate(address, 0, (_, count) => count - 1);
            links._ends.Release();
        }
    }
}
