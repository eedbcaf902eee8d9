using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Engine;
using LockFirmware.LockLink;
using LockFirmware.TestKit.Budget;
using LockFirmware.TestKit.Stores;

namespace LockFirmware.Benchmarks;

/// <summary>
/// A provisioned lock without radio and files, with a set clock and a connected phone. Two of them give the same answers to the same
/// requests, so requests can be recorded with one and played to another.
/// </summary>
internal sealed class MeasuredLock
{
    private const int EventCapacity = 10_240;
    private const int WholeFrameMtu = 600;
    private const int SecondMs = 1000;

    private readonly RecordMemory _records = new();
    private readonly EventMemory _events = new(EventCapacity);
    private readonly BenchBoard _board = new();
    private readonly byte[] _nonce = new byte[Request.NonceSize];
    private LockEngine _engine;
    private byte[] _challengeFrame = [];
    private long _uptimeMs;

    internal MeasuredLock()
    {
        _engine = Boot();
        NextSecond();
        Send(Make(Command.Provision, null, Facility.ProvisionBody(_challengeFrame), SetupSecrets.Provision(Facility.SetupSecret)),
            Status.Ok);
        NextSecond();
        Send(Make(Command.Manage, Facility.Staff, [1]), Status.Ok);
        _engine = Boot();
        NextSecond();
        Send(MakeTime(Facility.Noon), Status.Ok);
    }

    /// <summary>The status in the last reply.</summary>
    internal Status Answer => (Status)_engine.Reply[3];

    /// <summary>Bytes of the last reply.</summary>
    internal int AnswerLength => _engine.ReplyLength;

    /// <summary>Lets a second pass, the shortest time between two Unlock requests, and draws a challenge.</summary>
    internal void NextSecond()
    {
        _uptimeMs += SecondMs;
        _challengeFrame = _engine.DrawChallenge(_uptimeMs)!;
    }

    /// <summary>Accepts a request in one piece and answers it.</summary>
    internal void Accept(byte[] piece) => _engine.Accept(piece, _uptimeMs);

    /// <summary>Makes a request for the last challenge.</summary>
    internal byte[] Make(Command command, PhoneKey? key, byte[] body, byte[]? secret = null) =>
        Request.Build(command, 1, _nonce, key?.Grant, key?.Share, body, secret ?? key?.Secret, _challengeFrame);

    /// <summary>Makes a SetTime.</summary>
    internal byte[] MakeTime(uint utc) =>
        Make(Command.SetTime, null, FacilityTime.Make(Facility.Secrets.NoticeSecret, _challengeFrame, utc));

    /// <summary>A request as one piece, as it comes from the radio if the MTU is large.</summary>
    internal static byte[] Piece(byte[] request) => FrameSplitter.Piece(request, request.Length, WholeFrameMtu, 0);

    /// <summary>Sends a request and checks the answer.</summary>
    internal void Send(byte[] request, Status expected)
    {
        Accept(Piece(request));
        Insist(expected);
    }

    /// <summary>Checks the last answer. Otherwise a benchmark could measure something else.</summary>
    internal void Insist(Status expected)
    {
        if (Answer != expected)
            throw new InvalidOperationException($"The lock answered {Answer} where {expected} was expected.");
    }

    private LockEngine Boot()
    {
        _uptimeMs = 0;
        LockEngine engine = new(new LockParts(_records, _events, _board, _board, _board, Facility.SetupSecret), _uptimeMs);
        engine.Connected(_uptimeMs);
        return engine;
    }
}
