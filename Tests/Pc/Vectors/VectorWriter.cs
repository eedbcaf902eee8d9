using System.Collections.Generic;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Protocol;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>Writes docs/protocol-vectors.json with the product's own code; the same inputs give the same bytes.</summary>
internal static class VectorWriter
{
    private const string About =
        "Test vectors of docs/protocol.md, section 9. Bytes are hex, integers in fields little-endian, times seconds since "
        + "2020-01-01T00:00:00Z. Fed the requests of kind exchange in order (a reboot where bootCount changes), a lock gives the replies.";

    private static readonly JsonSerializerOptions Options =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Write()
    {
        JsonArray cases = [];
        foreach (JsonObject item in Secrets())
            cases.Add(item);
        foreach (JsonObject item in Parts())
            cases.Add(item);
        int nonce = 0x60;
        foreach (VectorExchange exchange in VectorStory.Exchanges())
            cases.Add(exchange.ToCase(VectorWorld.Pattern(nonce++, Request.NonceSize)));
        cases.Add(Pieces((string)cases[^1]!["out"]!["request"]!));
        return new JsonObject { ["about"] = About, ["cases"] = cases }.ToJsonString(Options) + "\n";
    }

    internal static JsonObject Case(string name, string kind, JsonObject input, JsonObject output) =>
        new() { ["name"] = name, ["kind"] = kind, ["in"] = input, ["out"] = output };

    private static IEnumerable<JsonObject> Secrets()
    {
        yield return SecretsOf(VectorWorld.Generation);
        yield return SecretsOf(VectorWorld.NextGeneration);
        byte[] lockSecret = VectorWorld.LockSecret(VectorWorld.Generation);
        yield return Case("the setup secret, before and after commit", "setup",
            new JsonObject { ["setupSecret"] = VectorJson.Hex(VectorWorld.SetupSecret), ["lockSecret"] = VectorJson.Hex(lockSecret) },
            new JsonObject
            {
                ["nonceSecret"] = VectorJson.Hex(SetupSecrets.Nonce(VectorWorld.SetupSecret)),
                ["provisionSecret"] = VectorJson.Hex(SetupSecrets.Provision(VectorWorld.SetupSecret)),
                ["recovery"] = VectorJson.Hex(Derived(lockSecret, "LF1 recover")),
                ["setupSecretAfterCommit"] = VectorJson.Hex(SetupSecrets.AfterCommit(VectorWorld.SetupSecret, lockSecret)),
            });
    }

    private static JsonObject SecretsOf(ushort generation)
    {
        LockSecrets secrets = new(VectorWorld.LockSecret(generation));
        return Case($"the secrets of a lock, generation {generation}", "secrets",
            new JsonObject
            {
                ["facilitySecret"] = VectorJson.Hex(VectorWorld.FacilitySecret),
                ["facilityId"] = VectorWorld.FacilityId,
                ["lockId"] = VectorWorld.LockId,
                ["generation"] = generation,
            },
            new JsonObject
            {
                ["lockSecret"] = VectorJson.Hex(secrets.LockSecret),
                ["keyMinter"] = VectorJson.Hex(secrets.KeyMinter),
                ["noticeSecret"] = VectorJson.Hex(secrets.NoticeSecret),
                ["auditSecret"] = VectorJson.Hex(secrets.AuditSecret),
                ["nonceSecret"] = VectorJson.Hex(secrets.NonceSecret),
                ["hereSecret"] = VectorJson.Hex(secrets.HereSecret),
                ["batchKey"] = VectorJson.Hex(Derived(secrets.AuditSecret, "LF1 batch")),
                ["sealKey"] = VectorJson.Hex(Derived(secrets.AuditSecret, "LF1 seal")[..AesCtr.KeySize]),
            });
    }

    private static IEnumerable<JsonObject> Parts()
    {
        LockSecrets secrets = new(VectorWorld.LockSecret(VectorWorld.Generation));
        List<VectorExchange> exchanges = VectorStory.Exchanges();
        yield return Identity(exchanges[0].ChallengeFrame());
        yield return Configuration();
        yield return Time(secrets, exchanges[2].ChallengeFrame());
        yield return Notice("a notice of eight items", secrets, VectorStory.ManyItems());
        yield return Rekey(secrets);
        yield return Notice("the notice that carries it", secrets, VectorStory.Rekey());
        VectorExchange here = exchanges.Find(exchange => exchange.Command == Command.Here)!;
        yield return Here(secrets, here.ChallengeFrame(), here.Now);
        yield return Event("an event: a notice was applied", VectorStory.NoticeApplied());
        yield return Event("an event: the configuration was replaced", VectorStory.ConfigurationChanged());
        yield return Batch("a sealed batch of two events", secrets, 10, VectorStory.TwoEvents());
        yield return Batch("a sealed batch without events", secrets, 1000, []);
    }

    private static JsonObject Identity(byte[] challengeFrame)
    {
        ProvisionBody identity = VectorStory.Identity();
        byte[] clear = new byte[ProvisionBody.HeaderSize + identity.Configuration.Size];
        identity.WriteTo(clear, 0);
        return Case("an identity, sealed for one challenge", "identity",
            new JsonObject
            {
                ["setupSecret"] = VectorJson.Hex(VectorWorld.SetupSecret),
                ["challengeFrame"] = VectorJson.Hex(challengeFrame),
                ["facilityId"] = identity.FacilityId,
                ["lockId"] = identity.LockId,
                ["generation"] = identity.Generation,
                ["lockSecret"] = VectorJson.Hex(identity.LockSecret),
                ["configuration"] = VectorJson.Of(identity.Configuration),
            },
            new JsonObject
            {
                ["clear"] = VectorJson.Hex(clear),
                ["sealKey"] = VectorJson.Hex(Derived(VectorWorld.SetupSecret, "LF1 seal", challengeFrame)[..AesCtr.KeySize]),
                ["sealed"] = VectorJson.Hex(identity.Seal(VectorWorld.SetupSecret, challengeFrame)),
                ["confirmation"] = VectorJson.Hex(SetupSecrets.Confirmation(identity.LockSecret, challengeFrame)),
            });
    }

    private static JsonObject Configuration()
    {
        LockConfiguration configuration = VectorWorld.NewConfiguration(4000);
        return Case("a configuration: an exit in central Europe", "configuration",
            new JsonObject { ["configuration"] = VectorJson.Of(configuration) },
            new JsonObject { ["bytes"] = VectorJson.Hex(VectorWorld.ToBytes(configuration)) });
    }

    private static JsonObject Time(LockSecrets secrets, byte[] challengeFrame) =>
        Case("the facility's time", "time",
            new JsonObject
            {
                ["noticeSecret"] = VectorJson.Hex(secrets.NoticeSecret),
                ["challengeFrame"] = VectorJson.Hex(challengeFrame),
                ["utc"] = VectorWorld.Noon
            },
            new JsonObject { ["time"] = VectorJson.Hex(FacilityTime.Make(secrets.NoticeSecret, challengeFrame, VectorWorld.Noon)) });

    private static JsonObject Notice(string name, LockSecrets secrets, NoticeBuilder builder)
    {
        byte[] bytes = builder.ToBytes(secrets.NoticeSecret);
        Notice notice = new();
        notice.TryRead(bytes, 0, bytes.Length);
        JsonArray items = [];
        int item = notice.FirstItem;
        for (int i = 0; i < notice.ItemCount; i++, item = notice.NextItem(item))
        {
            byte[] value = Bytes.Copy(bytes, item + KeyCrypto.Notice.ItemHeaderSize, notice.ItemLength(item));
            items.Add(new JsonObject { ["kind"] = (int)notice.ItemKind(item), ["value"] = VectorJson.Hex(value) });
        }
        return Case(name, "notice",
            new JsonObject
            {
                ["noticeSecret"] = VectorJson.Hex(secrets.NoticeSecret),
                ["lockId"] = notice.LockId,
                ["number"] = notice.Number,
                ["after"] = notice.After,
                ["issuedAt"] = notice.IssuedAt,
                ["items"] = items,
            },
            new JsonObject { ["mac"] = VectorJson.Hex(bytes[^Hmac.MacSize..]), ["notice"] = VectorJson.Hex(bytes) });
    }

    private static JsonObject Rekey(LockSecrets secrets)
    {
        byte[] notice = VectorStory.Rekey().ToBytes(secrets.NoticeSecret);
        int value = KeyCrypto.Notice.HeaderSize + KeyCrypto.Notice.ItemHeaderSize;
        byte[] number = new byte[4];
        Bytes.WriteU32(number, 0, VectorStory.RekeyNotice);
        return Case("a rekey item's value", "rekey",
            new JsonObject
            {
                ["noticeSecret"] = VectorJson.Hex(secrets.NoticeSecret),
                ["number"] = VectorStory.RekeyNotice,
                ["generation"] = VectorWorld.NextGeneration,
                ["lockSecret"] = VectorJson.Hex(NoticeItem.OpenRekey(secrets.NoticeSecret, VectorStory.RekeyNotice, notice, value)),
            },
            new JsonObject
            {
                ["rekeyKey"] = VectorJson.Hex(Derived(secrets.NoticeSecret, "LF1 rekey", number)[..AesCtr.KeySize]),
                ["value"] = VectorJson.Hex(notice[value..^Hmac.MacSize]),
            });
    }

    private static JsonObject Here(LockSecrets secrets, byte[] challengeFrame, uint now)
    {
        byte state = StateByte.Pack(ClockTrust.Set, false, false, false);
        return Case("an answer to Here: clock set", "here",
            new JsonObject
            {
                ["hereSecret"] = VectorJson.Hex(secrets.HereSecret),
                ["serverChallenge"] = VectorJson.Hex(VectorStory.ServerChallenge),
                ["challengeFrame"] = VectorJson.Hex(challengeFrame),
                ["now"] = now,
                ["state"] = state,
            },
            new JsonObject { ["answer"] = VectorJson.Hex(VectorStory.Here(challengeFrame, now, state)) });
    }

    private static JsonObject Event(string name, AuditEvent audit)
    {
        byte[] record = new byte[AuditEvent.Size];
        audit.WriteTo(record, 0);
        return Case(name, "event", VectorJson.Of(audit), new JsonObject { ["record"] = VectorJson.Hex(record) });
    }

    private static JsonObject Batch(string name, LockSecrets secrets, uint first, byte[] events)
    {
        byte[] bytes = VectorStory.Batch(first, events);
        SealedBatch batch = new();
        batch.TryOpen(secrets, bytes);
        return Case(name, "batch",
            new JsonObject
            {
                ["auditSecret"] = VectorJson.Hex(secrets.AuditSecret),
                ["first"] = batch.First,
                ["head"] = batch.Head,
                ["bootCount"] = batch.BootCount,
                ["generation"] = batch.Generation,
                ["events"] = VectorJson.Hex(batch.Events),
            },
            new JsonObject
            {
                ["mac"] = VectorJson.Hex(bytes[16..SealedBatch.HeaderSize]),
                ["ciphertext"] = VectorJson.Hex(bytes[SealedBatch.HeaderSize..]),
                ["batch"] = VectorJson.Hex(bytes),
            });
    }

    private static JsonObject Pieces(string request)
    {
        const int mtu = 23;
        byte[] frame = System.Convert.FromHexString(request);
        JsonArray pieces = [];
        for (int i = 0; i < FrameSplitter.PieceCount(frame.Length, mtu); i++)
            pieces.Add(VectorJson.Hex(FrameSplitter.Piece(frame, frame.Length, mtu, i)));
        return Case("the pieces of a request at MTU 23", "pieces", new JsonObject { ["mtu"] = mtu, ["frame"] = request },
            new JsonObject { ["pieces"] = pieces });
    }

    private static byte[] Derived(byte[] secret, string label, params byte[] data) =>
        Hmac.Hash(secret, [.. Encoding.ASCII.GetBytes(label), .. data]);
}
