using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Hardware;
using LockFirmware.VirtualBoard.Phone;

namespace LockFirmware.VirtualBoard.Demo;

/// <summary>The cost of provisioning a lock.</summary>
/// <param name="Transactions">ATT transactions.</param>
/// <param name="BytesSent">Bytes of ATT packets to the lock.</param>
/// <param name="BytesReceived">Bytes of ATT packets from the lock.</param>
internal sealed record ProvisionReport(int Transactions, int BytesSent, int BytesReceived)
{
    /// <summary>The bytes in both directions.</summary>
    public static ProvisionReport operator +(ProvisionReport a, ProvisionReport b) =>
        new(a.Transactions + b.Transactions, a.BytesSent + b.BytesSent, a.BytesReceived + b.BytesReceived);
}

/// <summary>Provisions new locks over the radio, as lockctl does (docs/protocol.md, 8).</summary>
internal static class Provisioner
{
    private const byte Identify = 1;

    /// <summary>
    /// Sends Provision, and the first Manage request, which commits the identity. The lock reboots when the connection ends.
    /// </summary>
    /// <exception cref="ProvisioningException">The lock did not answer as expected.</exception>
    public static ProvisionReport GiveIdentity(FacilityFile facility, LockSite site, IBoardTime time)
    {
        VirtualPhone tool = VirtualPhone.Connect(site.Board.Air) ?? throw Failed(site, "it cannot be reached by radio");
        byte[] setupSecret = site.Entry.SetupSecret;
        byte[] provisionSecret = SetupSecrets.Provision(setupSecret);
        Read(tool, site);
        byte[] identity = Issuer.IdentityOf(facility, site.Entry).Seal(setupSecret, tool.ChallengeFrame);
        PhoneAnswer? answer = tool.Exchange(tool.MakeRequest(Command.Provision, null, identity, provisionSecret), provisionSecret);
        Check(site, "Provision", answer);
        PhoneKey service = Issuer.ServiceKey(facility, site.Entry, time.Utc);
        Check(site, "Manage", tool.Ask(Command.Manage, service, [Identify]));
        return Leave(tool);
    }

    /// <summary>Sets the clock of a provisioned lock.</summary>
    /// <exception cref="ProvisioningException">The lock did not accept the time.</exception>
    public static ProvisionReport GiveTime(LockSite site, IBoardTime time)
    {
        VirtualPhone tool = VirtualPhone.Connect(site.Board.Air) ?? throw Failed(site, "it cannot be reached after its reboot");
        tool.RequestSent += time.Settle;
        Check(site, "SetTime", SetTime(tool, site, time));
        return Leave(tool);
    }

    /// <summary>Brings the facility's time to a lock.</summary>
    /// <returns>Null if the lock gave no answer.</returns>
    public static PhoneAnswer? SetTime(VirtualPhone phone, LockSite site, IBoardTime time)
    {
        if (!phone.ReadChallenge())
            return null;
        byte[] stamp = FacilityTime.Make(site.Secrets.NoticeSecret, phone.ChallengeFrame, time.Utc);
        return phone.Exchange(phone.MakeRequest(Command.SetTime, null, stamp), site.Secrets.NoticeSecret);
    }

    private static ProvisionReport Leave(VirtualPhone tool)
    {
        ProvisionReport report = new(tool.Central.Transactions, tool.Central.BytesSent, tool.Central.BytesReceived);
        tool.Leave();
        return report;
    }

    private static void Read(VirtualPhone tool, LockSite site)
    {
        if (!tool.ReadChallenge() || ChallengeFrame.IsProvisioned(tool.ChallengeFrame))
            throw Failed(site, "it gave no challenge of a factory-fresh lock");
    }

    private static void Check(LockSite site, string step, PhoneAnswer? answer)
    {
        if (answer is not { Status: Status.Ok, IsProven: true })
            throw Failed(site, $"{step} was answered {answer?.Status.ToString() ?? "with nothing"}");
    }

    private static ProvisioningException Failed(LockSite site, string what) =>
        new($"{site.Entry.Name} could not be provisioned: {what}.");
}
