using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.LockLink;

namespace LockFirmware.FacilityTests.Coverage;

/// <summary>Links to virtual radios that have figures, as links over real air do while they are connected.</summary>
internal sealed class FixedFigures(RadioFigures figures) : ILockLinkFactory
{
    private readonly PlaceLinkFactory _inner = new();

    /// <inheritdoc/>
    public string? Complaint(string address) => _inner.Complaint(address);

    /// <inheritdoc/>
    public ILockLink Make(string address, SoughtLock sought) => new Link(_inner.Make(address, sought), figures);

    private sealed class Link(ILockLink inner, RadioFigures figures) : ILockLink
    {
        public string Place => inner.Place;

        public bool IsConnected => inner.IsConnected;

        public int Mtu => inner.Mtu;

        public RadioFigures? Figures => IsConnected ? figures : null;

        public Task ConnectAsync(CancellationToken cancel = default) => inner.ConnectAsync(cancel);

        public Task DisconnectAsync() => inner.DisconnectAsync();

        public Task<byte[]> ReadIdentityAsync(CancellationToken cancel = default) => inner.ReadIdentityAsync(cancel);

        public Task<byte[]> ReadChallengeAsync(CancellationToken cancel = default) => inner.ReadChallengeAsync(cancel);

        public Task WriteRequestPieceAsync(byte[] piece, CancellationToken cancel = default) => inner.WriteRequestPieceAsync(piece, cancel);

        public Task<byte[]> ReadReplyAsync(CancellationToken cancel = default) => inner.ReadReplyAsync(cancel);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
