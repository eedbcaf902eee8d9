using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Protocol;
using LockFirmware.Tests.Protocol;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Fuzz;

/// <summary>
/// Makes frames for a lock: random bytes, requests that were changed on the way, and authentic requests with senseless content.
/// </summary>
internal sealed class FrameSource(Random random, LockRig rig)
{
    private static readonly int[] Mtus = [23, 27, 50, 100, 185, 256, 517];

    private LockRig _rig = rig;

    /// <summary>A frame whose sender has no secret of the lock, in pieces that may be wrong as well.</summary>
    public byte[][] NextForged() => random.Next(6) switch
    {
        0 => [Noise(random.Next(0, 40))],
        1 => [Noise(random.Next(0, 600))],
        2 => Shuffled(Pieces(Mutated(Genuine()))),
        3 => Pieces(Noise(random.Next(1, 513))),
        4 => Pieces(Truncated(Genuine())),
        _ => Pieces(Mutated(Genuine())),
    };

    /// <summary>An authentic request with a random grant, share, command and body.</summary>
    public byte[] NextAuthentic(out bool mayOpen)
    {
        Grant grant = NextGrant();
        Share? share = random.Next(3) == 0 ? NextShare() : null;
        Command command = (Command)random.Next(0, 12);
        mayOpen = command switch
        {
            Command.Unlock => grant.Rights.HasFlag(Rights.Unlock),
            Command.HoldOpen => grant.Rights.HasFlag(Rights.HoldOpen),
            _ => false,
        };
        byte[] body = NextBody(command);
        bool isKeyless = command is Command.Deliver or Command.SetTime or Command.Here && random.Next(2) == 0;
        return _rig.Make(command, isKeyless ? null : grant, isKeyless ? null : share, body);
    }

    /// <summary>Starts a new lock for the next frames.</summary>
    public LockRig Renew() => _rig = new LockRig();

    private byte[] Genuine()
    {
        Command command = (Command)random.Next(1, 11);
        byte[] body = CommandSamples.BodyOf(command, _rig);
        bool isKeyless = command is Command.Deliver or Command.SetTime && random.Next(2) == 0;
        Share? share = isKeyless || random.Next(3) != 0 ? null : CommandSamples.NewShare(Rights.All);
        return _rig.Make(command, isKeyless ? null : LockRig.NewGrant(Rights.All), share, body);
    }

    /// <summary>Changes at least one byte, but never one of content that is authentic by itself and that anybody may repeat.</summary>
    private byte[] Mutated(byte[] frame)
    {
        byte[] changed = (byte[])frame.Clone();
        int count = random.Next(1, 5);
        for (int i = 0; i < count; i++)
            changed[random.Next(changed.Length)] ^= (byte)random.Next(1, 256);
        return IsWorthless(changed, frame) ? changed : Noise(frame.Length);
    }

    /// <summary>
    /// A key's proof covers everything. A notice or time without a key is covered by its own mac alone: changed elsewhere
    /// (nonce, sequence) it is still genuine, as the design has it.
    /// </summary>
    private static bool IsWorthless(byte[] changed, byte[] frame)
    {
        bool isKeyless = frame[19] == 0;
        if (!isKeyless)
            return !changed.AsSpan().SequenceEqual(frame);
        return !changed.AsSpan(23).SequenceEqual(frame.AsSpan(23));
    }

    private byte[] Truncated(byte[] frame) => frame[..random.Next(1, frame.Length)];

    private byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private byte[][] Pieces(byte[] frame)
    {
        int mtu = Mtus[random.Next(Mtus.Length)];
        byte[][] pieces = new byte[FrameSplitter.PieceCount(frame.Length, mtu)][];
        for (int i = 0; i < pieces.Length; i++)
            pieces[i] = FrameSplitter.Piece(frame, frame.Length, mtu, i);
        return pieces;
    }

    private byte[][] Shuffled(byte[][] pieces)
    {
        if (random.Next(2) == 0)
            random.Shuffle(pieces);
        byte[] any = pieces[random.Next(pieces.Length)];
        any[0] ^= (byte)(1 << random.Next(8));
        return pieces;
    }

    private Grant NextGrant()
    {
        Grant grant = LockRig.NewGrant((Rights)random.Next(0, 512));
        grant.KeyId = (uint)random.NextInt64(1L << 32);
        grant.Tenancy = random.Next(3) == 0 ? (ushort)random.Next(65536) : (ushort)0;
        if (random.Next(3) == 0)
            grant.NotBefore = AnyTime();
        if (random.Next(3) == 0)
            grant.NotAfter = AnyTime();
        if (random.Next(3) == 0)
            grant.IssuedAt = AnyTime();
        return random.Next(2) == 0 ? LockRig.WithWindows(grant, AnyWindows()) : grant;
    }

    private Share NextShare()
    {
        Share share = CommandSamples.NewShare((Rights)random.Next(0, 512));
        byte[] windows = AnyWindows();
        share.Windows.TryRead(windows, 0, windows.Length / AccessWindows.EntrySize);
        if (random.Next(3) == 0)
            share.NotAfter = AnyTime();
        return share;
    }

    private uint AnyTime() => random.Next(4) switch
    {
        0 => 0,
        1 => uint.MaxValue,
        2 => (uint)random.NextInt64(1L << 32),
        _ => LockRig.Noon + (uint)random.Next(-100_000, 100_000),
    };

    private byte[] AnyWindows()
    {
        byte[] windows = new byte[random.Next(1, 9) * AccessWindows.EntrySize];
        for (int i = 0; i < windows.Length / AccessWindows.EntrySize; i++)
            AccessWindows.WriteWindow(windows, i * AccessWindows.EntrySize, random.Next(1, 256), random.Next(0, 1440),
                random.Next(0, 1441));
        return windows;
    }

    private byte[] NextBody(Command command)
    {
        switch (random.Next(3))
        {
            case 0:
                return CommandSamples.BodyOf(command, _rig);
            case 1 when command == Command.Deliver:
                return NextNotice();
            case 1 when command == Command.SetTime:
                return FacilityTime.Make(_rig.Secrets.NoticeSecret, _rig.Challenge, AnyTime());
            case 1:
                byte[] changed = CommandSamples.BodyOf(command, _rig);
                if (changed.Length > 0)
                    changed[random.Next(changed.Length)] = (byte)random.Next(256);
                return changed;
            default:
                byte[] noise = Noise(random.Next(0, 200));
                if (command == Command.Manage && noise.Length > 0)
                    noise[0] = (byte)random.Next(1, 4);
                return noise;
        }
    }

    /// <summary>A genuine notice with random items, some of them invalid.</summary>
    private byte[] NextNotice()
    {
        uint applied = _rig.Engine.Memory.State.Applied;
        byte[] items = Noise(random.Next(0, 300));
        int at = 0;
        int count = 0;
        while (at + Notice.ItemHeaderSize <= items.Length)
        {
            items[at] = (byte)random.Next(0, 11);
            int left = items.Length - at - Notice.ItemHeaderSize;
            items[at + 1] = (byte)Math.Min(left, LengthOf(items[at]));
            at += Notice.ItemHeaderSize + items[at + 1];
            count++;
        }
        byte[] notice = new byte[Notice.HeaderSize + at + Hmac.MacSize];
        int head = Bytes.WriteU32(notice, 0, LockRig.LockId);
        head = Bytes.WriteU32(notice, head, applied + (uint)random.Next(0, 3));
        head = Bytes.WriteU32(notice, head, random.Next(4) == 0 ? (uint)random.Next() : applied);
        head = Bytes.WriteU32(notice, head, AnyTime());
        notice[head++] = (byte)count;
        Bytes.Append(notice, head, items, 0, at);
        byte[] mac = Hmac.Hash(_rig.Secrets.NoticeSecret, [.. "LF1 notice"u8, .. notice[..^Hmac.MacSize]]);
        Bytes.Append(notice, notice.Length - Hmac.MacSize, mac, 0, Hmac.MacSize);
        return notice;
    }

    private int LengthOf(int kind) => random.Next(8) == 0 ? random.Next(0, 256) : kind switch
    {
        1 or 3 => 12,
        2 => 8,
        4 => 2,
        5 or 6 => 1,
        7 => 25 + (2 * random.Next(0, 18)),
        8 => 4,
        9 => 34,
        _ => 0,
    };
}
