using System;
using System.Text.Json.Nodes;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>The secret under which a reply has its MAC.</summary>
internal enum ReplyKey
{
    Sender,
    Notice,
    None,
}

/// <summary>One request and its expected reply. <see cref="ToCase"/> computes every value with the product's code.</summary>
internal sealed record VectorExchange
{
    public required string Name;
    public required uint BootCount;
    public required uint DrawCount;
    public required uint UptimeMs;
    public required byte[] NonceSecret;
    public required uint Now;
    public required Command Command;
    public bool IsProvisioned = true;
    public Grant? Grant;
    public Share? Share;
    public byte[]? KeyMinter;
    public byte[]? SetupSecret;
    public byte[]? NoticeSecret;
    public ReplyKey ReplyKey = ReplyKey.Sender;
    public Func<byte[], byte[]> Body = _ => [];
    public Status Status = Status.Ok;
    public Func<byte[], byte[]> ReplyBody = _ => [];

    internal byte[] ChallengeFrame()
    {
        byte[] frame = new byte[KeyCrypto.ChallengeFrame.Size];
        KeyCrypto.ChallengeFrame.Draw(frame, NonceSecret, BootCount, DrawCount, VectorWorld.Entropy, IsProvisioned, Now);
        return frame;
    }

    /// <summary>The case of this exchange.</summary>
    /// <param name="nonce">16 bytes, as if the phone had drawn them.</param>
    internal JsonObject ToCase(byte[] nonce)
    {
        const ushort sequence = 1;
        byte[] challengeFrame = ChallengeFrame();
        JsonObject input = Inputs(nonce, sequence, challengeFrame);
        JsonObject output = new() { ["challengeFrame"] = VectorJson.Hex(challengeFrame) };
        byte[]? secret = Secret(output);
        byte[] request =
            Request.Build(Command, sequence, nonce, Grant?.ToBytes(), Share?.ToBytes(), Body(challengeFrame), secret, challengeFrame);
        int proofOffset = request.Length - Hmac.MacSize;
        output["requestWithoutProof"] = VectorJson.Hex(request[..proofOffset]);
        output["proof"] = VectorJson.Hex(request[proofOffset..]);
        output["request"] = VectorJson.Hex(request);
        byte[] reply = MakeReply(request, sequence, challengeFrame, secret);
        output["replyWithoutMac"] = VectorJson.Hex(reply[..^Hmac.MacSize]);
        output["mac"] = VectorJson.Hex(reply[^Hmac.MacSize..]);
        output["reply"] = VectorJson.Hex(reply);
        return VectorWriter.Case(Name, "exchange", input, output);
    }

    private JsonObject Inputs(byte[] nonce, ushort sequence, byte[] challengeFrame)
    {
        JsonObject input = new()
        {
            ["nonceSecret"] = VectorJson.Hex(NonceSecret),
            ["bootCount"] = BootCount,
            ["drawCount"] = DrawCount,
            ["entropy"] = VectorJson.Hex(VectorWorld.Entropy),
            ["provisioned"] = IsProvisioned,
            ["now"] = Now,
            ["uptimeMs"] = UptimeMs,
            ["command"] = (int)Command,
            ["sequence"] = sequence,
            ["nonce"] = VectorJson.Hex(nonce),
        };
        if (Grant != null)
        {
            input["keyMinter"] = VectorJson.Hex(KeyMinter!);
            input["grant"] = VectorJson.Of(Grant);
        }
        if (Share != null)
            input["share"] = VectorJson.Of(Share);
        if (SetupSecret != null)
            input["setupSecret"] = VectorJson.Hex(SetupSecret);
        if (NoticeSecret != null)
            input["noticeSecret"] = VectorJson.Hex(NoticeSecret);
        input["body"] = VectorJson.Hex(Body(challengeFrame));
        input["status"] = (int)Status;
        input["replyBody"] = VectorJson.Hex(ReplyBody(challengeFrame));
        input["replyKeyedWith"] = ReplyKey switch { ReplyKey.Sender => "sender", ReplyKey.Notice => "noticeSecret", _ => "nothing" };
        return input;
    }

    private byte[]? Secret(JsonObject output)
    {
        if (SetupSecret != null)
        {
            byte[] provisionSecret = SetupSecrets.Provision(SetupSecret);
            output["provisionSecret"] = VectorJson.Hex(provisionSecret);
            return provisionSecret;
        }
        if (Grant == null)
            return null;
        byte[] secret = Grant.HolderSecret(KeyMinter!, Grant.ToBytes());
        output["grant"] = VectorJson.Hex(Grant.ToBytes());
        output["holderSecret"] = VectorJson.Hex(secret);
        if (Share == null)
            return secret;
        secret = Share.GuestSecret(secret, Share.ToBytes());
        output["share"] = VectorJson.Hex(Share.ToBytes());
        output["guestSecret"] = VectorJson.Hex(secret);
        return secret;
    }

    private byte[] MakeReply(byte[] request, ushort sequence, byte[] challengeFrame, byte[]? sender)
    {
        byte[] body = ReplyBody(challengeFrame);
        byte[] reply = new byte[Reply.SizeMin + body.Length];
        Bytes.Append(reply, Reply.HeaderSize, body);
        byte[]? secret = ReplyKey switch { ReplyKey.Sender => sender, ReplyKey.Notice => NoticeSecret, _ => null };
        Reply.Write(reply, (byte)Command, sequence, Status, body.Length, secret, challengeFrame, request, request.Length - Hmac.MacSize);
        return reply;
    }
}
