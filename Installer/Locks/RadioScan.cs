using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Bluez;
using LockFirmware.LockLink.Places;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>A lock that was heard, and what a look at it has told.</summary>
/// <param name="Heard">Its advertisement, as it was heard most strongly.</param>
/// <param name="Identity">Its Identity; null without a look, or if it gave none.</param>
/// <param name="Trouble">Why a look told nothing; null otherwise.</param>
internal sealed record ScannedLock(HeardLock Heard, IdentityFrame? Identity = null, string? Trouble = null);

/// <summary>Listens for locks with the Bluetooth adapters of this computer, and looks at each.</summary>
internal sealed class RadioScan(Terminal terminal)
{
    private readonly Dictionary<(string Adapter, string Address), ScannedLock> _found = [];

    /// <summary>The locks so far, the strongest first.</summary>
    public IReadOnlyList<ScannedLock> Found =>
        [.. _found.Values.OrderByDescending(one => one.Heard.Signal ?? int.MinValue).ThenBy(one => one.Heard.Name, StringComparer.Ordinal)
            .ThenBy(one => one.Heard.Adapter, StringComparer.Ordinal)];

    /// <summary>Listens for a time.</summary>
    /// <param name="adapter">The adapter; null for all that are on.</param>
    /// <param name="listening">How long.</param>
    /// <param name="changed">Is called when there is something new.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="LockLinkException">No adapter can be used.</exception>
    public async Task ListenAsync(string? adapter, TimeSpan listening, Action changed, CancellationToken stop)
    {
        try
        {
            await using IBluez bluez = await terminal.OpenBluez(stop).ConfigureAwait(false);
            IReadOnlyList<string> adapters = await BluezScan.AdaptersAsync(bluez, adapter, stop).ConfigureAwait(false);
            await using BluezScan scan = await BluezScan.StartAsync(bluez, adapters, terminal.Time, stop).ConfigureAwait(false);
            long begun = terminal.Time.GetTimestamp();
            while (terminal.Time.GetElapsedTime(begun) < listening)
            {
                if (Take(await scan.HeardAsync(stop).ConfigureAwait(false)))
                    changed();
                await scan.WaitAsync(stop).ConfigureAwait(false);
            }
        }
        catch (BluezException exception)
        {
            throw new LockLinkException(LinkFault.Unreachable, BluezScan.Words(exception), 0, exception);
        }
    }

    /// <summary>Connects to each lock for a moment and reads its Identity.</summary>
    public async Task LookAsync(Action changed, CancellationToken stop)
    {
        foreach (((string Adapter, string Address) key, ScannedLock one) in _found.ToArray())
        {
            _found[key] = await LookAsync(one, stop).ConfigureAwait(false);
            changed();
        }
    }

    /// <summary>The name that the facility file has for a lock; null if it is not in it.</summary>
    public static FacilityLock? DoorOf(FacilityFileStore? store, ScannedLock one)
    {
        bool isOther = one.Identity is { IsProvisioned: true } identity && identity.FacilityId != store?.Facility.FacilityId;
        uint? number = one.Identity is { IsProvisioned: true } known ? known.LockId : one.Heard.Number;
        return isOther ? null : store?.Facility.Locks.FirstOrDefault(door => door.Id == number);
    }

    private async Task<ScannedLock> LookAsync(ScannedLock one, CancellationToken stop)
    {
        LockPlace place = LockPlace.TryRead("ble:" + one.Heard.Address)!;
        await using ILockLink link = terminal.Link(place, new SoughtLock(0, one.Heard.Number ?? 0, MayBeNew: true));
        try
        {
            await link.ConnectAsync(stop).ConfigureAwait(false);
            return one with { Identity = await new LockClient(link, terminal.Time).ReadIdentityAsync(stop).ConfigureAwait(false) };
        }
        catch (LockLinkException exception)
        {
            return one with { Trouble = exception.Message };
        }
    }

    private bool Take(IReadOnlyList<HeardLock> heard)
    {
        bool isNews = false;
        foreach (HeardLock one in heard)
        {
            bool isKnown = _found.TryGetValue((one.Adapter, one.Address), out ScannedLock? known) && known.Heard == one;
            _found[(one.Adapter, one.Address)] = new ScannedLock(one);
            isNews |= !isKnown;
        }
        return isNews;
    }
}
