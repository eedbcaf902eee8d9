using System;
using System.Collections.Generic;
using System.Text.Json;
using LockFirmware.Tests.Rig;
using static LockFirmware.Tests.Pc.Vectors.IndependentProtocol;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>Computes every value of a case from its inputs, kind by kind, by <see cref="IndependentProtocol"/>.</summary>
internal static class IndependentCases
{
    internal static Dictionary<string, byte[]> Compute(string kind, JsonElement input) => kind switch
    {
        "secrets" => Secrets(input),
        "setup" => Setup(input),
        "identity" => Identity(input),
        "configuration" => new() { ["bytes"] = Configuration(input.GetProperty("configuration")) },
        "time" => new()
        {
            ["time"] =
            Join(U32(input, "utc"), Mac(Hex(input, "noticeSecret"), "LF1 time", Hex(input, "challengeFrame"), U32(input, "utc"))[..16])
        },
        "notice" => Notice(input),
        "rekey" => Rekey(input),
        "here" => Here(input),
        "event" => new() { ["record"] = Event(input) },
        "batch" => Batch(input),
        "exchange" => Exchange(input),
        _ => throw new ArgumentException(kind),
    };

    private static Dictionary<string, byte[]> Secrets(JsonElement input)
    {
        byte[] lockSecret =
            Mac(Hex(input, "facilitySecret"), "LF1 lock", U32(input, "facilityId"), U32(input, "lockId"), U16(input, "generation"));
        byte[] auditSecret = Mac(lockSecret, "LF1 audit");
        return new()
        {
            ["lockSecret"] = lockSecret,
            ["keyMinter"] = Mac(lockSecret, "LF1 key"),
            ["noticeSecret"] = Mac(lockSecret, "LF1 notice"),
            ["auditSecret"] = auditSecret,
            ["nonceSecret"] = Mac(lockSecret, "LF1 nonce"),
            ["hereSecret"] = Mac(lockSecret, "LF1 here"),
            ["batchKey"] = Mac(auditSecret, "LF1 batch"),
            ["sealKey"] = Mac(auditSecret, "LF1 seal")[..16],
        };
    }

    private static Dictionary<string, byte[]> Setup(JsonElement input)
    {
        byte[] setupSecret = Hex(input, "setupSecret");
        byte[] recovery = Mac(Hex(input, "lockSecret"), "LF1 recover");
        return new()
        {
            ["nonceSecret"] = Mac(setupSecret, "LF1 nonce"),
            ["provisionSecret"] = Mac(setupSecret, "LF1 provision"),
            ["recovery"] = recovery,
            ["setupSecretAfterCommit"] = Mac(setupSecret, "LF1 setup", recovery),
        };
    }

    private static Dictionary<string, byte[]> Identity(JsonElement input)
    {
        byte[] challengeFrame = Hex(input, "challengeFrame");
        byte[] lockSecret = Hex(input, "lockSecret");
        byte[] clear =
            Join(U32(input, "facilityId"), U32(input, "lockId"), U16(input, "generation"), lockSecret,
                Configuration(input.GetProperty("configuration")));
        byte[] sealKey = Mac(Hex(input, "setupSecret"), "LF1 seal", challengeFrame)[..16];
        return new()
        {
            ["clear"] = clear,
            ["sealKey"] = sealKey,
            ["sealed"] = Ctr(sealKey, new byte[12], clear),
            ["confirmation"] = Mac(lockSecret, "LF1 confirm", challengeFrame)[..16],
        };
    }

    private static Dictionary<string, byte[]> Notice(JsonElement input)
    {
        List<byte> items = [];
        foreach (JsonElement item in input.GetProperty("items").EnumerateArray())
        {
            byte[] value = Hex(item, "value");
            items.AddRange(Join(U8(item, "kind"), (byte)value.Length, value));
        }
        byte count = (byte)input.GetProperty("items").GetArrayLength();
        byte[] bare = Join(U32(input, "lockId"), U32(input, "number"), U32(input, "after"), U32(input, "issuedAt"), count, items.ToArray());
        byte[] mac = Mac(Hex(input, "noticeSecret"), "LF1 notice", bare)[..16];
        return new() { ["mac"] = mac, ["notice"] = Join(bare, mac) };
    }

    private static Dictionary<string, byte[]> Rekey(JsonElement input)
    {
        byte[] key = Mac(Hex(input, "noticeSecret"), "LF1 rekey", U32(input, "number"))[..16];
        return new() { ["rekeyKey"] = key, ["value"] = Join(U16(input, "generation"), Ctr(key, new byte[12], Hex(input, "lockSecret"))) };
    }

    private static Dictionary<string, byte[]> Here(JsonElement input)
    {
        byte[] told = Join(U32(input, "now"), U8(input, "state"));
        byte[] mac = Mac(Hex(input, "hereSecret"), "LF1 here", Hex(input, "serverChallenge"), Hex(input, "challengeFrame"), told)[..16];
        return new() { ["answer"] = Join(told, mac) };
    }

    private static Dictionary<string, byte[]> Batch(JsonElement input)
    {
        byte[] auditSecret = Hex(input, "auditSecret");
        byte[] events = Hex(input, "events");
        byte[] header =
            Join(U32(input, "first"), (ushort)(events.Length / 16), U32(input, "head"), U32(input, "bootCount"), U16(input, "generation"));
        byte[] mac = Mac(Mac(auditSecret, "LF1 batch"), header, events)[..16];
        byte[] ciphertext = Ctr(Mac(auditSecret, "LF1 seal")[..16], mac[..12], events);
        return new() { ["mac"] = mac, ["ciphertext"] = ciphertext, ["batch"] = Join(header, mac, ciphertext) };
    }

    private static Dictionary<string, byte[]> Exchange(JsonElement input)
    {
        byte[] challenge = Mac(Hex(input, "nonceSecret"), U32(input, "bootCount"), U32(input, "drawCount"), Hex(input, "entropy"))[..16];
        byte flags = (byte)(input.GetProperty("provisioned").GetBoolean() ? 1 : 0);
        byte[] challengeFrame = Join((byte)1, flags, U32(input, "now"), challenge);
        Dictionary<string, byte[]> values = new() { ["challengeFrame"] = challengeFrame };
        byte[]? secret = Sender(input, values, out byte[] grant, out byte[] share);
        byte[] body = Hex(input, "body");
        byte[] bare =
            Join(U8(input, "command"), U16(input, "sequence"), Hex(input, "nonce"), (byte)grant.Length, grant, (byte)share.Length, share,
                (ushort)body.Length, body);
        byte[] proof = secret == null ? new byte[16] : Mac(secret, "LF1 request", challengeFrame, bare)[..16];
        byte[] replyBody = Hex(input, "replyBody");
        byte[] bareReply = Join(U8(input, "command"), U16(input, "sequence"), U8(input, "status"), (ushort)replyBody.Length, replyBody);
        byte[]? replySecret = input.GetProperty("replyKeyedWith").GetString() switch
        {
            "sender" => secret,
            "noticeSecret" => Hex(input, "noticeSecret"),
            _ => null,
        };
        byte[] mac = replySecret == null ? new byte[16] : Mac(replySecret, "LF1 reply", challengeFrame, proof, bareReply)[..16];
        values["requestWithoutProof"] = bare;
        values["proof"] = proof;
        values["request"] = Join(bare, proof);
        values["replyWithoutMac"] = bareReply;
        values["mac"] = mac;
        values["reply"] = Join(bareReply, mac);
        return values;
    }

    private static byte[]? Sender(JsonElement input, Dictionary<string, byte[]> values, out byte[] grant, out byte[] share)
    {
        grant = [];
        share = [];
        byte[]? secret = null;
        if (input.TryGetProperty("setupSecret", out _))
            secret = values["provisionSecret"] = Mac(Hex(input, "setupSecret"), "LF1 provision");
        if (input.TryGetProperty("grant", out JsonElement grantFields))
        {
            grant = values["grant"] = Grant(grantFields);
            secret = values["holderSecret"] = Mac(Hex(input, "keyMinter"), grant);
        }
        if (input.TryGetProperty("share", out JsonElement shareFields))
        {
            share = values["share"] = Share(shareFields);
            secret = values["guestSecret"] = Mac(secret!, "LF1 share", share);
        }
        return secret;
    }
}
