using System.Collections.Concurrent;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockLink;
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
    private readonly bool _hasKeys;
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
    /// <param name="hasKeys">Whether somebody can press keys.</param>
    /// <param name="stop">Ends <see cref="Run"/>.</param>
    /// <param name="cable">The files that a cable brings. The lock is not provisioned then. Null to provision it for the facility.</param>
    public ListenHost(FacilityFile facility, LockEntry entry, IListenShow show, bool hasKeys, CancellationToken stop,
        CableFiles? cable = null)
    {
        _facility = facility;
        _cable = cable;
        _show = show;
        _hasKeys = hasKeys;
        _stop = stop;
        VirtualFlash flash = new();
        if (cable?.Identity != null)
            flash.Files.Write(DeployedIdentity.FileName, cable.Identity);
        Site = new LockSite(facility, entry, _time, flash);
        flash.EventAppended += OnEvent;
        Site.Board.Pins.OutputChanged += (_, _) => Post(() => _show.Moved(Site));
        Site.Board.Rebooted += _rebooted.Set;
        Site.Board.Rebooted += () => Post(() => _show.Say("The lock has rebooted."));
    }

    /// <summary>The lock.</summary>
    public LockSite Site { get; }

    /// <summary>Provisions the lock, unless there are files of a cable. Then listens until somebody quits.</summary>
    /// <param name="port">TCP port of 127.0.0.1, 0 for any free one.</param>
    /// <exception cref="ProvisioningException">The lock could not be provisioned.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public void Run(int port)
    {
        Provision();
        using RadioPort radio = new(Site.Board.Air, port);
        using CancellationTokenRegistration stopping = _stop.Register(() => Post(Quit));
        _show.Ready(radio.Port, _hasKeys);
        if (_hasKeys)
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
            char key = Console.ReadKey(intercept: true).KeyChar;
            Post(() => Press(key));
        }
    }

    private void Press(char key)
    {
        VirtualDoor door = Site.Board.Door;
        switch (char.ToLowerInvariant(key))
        {
            case 'o':
                _show.Say(door.TryOpen() ? "The door is open." : "The door does not open.");
                break;
            case 'c':
                door.Close();
                _show.Say("The door is closed.");
                break;
            case 'f':
                door.Force();
                _show.Say("The door has been broken open.");
                break;
            case 'r':
                PressRequestToExit();
                break;
            case 'p':
                SwitchPower();
                break;
            case 't':
                BringTime();
                break;
            case 'q':
                Quit();
                return;
            default:
                _show.Help();
                break;
        }
        _show.Moved(Site);
    }

    private void PressRequestToExit()
    {
        Site.Board.Door.PressRequestToExit(true);
        _show.Say("Request to exit.");
        Task.Delay(PressMs).ContinueWith(_ => Site.Board.Door.PressRequestToExit(false), TaskScheduler.Default);
    }

    private void SwitchPower()
    {
        if (Site.HasPower)
            Site.Board.CutPower();
        else
            Site.Board.PowerOn();
        _show.Say(Site.HasPower ? "The power is back; the lock has lost the time." : "The power is cut.");
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
