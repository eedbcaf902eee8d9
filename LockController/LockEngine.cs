using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Access;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Protocol;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController;

/// <summary>
/// The lock without its wires: radio pieces, time and door wires go in; challenges, replies and latch movements come
/// out. It knows no Bluetooth, no thread and no clock of its own, so it runs the same on a device, on a PC and in tests.
/// Belongs to the lock's thread.
/// </summary>
public sealed class LockEngine
{
    /// <summary>A central that hogs the radio is put off by a reboot, at most once in this time, ms.</summary>
    public const long HogRebootMsMin = 120_000;

    private const int EntropySize = 16;

    private readonly LockCore _core;
    private readonly Session _session = new Session();
    private readonly FrameAssembler _assembler = new FrameAssembler();
    private readonly Exchange _exchange = new Exchange();
    private readonly RequestHandler _handler;
    private readonly byte[] _entropy = new byte[EntropySize];
    private readonly byte[] _hint = new byte[KeyCrypto.Reply.SizeMin];
    private uint _drawCount;

    /// <summary>Starts a lock: reads its memory, counts the boot, secures the latch.</summary>
    /// <param name="parts">What the board gives.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public LockEngine(LockParts parts, long uptimeMs)
    {
        _core = new LockCore(parts, uptimeMs);
        _handler = new RequestHandler(_core, _session);
        Reply = _hint;
        LockIdentity identity = _core.Memory.Identity;
        Identity = new IdentityFrame
        {
            FacilityId = identity.FacilityId,
            LockId = identity.LockId,
            Generation = identity.Generation,
            Firmware = FirmwareVersion.Packed,
        }.ToBytes();
    }

    /// <summary>The value of Identity, constant during a boot.</summary>
    public byte[] Identity { get; }

    /// <summary>The value of Reply, from offset 0.</summary>
    public byte[] Reply { get; private set; }

    /// <summary>Bytes of <see cref="Reply"/>; 0 before the first request of a challenge.</summary>
    public int ReplyLength { get; private set; }

    /// <summary>The organs, to look at.</summary>
    public LockCore Core => _core;

    /// <summary>A central has connected.</summary>
    public void Connected(long uptimeMs)
    {
        _session.Connect(uptimeMs);
        Forget();
    }

    /// <summary>The central has gone.</summary>
    public void Disconnected(long uptimeMs)
    {
        _session.Disconnect();
        Forget();
        _core.RebootIfPlanned(uptimeMs);
    }

    /// <summary>Draws a new challenge; the one before is dead, with its pieces and its reply.</summary>
    /// <returns>The challenge frame, 22 bytes; null when the boot could not be counted, or the memory is not readable by this firmware.</returns>
    public byte[]? DrawChallenge(long uptimeMs)
    {
        if (_core.Memory.IsTooNew || !_core.TryCountBoot() || _core.Memory.IsDamaged)
            return null;
        Forget();
        byte[] frame = _session.Renew(uptimeMs);
        _core.FillEntropy(_entropy);
        LockIdentity identity = _core.Memory.Identity;
        _drawCount++;
        ChallengeFrame.Draw(frame, identity.NonceSecret, _core.Memory.State.BootCount, _drawCount, _entropy, identity.IsProvisioned, _core.Clock.Now(uptimeMs));
        return frame;
    }

    /// <summary>Takes one piece of a request and, when it is the last, answers the request.</summary>
    /// <param name="piece">Header byte and content.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>Whether <see cref="Reply"/> is a new one.</returns>
    public bool Accept(byte[] piece, long uptimeMs)
    {
        Status status = _assembler.TryAccept(piece, out bool isWhole);
        if (status != Status.Ok)
        {
            Hint(0, 0, status);
            return true;
        }
        if (isWhole)
            Answer(_assembler.Frame, _assembler.Length, uptimeMs);
        return isWhole;
    }

    /// <summary>Lets time pass: door, relock, sums of the trail, hogged connection, planned reboot.</summary>
    public void Tick(long uptimeMs)
    {
        _core.Tick(uptimeMs);
        if (_session.IsHogging(uptimeMs) && uptimeMs >= HogRebootMsMin && !_core.Door.IsForcedFree(uptimeMs))
            _core.Reboot(BootReason.ConnectionHog, uptimeMs);
    }

    private void Answer(byte[] frame, int length, long uptimeMs)
    {
        Status fault = _core.Memory.Fault;
        if (fault != Status.Ok)
        {
            Hint(frame[0], 0, fault);
            return;
        }
        if (_session.IsRepeated(frame, length))
        {
            Show(_session.LastReply, _session.LastReplyLength);
            return;
        }
        Exchange exchange = _exchange;
        exchange.Start(uptimeMs);
        Status status;
        try
        {
            Judge(frame, length, uptimeMs);
            status = _handler.Handle(exchange);
        }
        catch (System.Exception exception)
        {
            _core.FaultSink?.Report(exception);
            // What was changed and not saved must not be saved with the next change.
            _core.Memory.Restore();
            exchange.BodyLength = 0;
            exchange.ReplySecret ??= exchange.Decision.Secret;
            status = Status.InternalError;
        }
        Request request = exchange.Request;
        if (exchange.Decision.IsAuthentic)
            _core.Feedback.Answered((Command)request.CommandByte, status, uptimeMs);
        if (exchange.ReplySecret == null)
            exchange.BodyLength = 0;
        int replyLength = KeyCrypto.Reply.Write(exchange.Reply, request.CommandByte, request.Sequence, status, exchange.BodyLength,
            exchange.ReplySecret, exchange.Circumstances.ChallengeFrame ?? _hint, frame, request.ProofOffset);
        if (exchange.ReplySecret != null)
            Bytes.Clear(exchange.ReplySecret);
        exchange.Decision.Secret = null;
        if (exchange.IsAuthentic)
            _session.Keep(frame, length, exchange.Reply, replyLength);
        // A notice may be a recording that anybody delivers again; only a new one shows that somebody is there.
        if (exchange.Decision.IsAuthentic || (exchange.IsAuthentic && status == Status.Ok))
            _session.SignOfLife(uptimeMs);
        Show(exchange.Reply, replyLength);
    }

    private void Judge(byte[] frame, int length, long uptimeMs)
    {
        Circumstances now = _exchange.Circumstances;
        now.ChallengeFrame = _session.Challenge;
        now.ChallengeAgeMs = _session.ChallengeAgeMs(uptimeMs);
        now.LastSequence = _session.LastSequence;
        now.Trust = _core.Clock.Trust;
        now.Now = _core.Clock.Now(uptimeMs);
        now.FloorAgeSeconds = _core.Clock.FloorAgeSeconds(uptimeMs);
        Judgement.Judge(_exchange.Request, frame, length, _core.Memory, now, _exchange.Decision);
    }

    private void Hint(byte command, ushort sequence, Status status) =>
        Show(_hint, KeyCrypto.Reply.Write(_hint, command, sequence, status, 0, null, _hint, _hint, 0));

    private void Show(byte[] reply, int length)
    {
        Reply = reply;
        ReplyLength = length;
    }

    private void Forget()
    {
        _assembler.Clear();
        ReplyLength = 0;
    }
}
