using System;
using System.Linq;
using System.Text;
using LockFirmware.VirtualRadio;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>Lines that no program should send: each gets a complaint, and the connection stays open.</summary>
[TestClass]
public class RadioPortMalformedTests
{
    private const string Characteristic = "\"characteristic\":\"7a1c0002-5e1f-4b0a-9d3c-2f6b8e4d1a01\"";

    private readonly RadioBench _bench = new();
    private RadioPort _port = null!;

    [TestInitialize]
    public void Open() => _port = new RadioPort(_bench.Air, 0);

    [TestCleanup]
    public void Close() => _port.Dispose();

    [TestMethod]
    [DataRow("")]
    [DataRow("hello")]
    [DataRow("{\"id\":1")]
    [DataRow("[1]")]
    [DataRow("null")]
    [DataRow("{}")]
    [DataRow("{\"op\":\"read\"}")]
    [DataRow("{\"id\":null,\"op\":\"read\"}")]
    [DataRow("{\"id\":\"1\",\"op\":\"read\"}")]
    [DataRow("{\"id\":1.5,\"op\":\"read\"}")]
    [DataRow("{\"id\":99999999999999999999,\"op\":\"read\"}")]
    [DataRow("{\"id\":1,\"op\":\"\\ud800\"}")]
    [DataRow("{\"id\":1,\"\\ud800p\":\"read\"}")]
    public void A_malformed_line_without_a_usable_id_is_answered_without_one(string line)
    {
        using PortClient phone = new(_port.Port);

        Assert.IsNull(phone.AskBadly(line).Id);
        AssertLives(phone);
    }

    [TestMethod]
    [DataRow("{\"id\":5}")]
    [DataRow("{\"id\":5,\"op\":7}")]
    [DataRow("{\"id\":5,\"op\":\"erase\"}")]
    [DataRow("{\"id\":5,\"op\":\"mtu\"}")]
    [DataRow("{\"id\":5,\"op\":\"mtu\",\"mtu\":\"185\"}")]
    [DataRow("{\"id\":5,\"op\":\"mtu\",\"mtu\":22}")]
    [DataRow("{\"id\":5,\"op\":\"mtu\",\"mtu\":65536}")]
    [DataRow("{\"id\":5,\"op\":\"mtu\",\"mtu\":23.5}")]
    [DataRow("{\"id\":5,\"op\":\"read\"}")]
    [DataRow("{\"id\":5,\"op\":\"read\",\"characteristic\":1}")]
    [DataRow("{\"id\":5,\"op\":\"read\",\"characteristic\":\"2a29\"}")]
    [DataRow("{\"id\":5,\"op\":\"subscribe\",\"characteristic\":\"7a1c00025e1f4b0a9d3c2f6b8e4d1a01\"}")]
    [DataRow("{\"id\":5,\"op\":\"write\"," + Characteristic + "}")]
    [DataRow("{\"id\":5,\"op\":\"write\"," + Characteristic + ",\"value\":1}")]
    [DataRow("{\"id\":5,\"op\":\"write\"," + Characteristic + ",\"value\":\"0\"}")]
    [DataRow("{\"id\":5,\"op\":\"write\"," + Characteristic + ",\"value\":\"0x\"}")]
    [DataRow("{\"id\":5,\"op\":\"write\"," + Characteristic + ",\"value\":\"\u0661\u0661\"}")]
    public void A_malformed_line_with_an_id_is_answered_with_it(string line)
    {
        _bench.OnWrite = _ => Assert.Fail();
        using PortClient phone = new(_port.Port);

        Assert.AreEqual(5, phone.AskBadly(line).Id);
        AssertLives(phone);
    }

    [TestMethod]
    public void The_complaint_names_the_field()
    {
        using PortClient phone = new(_port.Port);

        StringAssert.Contains(phone.AskBadly("{\"id\":\"1\",\"op\":\"read\"}").Sentence, "id");
        StringAssert.Contains(phone.AskBadly("{\"id\":1,\"op\":\"erase\"}").Sentence, "op");
        StringAssert.Contains(phone.AskBadly("{\"id\":1,\"op\":\"mtu\"}").Sentence, "mtu");
        StringAssert.Contains(phone.AskBadly("{\"id\":1,\"op\":\"read\"}").Sentence, "characteristic");
        StringAssert.Contains(phone.AskBadly("{\"id\":1,\"op\":\"write\"," + Characteristic + "}").Sentence, "value");
    }

    [TestMethod]
    public void A_line_over_8_kilobytes()
    {
        using PortClient phone = new(_port.Port);
        string longest = "{\"id\":5,\"op\":\"none\"" + new string(' ', 8192 - 20) + "}";

        Assert.AreEqual(5, phone.AskBadly(longest).Id);
        StringAssert.Contains(phone.AskBadly(longest + " ").Sentence, "8192");
        Assert.IsNull(phone.AskBadly(new string('x', 100_000)).Id);
        AssertLives(phone);
    }

    [TestMethod]
    public void Random_bytes()
    {
        using PortClient phone = new(_port.Port);
        Random random = new(1);
        for (int i = 0; i < 200; i++)
        {
            byte[] noise = new byte[random.Next(40)];
            random.NextBytes(noise);
            phone.SendBytes([.. noise.Where(value => value != (byte)'\n'), (byte)'\n']);
            StringAssert.StartsWith(phone.Receive(), "{\"id\":null,\"error\":\"");
        }

        AssertLives(phone);
    }

    [TestMethod]
    public void Mutated_requests()
    {
        using PortClient phone = new(_port.Port);
        Random random = new(2);
        byte[] good = Encoding.UTF8.GetBytes("{\"id\":5,\"op\":\"write\"," + Characteristic + ",\"value\":\"0a\"}");
        for (int i = 0; i < 300; i++)
        {
            byte[] line = (byte[])good.Clone();
            line[random.Next(line.Length)] = (byte)random.Next(11, 256);
            phone.SendBytes([.. line, (byte)'\n']);
            StringAssert.StartsWith(phone.Receive(), "{\"id\":");
        }

        AssertLives(phone);
    }

    private static void AssertLives(PortClient phone) => Assert.AreEqual(
        "{\"id\":9,\"value\":\"010203\"}",
        phone.Ask($"{{\"id\":9,\"op\":\"read\",\"characteristic\":\"{RadioBench.SourceUuid}\"}}"));
}
