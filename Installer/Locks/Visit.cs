using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>The tool beside one lock: connects, checks that it is the right one, asks, and believes only what is proven.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private const int ConnectTriesMax = 20;
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(500);

    private readonly Terminal _terminal;
    private readonly ILockLink _link;

    private Visit(Terminal terminal, ILockLink link)
    {
        _terminal = terminal;
        _link = link;
        Client = new LockClient(link, terminal.Time);
    }

    /// <summary>The exchange.</summary>
    public LockClient Client { get; }

    /// <summary>Who the lock says it is; renewed with each connection.</summary>
    public IdentityFrame Identity { get; private set; } = new();

    /// <summary>The link, for its board name.</summary>
    public ILockLink Link => _link;

    /// <summary>Connects to whatever lock is there.</summary>
    public static async Task<Visit> BeginAsync(Terminal terminal, string address, CancellationToken stop)
    {
        Visit visit = new(terminal, terminal.Link(address));
        try
        {
            await visit.ConnectAsync(stop).ConfigureAwait(false);
            return visit;
        }
        catch
        {
            await visit.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Connects to a lock that is to have its identity, and learns of a generation that was not known to be there.</summary>
    public static async Task<Visit> BeginAsync(Terminal terminal, string address, FacilityFileStore store, FacilityLock door,
        CancellationToken stop)
    {
        Visit visit = await BeginAsync(terminal, address, stop).ConfigureAwait(false);
        try
        {
            visit.CheckIsHere(store, door);
            return visit;
        }
        catch
        {
            await visit.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Goes, and comes again to a lock that has an identity: it reboots meanwhile, but not before it has seen the tool go.
    /// </summary>
    public async Task ReconnectAsync(CancellationToken stop)
    {
        await _link.DisconnectAsync().ConfigureAwait(false);
        for (int tries = 1; ; tries++)
        {
            try
            {
                await ConnectAsync(stop).ConfigureAwait(false);
                if (Identity.IsProvisioned || tries >= ConnectTriesMax)
                    return;
            }
            catch (LockLinkException) when (tries < ConnectTriesMax)
            {
                // It is rebooting.
            }
            await _link.DisconnectAsync().ConfigureAwait(false);
            await Task.Delay(ConnectPause, _terminal.Time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Asks, and takes only a proven answer, whatever it is.</summary>
    public async Task<PhoneAnswer> AskAsync(Command command, PhoneKey? key, byte[]? body, byte[]? replySecret, CancellationToken stop) =>
        Proven(await Client.AskAsync(command, key, body, replySecret, stop).ConfigureAwait(false));

    /// <summary>Asks with a key, and takes only Ok.</summary>
    public async Task<PhoneAnswer> DoAsync(Command command, PhoneKey key, byte[]? body, LocalTime time, CancellationToken stop)
    {
        PhoneAnswer answer = await AskAsync(command, key, body, null, stop).ConfigureAwait(false);
        return answer.Status == Status.Ok ? answer : throw Refused(command, answer, time);
    }

    /// <summary>Brings the time of this computer.</summary>
    public async Task<PhoneAnswer> SetTimeAsync(LockSecrets secrets, CancellationToken stop) => Proven(await Client.AskAsync(
        () => Client.MakeRequest(Command.SetTime, null, FacilityTime.Make(secrets.NoticeSecret, Client.ChallengeFrame, _terminal.Now)),
        secrets.NoticeSecret,
        stop).ConfigureAwait(false));

    /// <summary>The refusal as an error.</summary>
    public static ToolException Refused(Command command, PhoneAnswer answer, LocalTime time) =>
        new(ExitCode.Refused, $"{command} was refused: {StatusWords.Of(command, answer, time)} ({answer.Status}). {Advice(answer.Status)}");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private static string Advice(Status status) => status switch
    {
        Status.ClockUnknown => "Run \"lockctl status\" with --set-time.",
        Status.Overlocked or Status.Lockdown => "The office has to lift it.",
        Status.Expired or Status.NotYetValid or Status.Revoked =>
            "Issue a new key with \"lockctl key issue\"; if the time is wrong, \"lockctl status\" shows the lock's.",
        Status.OutsideHours => "Come again then, or issue a key with other hours; \"lockctl status\" shows the lock's time.",
        Status.TooSoon => "The latch moves once a second at most: try again.",
        Status.NotPermitted => "Use a key with that right (\"lockctl key issue --right\").",
        Status.StorageFault or Status.InternalError or Status.Jammed =>
            "Look at \"lockctl status\" and \"lockctl events\", and change the hardware if it stays.",
        Status.SettingsTooNew => "Update the lock with \"lockctl flash --application-only\".",
        _ => "Try again; \"lockctl status\" shows the lock's state.",
    };

    private static PhoneAnswer Proven(PhoneAnswer answer) => answer.IsProven
        ? answer
        : throw new ToolException(ExitCode.Refused,
            $"The lock did not prove itself (it says {answer.Status}). It has another identity than the facility file, or the key is for "
            + "another lock. Check that this is the right lock and the newest facility file; a lock that was reset is provisioned again "
            + "with \"lockctl provision\".");

    private async Task ConnectAsync(CancellationToken stop)
    {
        await _link.ConnectAsync(stop).ConfigureAwait(false);
        Identity = await Client.ReadIdentityAsync(stop).ConfigureAwait(false);
    }

    private void CheckIsHere(FacilityFileStore store, FacilityLock door)
    {
        if (!Identity.IsProvisioned)
            throw new ToolException(ExitCode.Refused,
                $"The lock at {_link.Place} has no identity. If it is {door.Name}, run \"lockctl provision\", or flash it with "
                + "\"lockctl flash\".");
        if (Identity.FacilityId != store.Facility.FacilityId || Identity.LockId != door.Id)
            throw new ToolException(ExitCode.Refused,
                $"The lock at {_link.Place} is number {Identity.LockId} of "
                + $"facility {Identity.FacilityId}, not {door.Name} ({door.Id} of {store.Facility.FacilityId}). Go to the right door, or "
                + "name the right lock.");
    }
}
