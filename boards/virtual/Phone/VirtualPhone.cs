using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Phone;

/// <summary>
/// A phone at a lock of the same program. It is a <see cref="LockClient"/> whose operations are complete when their calls
/// return; instead of throwing it returns null or false.
/// </summary>
public sealed class VirtualPhone
{
    private readonly LockClient _client;

    /// <summary>Makes a phone that is connected.</summary>
    public VirtualPhone(VirtualCentral central)
    {
        Central = central;
        _client = new LockClient(new CentralLink(central), tryCountMax: 1);
    }

    /// <summary>The radio has taken the last piece of a request, and the phone has not yet asked for the answer.</summary>
    /// <remarks>
    /// Here the lock's thread handles the request, while the phone prepares its next packet. Driven time lets the boards do their
    /// work.
    /// </remarks>
    public event Action? RequestSent;

    /// <summary>The phone's end of the connection.</summary>
    public VirtualCentral Central { get; }

    /// <summary>The challenge frame that was read last; empty before the first.</summary>
    public byte[] ChallengeFrame => _client.ChallengeFrame;

    /// <summary>Connects to a lock.</summary>
    /// <param name="air">The lock's radio.</param>
    /// <param name="mtu">The MTU to exchange; 0 stays at 23.</param>
    /// <returns>Null if the lock cannot be reached.</returns>
    public static VirtualPhone? Connect(VirtualAir air, int mtu = 185)
    {
        VirtualCentral? central = air.Connect();
        if (central == null)
            return null;
        if (mtu != 0)
            central.ExchangeMtu(mtu);
        return new VirtualPhone(central);
    }

    /// <summary>Reads a challenge and keeps it for the next requests.</summary>
    /// <returns>Whether the lock gave one.</returns>
    public bool ReadChallenge() => IsDone(_client.ReadChallengeAsync());

    /// <summary>Makes the next request for the challenge that was read.</summary>
    public byte[] MakeRequest(Command command, PhoneKey? key, byte[]? body = null, byte[]? secret = null) =>
        _client.MakeRequest(command, key, body, secret);

    /// <summary>Reads a challenge, sends one request and reads the answer.</summary>
    /// <param name="command">What to ask for.</param>
    /// <param name="key">The key; null if the command needs none.</param>
    /// <param name="body">The command's body.</param>
    /// <param name="replySecret">Checks the reply if there is no key: the lock's noticeSecret.</param>
    /// <returns>Null if the lock gave no answer.</returns>
    public PhoneAnswer? Ask(Command command, PhoneKey? key, byte[]? body = null, byte[]? replySecret = null) =>
        ReadChallenge() ? Exchange(MakeRequest(command, key, body), replySecret ?? key?.Secret) : null;

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="request">Its bytes.</param>
    /// <param name="replySecret">The secret of the reply's MAC; null to accept no reply as authentic.</param>
    /// <returns>Null if the lock gave no answer.</returns>
    public PhoneAnswer? Exchange(byte[] request, byte[]? replySecret) => Send(request) ? ReadReply(request, replySecret) : null;

    /// <summary>Writes a request in pieces.</summary>
    /// <returns>Whether the radio took every piece.</returns>
    public bool Send(byte[] request)
    {
        if (!IsDone(_client.SendAsync(request)))
            return false;
        RequestSent?.Invoke();
        return true;
    }

    /// <summary>Reads the answer.</summary>
    /// <returns>Null when there was none.</returns>
    public PhoneAnswer? ReadReply(byte[] request, byte[]? replySecret)
    {
        Task<PhoneAnswer?> reading = _client.ReadReplyAsync(request, replySecret);
        return IsDone(reading) ? reading.Result : null;
    }

    /// <summary>Ends the connection.</summary>
    public void Leave() => Central.Disconnect();

    private static bool IsDone(Task task)
    {
        try
        {
            task.GetAwaiter().GetResult();
            return true;
        }
        catch (LockLinkException)
        {
            return false;
        }
    }
}
