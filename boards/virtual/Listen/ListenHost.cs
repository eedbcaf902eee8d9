using System.Collections.Concurrent;
using System.Device.Gpio;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockLink;
using LockFirmware.VirtualBoard.Bluez;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Hardware;
using LockFirmware.VirtualBoard.Phone;
using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Listen;

/// <summary>
/// Runs one lock in real time, with its radio on a TCP port; the keyboard moves its door. Reports of the lock's thread, of the pins and of
/// the keyboard are queued, and the thread that calls <see cref="Run"/> handles them.
/// </summary>
internal sealed class ListenHost : IDisposable
{
    private const int RebootMsMax = 10_000;
    private const int PressMs = 300;

    private readonly FacilityFile _facility;
    private readonly IListenShow _show;
    private readonly Func<char>? _readKey;
    private readonly DoorKeys _keys;
    private readonly CancellationToken _stop;
    private readonly RealTime _time = new();
    private readonly ManualResetEventSlim _rebooted = new();
    private readonly BlockingCollection<Action> _todo = [];
    private readonly CableFiles? _cable;
    private bool _isOver;

    /// <summary>Makes a new board without power.</summary>
    /// <param name="facility">The facility of the lock.</param>
    /// <param name="entry">The lock.</param>
    /// <param name="show">Shows what happens.</param>
    /// <param name="readKey">Waits for the next key that somebody presses; null when nobody can.</param>
    /// <param name="stop">Ends <see cref="Run"/>.</param>
    /// <param name="cable">The files that a cable brings. The lock is not provisioned then. Null to provision it for the facility.</param>
    /// <param name="lines">The lines of this computer; null for a virtual door.</param>
    public ListenHost(FacilityFile facility, LockEntry entry, IListenShow show, Func<char>? readKey, CancellationToken stop,
        CableFiles? cable = null, GpioDriver? lines = null)
    {
        _facility = facility;
        _cable = cable;
        _show = show;
        _readKey = readKey;
        _stop = stop;
        VirtualFlash flash = new();
        if (cable?.Identity != null)
            flash.Files.Write(DeployedIdentity.FileName, cable.Identity);
        Site = new LockSite(facility, entry, _time, flash, lines);
        _keys = new DoorKeys(Site.Board, action => Task.Delay(PressMs).ContinueWith(_ => action(), TaskScheduler.Default));
        flash.EventAppended += OnEvent;
        Site.Board.Pins.OutputChanged += (_, _) => Post(() => _show.Moved(Site));
        Site.Board.Rebooted += _rebooted.Set;
        Site.Board.Rebooted += () => Post(() => _show.Say("The lock has rebooted."));
    }

    /// <summary>The lock.</summary>
    public LockSite Site { get; }

    /// <summary>Provisions the lock, unless there are files of a cable. Then listens until somebody quits.</summary>
    /// <param name="at">Where its radio is.</param>
    /// <exception cref="ProvisioningException">The lock could not be provisioned.</exception>
    /// <exception cref="LockLinkException">The Bluetooth adapter cannot be used.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public void Run(ListenRadio at)
    {
        Provision();
        using RadioPort radio = new(Site.Board.Air, at.Port);
        using BluezPeripheral? real = at.Adapter == null ? null : BluezPeripheral.Start(Site.Board.Air, at.Adapter);
        if (real != null)
            _show.Say($"The lock is on the air as {Site.Board.Air.DeviceName}, by {at.Adapter}.");
        using CancellationTokenRegistration stopping = _stop.Register(() => Post(Quit));
        _show.Ready(radio.Port, _readKey != null);
        if (_readKey != null)
            new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
        while (!_isOver)
            _todo.Take()();
    }

    /// <inheritdoc/>
    public void Dispose() => Site.Dispose();

    private void Provision()
    {
        Site.Board.PowerOn();
        if (_cable != null)
            return;
        Provisioner.GiveIdentity(_facility, Site, _time);
        if (!_rebooted.Wait(RebootMsMax))
            throw new ProvisioningException($"{Site.Entry.Name} did not reboot after it was provisioned.");
        Provisioner.GiveTime(Site, _time);
    }

    private void OnEvent(uint sequence, byte[] record)
    {
        AuditEvent audit = new();
        audit.TryRead(record, 0);
        Post(() => _show.Event(new TrailEvent(sequence, audit)));
    }

    private void Post(Action action) => _todo.Add(action);

    private void ReadKeys()
    {
        while (true)
        {
            char key = _readKey!();
            Post(() => Press(key));
        }
    }

    private void Press(char key)
    {
        switch (char.ToLowerInvariant(key))
        {
            case 't':
                BringTime();
                break;
            case 'q':
                Quit();
                return;
            default:
                if (_keys.Press(key) is { } said)
                    _show.Say(said);
                else
                    _show.Help();
                break;
        }
        _show.Moved(Site);
    }

    private void BringTime()
    {
        if (_cable != null)
        {
            _show.Say("Its own facility brings the time: lockctl status <lock> --set-time.");
            return;
        }
        VirtualPhone? gateway = VirtualPhone.Connect(Site.Board.Air);
        PhoneAnswer? answer = gateway == null ? null : Provisioner.SetTime(gateway, Site, _time);
        gateway?.Leave();
        _show.Say(answer == null
            ? "The lock cannot be reached: no power, or another phone is connected."
            : $"The gateway has brought the time: {answer.Status}.");
    }

    private void Quit() => _isOver = true;
}
