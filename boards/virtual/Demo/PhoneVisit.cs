using System.Device.Gpio;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Gpio;
using LockFirmware.LockLink;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Hardware;
using LockFirmware.VirtualBoard.Phone;

namespace LockFirmware.VirtualBoard.Demo;

/// <summary>One phone at one lock. It counts what goes over the air and observes the latch.</summary>
internal sealed class PhoneVisit : IDisposable
{
    private readonly LockSite _site;
    private readonly DrivenTime _time;
    private readonly VirtualPhone _phone;
    private long _startMs;
    private int _startTransactions;

    private PhoneVisit(LockSite site, DrivenTime time, VirtualPhone phone)
    {
        _site = site;
        _time = time;
        _phone = phone;
        phone.RequestSent += time.Settle;
        site.Board.Pins.OutputChanged += OnOutput;
    }

    /// <summary>When the latch was released; null if it was not.</summary>
    public LatchMove? Released { get; private set; }

    /// <summary>Connects a phone.</summary>
    /// <returns>Null if the lock cannot be reached.</returns>
    public static PhoneVisit? Begin(LockSite site, DrivenTime time) =>
        VirtualPhone.Connect(site.Board.Air) is { } phone ? new PhoneVisit(site, time, phone) : null;

    /// <summary>Asks with a key.</summary>
    public ExchangeReport Ask(Command command, PhoneKey key, byte[] body) =>
        Count(command, () => _phone.ReadChallenge() ? _phone.Exchange(_phone.MakeRequest(command, key, body), key.Secret) : null);

    /// <summary>Delivers a notice. If the phone has a key to this lock, it checks the answer with it.</summary>
    public ExchangeReport Deliver(byte[] notice, PhoneKey? key) =>
        Count(Command.Deliver, () => _phone.ReadChallenge()
            ? _phone.Exchange(_phone.MakeRequest(Command.Deliver, key, notice), key?.Secret ?? _site.Secrets.NoticeSecret)
            : null);

    /// <summary>Brings the facility's time.</summary>
    public ExchangeReport BringTime() => Count(Command.SetTime, () => Provisioner.SetTime(_phone, _site, _time));

    /// <summary>Sends a recorded request.</summary>
    public ExchangeReport Replay(byte[] request) =>
        Count((Command)request[0], () => _phone.ReadChallenge() ? _phone.Exchange(request, null) : null);

    /// <summary>Ends the connection.</summary>
    public void Dispose()
    {
        _site.Board.Pins.OutputChanged -= OnOutput;
        _phone.Leave();
    }

    private ExchangeReport Count(Command command, Func<PhoneAnswer?> exchange)
    {
        int sent = _phone.Central.BytesSent;
        int received = _phone.Central.BytesReceived;
        _startTransactions = _phone.Central.Transactions;
        _startMs = _time.NowMs;
        PhoneAnswer? answer = exchange();
        return new ExchangeReport(
            command,
            answer,
            _phone.Central.Transactions - _startTransactions,
            _phone.Central.BytesSent - sent,
            _phone.Central.BytesReceived - received);
    }

    private void OnOutput(int pin, PinValue value)
    {
        if (pin == Board.LatchPin && value == PinValue.High)
            Released ??= new LatchMove(_time.NowMs - _startMs, _phone.Central.Transactions - _startTransactions);
    }
}
