using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Places;
using LockFirmware.LockLink.Words;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>A connection to one lock. It checks that it is the right lock and accepts only proven answers.</summary>
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

    /// <summary>The exchange of requests and replies.</summary>
    public LockClient Client { get; }

    /// <summary>The identity that the lock reports; read again with each connection.</summary>
    public IdentityFrame Identity { get; private set; } = new();

    /// <summary>The link to the lock.</summary>
    public ILockLink Link => _link;

    /// <summary>A lock of the facility file that may have no identity yet.</summary>
    public static SoughtLock AnyState(FacilityFileStore store, FacilityLock door) =>
        new(store.Facility.FacilityId, door.Id, MayBeNew: true);

    /// <summary>Connects to a lock at a place. At an address it may be any lock.</summary>
    public static async Task<Visit> BeginAsync(Terminal terminal, LockPlace place, SoughtLock sought, CancellationToken stop)
    {
        Visit visit = new(terminal, terminal.Link(place, sought));
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

    /// <summary>Connects to a lock and checks that it has the identity of a lock in the facility file.</summary>
    public static async Task<Visit> BeginAsync(Terminal terminal, LockPlace place, FacilityFileStore store, FacilityLock door,
        CancellationToken stop)
    {
        SoughtLock sought = new(store.Facility.FacilityId, door.Id);
        Visit visit = await BeginAsync(terminal, place, sought, stop).ConfigureAwait(false);
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

    /// <summary>Disconnects and connects again until the lock has an identity. The lock reboots only after the disconnection.</summary>
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
                // The lock is rebooting.
            }
            await _link.DisconnectAsync().ConfigureAwait(false);
            await Task.Delay(ConnectPause, _terminal.Time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request and returns the proven answer with any status.</summary>
    public async Task<PhoneAnswer> AskAsync(Command command, PhoneKey? key, byte[]? body, byte[]? replySecret, CancellationToken stop) =>
        Proven(await Client.AskAsync(command, key, body, replySecret, stop).ConfigureAwait(false));

    /// <summary>Sends a request with a key and returns the proven answer with the status Ok.</summary>
    public async Task<PhoneAnswer> DoAsync(Command command, PhoneKey key, byte[]? body, LocalTime time, CancellationToken stop)
    {
        PhoneAnswer answer = await AskAsync(command, key, body, null, stop).ConfigureAwait(false);
        return answer.Status == Status.Ok ? answer : throw Refused(command, answer, time);
    }

    /// <summary>Sets the lock's clock to the time of this computer.</summary>
    public async Task<PhoneAnswer> SetTimeAsync(LockSecrets secrets, CancellationToken stop) => Proven(await Client.AskAsync(
        () => Client.MakeRequest(Command.SetTime, null, FacilityTime.Make(secrets.NoticeSecret, Client.ChallengeFrame, _terminal.Now)),
        secrets.NoticeSecret,
        stop).ConfigureAwait(false));

    /// <summary>The error for an answer that is not Ok.</summary>
    public static ToolException Refused(Command command, PhoneAnswer answer, LocalTime time) =>
        new(ExitCode.Refused, $"{command} was refused: {StatusWords.Of(command, answer, time)} ({answer.Status}). {Advice(answer.Status)}");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private static string Advice(Status status) => status switch
    {
        Status.ClockUnknown => "Set the time with \"lockctl status --set-time\".",
        Status.Overlocked or Status.Lockdown => "The office must lift it.",
        Status.Expired or Status.NotYetValid or Status.Revoked => "Issue a new key with \"lockctl key issue\". If the lock's time may be " +
            "wrong, check it with \"lockctl status\".",
        Status.OutsideHours => "Try again in the hours of the key, or issue a key with other hours. \"lockctl status\" shows the lock's " +
            "time.",
        Status.TooSoon => "The lock was asked for the same a moment ago. Wait a little and try again.",
        Status.NotPermitted => "Use a key with that right (\"lockctl key issue --right\").",
        Status.StorageFault or Status.InternalError or Status.Jammed => "Check \"lockctl status\" and \"lockctl events\". If the fault " +
            "stays, replace the hardware.",
        Status.SettingsTooNew => "Update the lock with \"lockctl flash --application-only\".",
        _ => "Try again. \"lockctl status\" shows the state of the lock.",
    };

    private static PhoneAnswer Proven(PhoneAnswer answer) => answer.IsProven
        ? answer
        : throw new ToolException(ExitCode.Refused, $"The lock did not prove its identity (its answer is {answer.Status}). Its identity " +
            $"is not the one in the facility file, or the key is for another lock. Check that this is the right lock and the newest " +
            $"facility file. Provision a lock that was reset again with \"lockctl provision\".");

    private async Task ConnectAsync(CancellationToken stop)
    {
        await _link.ConnectAsync(stop).ConfigureAwait(false);
        Identity = await Client.ReadIdentityAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Checks that the lock has the identity of a lock in the facility file.</summary>
    public void CheckIsHere(FacilityFileStore store, FacilityLock door)
    {
        if (!Identity.IsProvisioned)
            throw new ToolException(ExitCode.Refused, $"The lock at {_link.Place} has no identity. If it is {door.Name}, run \"lockctl " +
                $"provision\", or flash it with \"lockctl flash\".");
        if (Identity.FacilityId != store.Facility.FacilityId || Identity.LockId != door.Id)
            throw new ToolException(ExitCode.Refused, $"The lock at {_link.Place} is number {Identity.LockId} of facility " +
                $"{Identity.FacilityId}, not {door.Name} ({door.Id} of {store.Facility.FacilityId}). Go to the right door, or give the " +
                $"name of the right lock.");
    }
}
