using System.Collections.Concurrent;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockLink;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Hardware;
using LockFirmware.VirtualBoard.Phone;
using LockFirmware.VirtualBoard.Show;
using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Listen;

/// <summary>
/// One lock in real time, with its radio on a TCP port and somebody at its door. What the lock's thread, the pins and the
/// keyboard report is queued and handled by the thread that calls <see cref="Run"/>.
/// </summary>
internal sealed class ListenHost : IDisposable
{
    private const int RebootMsMax = 10_000;
    private const int PressMs = 300;

    private readonly FacilityFile _facility;
    private readonly IListenShow _show;
    private readonly Terminal _terminal;
    private readonly RealTime _time = new();
    private readonly ManualResetEventSlim _rebooted = new();
    private readonly BlockingCollection<Action> _todo = [];
    private readonly CableFiles? _cable;
    private bool _isOver;

    /// <summary>Prepares a factory-fresh board.</summary>
    /// <param name="facility">Whose lock it is to be.</param>
    /// <param name="entry">Which one.</param>
    /// <param name="show">Shows it.</param>
    /// <param name="terminal">Keys, and the wish to stop.</param>
    /// <param name="cable">What the cable brings instead of an identity and a time of this facility; null for those.</param>
    public ListenHost(FacilityFile facility, LockEntry entry, IListenShow show, Terminal terminal, CableFiles? cable = null)
    {
        _facility = facility;
        _cable = cable;
        _show = show;
        _terminal = terminal;
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

    /// <summary>Provisions the lock, unless the cable is to have done that, listens, and returns when somebody quits.</summary>
    /// <param name="port">TCP port of 127.0.0.1, 0 for any free one.</param>
    /// <exception cref="ProvisioningException">The lock did not take its identity.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public void Run(int port)
    {
        Provision();
        using RadioPort radio = new(Site.Board.Air, port);
        using CancellationTokenRegistration stopping = _terminal.Stop.Register(() => Post(Quit));
        _show.Ready(radio.Port, _terminal.HasKeys);
        if (_terminal.HasKeys)
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
                _show.Say(door.TryOpen() ? "The door is open." : "The door does not give way.");
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
        _show.Say(answer == null ? "The lock cannot be reached: no power, or another phone is connected." : $"The gateway has brought the time: {answer.Status}.");
    }

    private void Quit() => _isOver = true;
}
