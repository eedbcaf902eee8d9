using System;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Bluetooth;
using LockFirmware.LockController.Protocol;
using LockFirmware.LockLink;
using LockFirmware.Tests.Pc.Radio;
using LockFirmware.VirtualBoard;
using LockFirmware.VirtualBoard.Facility;

namespace LockFirmware.Tests.Pc.Demo;

[TestClass]
public class ListenTests
{
    private const int Mtu = 185;

    // A lock that never listens fails the test after this time, so that the test ends.
    private static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task A_client_that_mints_a_key_from_the_file_opens_the_listening_lock()
    {
        FacilityFile facility = FacilityParser.Load(ProgramRun.DemoFile);
        LockEntry door = facility.Locks[1];
        using CancellationTokenSource stop = new();
        LineWriter output = new();
        BoardTerminal terminal = new(output, TextWriter.Null, false, null, stop.Token);
        Task<int> program = Task.Run(() => BoardCommandLine.Run(["--listen", "0", "--lock", door.Name], terminal));

        using (PortClient client = new(int.Parse((await output.WaitFor("listening on 127.0.0.1:", HangTimeout)).Split(':')[1])))
        {
            StringAssert.Contains(client.Ask($"{{\"id\":1,\"op\":\"mtu\",\"mtu\":{Mtu}}}"), "\"ok\":true", "mtu");
            byte[] identity = Read(client, LockUuids.Identity);
            Assert.AreEqual(facility.Id, Bytes.ReadU32(identity, 0), "facility");
            Assert.AreEqual(door.Id, Bytes.ReadU32(identity, 4), "lock");

            byte[] challengeFrame = Read(client, LockUuids.Challenge);
            PhoneKey key = Issuer.ServiceKey(facility, door, 1);
            key = PhoneKey.Issue(Issuer.SecretsOf(facility, door), Minted(key, ChallengeFrame.Now(challengeFrame)));
            byte[] request = Request.Build(Command.Unlock, 1, new byte[16], key.Grant, null, [], key.Secret, challengeFrame);
            byte[] piece = FrameSplitter.Piece(request, request.Length, Mtu, 0);
            string write = $"{{\"id\":3,\"op\":\"write\",\"characteristic\":\"{LockUuids.Request}\","
                + $"\"value\":\"{Convert.ToHexString(piece)}\"}}";
            StringAssert.Contains(client.Ask(write), "\"ok\":true", "write");

            byte[] bytes = Read(client, LockUuids.Reply);
            Reply reply = new();
            Assert.IsTrue(reply.TryRead(bytes, bytes.Length), "a reply");
            Assert.AreEqual(Status.Ok, reply.Status, "status");
            Assert.IsTrue(reply.HasMac(key.Secret, challengeFrame, request), "the lock proves itself");
            await output.WaitFor("latch released", HangTimeout);
        }

        await stop.CancelAsync();
        Assert.AreEqual(0, await program.WaitAsync(HangTimeout), "exit code");
    }

    private static Grant Minted(PhoneKey key, uint now)
    {
        Grant grant = new();
        Assert.IsTrue(grant.TryRead(key.Grant, 0, key.Grant.Length), "a grant");
        grant.KeyId = 77;
        grant.Rights = Rights.Unlock;
        grant.IssuedAt = now;
        grant.NotBefore = now;
        grant.NotAfter = now + 3600;
        return grant;
    }

    private static byte[] Read(PortClient client, Guid characteristic)
    {
        string? answer = client.Ask($"{{\"id\":2,\"op\":\"read\",\"characteristic\":\"{characteristic}\"}}");
        Assert.IsNotNull(answer, "an answer");
        using JsonDocument document = JsonDocument.Parse(answer);
        return Convert.FromHexString(document.RootElement.GetProperty("value").GetString()!);
    }
}
