using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockLink;
using LockFirmware.VirtualBoard.Hardware;
using LockFirmware.VirtualBoard.Phone;
using LockFirmware.VirtualRadio;

namespace LockFirmware.Benchmarks;

/// <summary>Counts the radio traffic of an unlock, with a virtual board and a phone on the radio model.</summary>
internal static class RadioReport
{
    private const int DefaultMtu = 23;
    private const int PauseMs = 10_000;

    private static readonly int[] Mtus = [DefaultMtu, 100, 185];

    internal static void Print(TextWriter output)
    {
        DrivenTime time = new(Facility.Noon);
        using VirtualBoard.Hardware.VirtualBoard board = new(time, Facility.SetupSecret);
        Provision(board, time);
        output.WriteLine("ATT transactions and bytes of ATT packets (headers included) of an unlock; the MTU exchange, one transaction");
        output.WriteLine(
            "of 3 + 3 bytes once a connection, is not in it. To open: up to the released latch. Answered: with the lock's proof.");
        output.WriteLine();
        output.WriteLine(
            "| MTU | key | request, bytes | transactions to open | sent | received | transactions answered | sent | received |");
        output.WriteLine("|---:|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (int mtu in Mtus)
        {
            PrintRow(output, board, time, mtu, "holder", Facility.Holder);
            PrintRow(output, board, time, mtu, "guest", Facility.Guest);
        }
    }

    private static void PrintRow(TextWriter output, VirtualBoard.Hardware.VirtualBoard board, DrivenTime time, int mtu, string who,
        PhoneKey key)
    {
        time.Advance(PauseMs);
        VirtualPhone phone = Connect(board, mtu);
        VirtualCentral central = phone.Central;
        int transactions = central.Transactions;
        int sent = central.BytesSent;
        int received = central.BytesReceived;
        Require(phone.ReadChallenge(), "a challenge");
        byte[] request = phone.MakeRequest(Command.Unlock, key);
        Require(phone.Send(request), "the radio to take the request");
        time.Advance(Firmware.TickMs);
        Require(board.Door.IsReleased, "the latch to be released");
        string opened = $"{central.Transactions - transactions} | {central.BytesSent - sent} | {central.BytesReceived - received}";
        PhoneAnswer? answer = phone.ReadReply(request, key.Secret);
        Require(answer is { Status: Status.Ok, IsProven: true }, "a proven answer");
        string answered = $"{central.Transactions - transactions} | {central.BytesSent - sent} | {central.BytesReceived - received}";
        output.WriteLine($"| {mtu} | {who} | {request.Length} | {opened} | {answered} |");
        phone.Leave();
    }

    private static void Provision(VirtualBoard.Hardware.VirtualBoard board, DrivenTime time)
    {
        board.PowerOn();
        VirtualPhone phone = Connect(board, Mtus[^1]);
        byte[] provision = SetupSecrets.Provision(Facility.SetupSecret);
        phone.ReadChallenge();
        phone.Exchange(phone.MakeRequest(Command.Provision, null, Facility.ProvisionBody(phone.ChallengeFrame), provision), provision);
        phone.Ask(Command.Manage, Facility.Staff, [1]);
        phone.ReadChallenge();
        byte[] noticeSecret = Facility.Secrets.NoticeSecret;
        phone.Exchange(phone.MakeRequest(Command.SetTime, null, FacilityTime.Make(noticeSecret, phone.ChallengeFrame, time.Utc)),
            noticeSecret);
        phone.Leave();
    }

    private static VirtualPhone Connect(VirtualBoard.Hardware.VirtualBoard board, int mtu) =>
        VirtualPhone.Connect(board.Air, mtu == DefaultMtu ? 0 : mtu) ?? throw new InvalidOperationException("The lock does not advertise.");

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"Expected {what}.");
    }
}
