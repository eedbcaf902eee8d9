using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace LockFirmware.Tests.Pc.Air;

/// <summary>One ATT packet of a connection.</summary>
/// <param name="AtMicroseconds">When, in the time of the trace.</param>
/// <param name="IsSent">Whether this controller's side sent it.</param>
/// <param name="Bytes">The packet, opcode first; its beginning if it was cut into several radio packets.</param>
internal sealed record AttPacket(long AtMicroseconds, bool IsSent, byte[] Bytes)
{
    public const byte ReadRequest = 0x0A;
    public const byte ReadResponse = 0x0B;
    public const byte WriteRequest = 0x12;

    public byte Opcode => Bytes[0];

    /// <summary>Whether it is a request. Source: Bluetooth Core 5.4, Vol 3 Part F 3.4.8.</summary>
    public bool IsRequest => Opcode is 0x02 or 0x04 or 0x06 or 0x08 or 0x0A or 0x0C or 0x0E or 0x10 or 0x12 or 0x16 or 0x18 or 0x20;
}

/// <summary>
/// The trace that btmon writes of all that the controllers said: a btsnoop file with BlueZ's monitor format. Source: BlueZ 5.66,
/// doc/btsnoop.txt; Bluetooth Core 5.4, Vol 3 Part A 3.1 (L2CAP), Vol 4 Part E 5.4.2 (ACL data).
/// </summary>
internal static class BluetoothTrace
{
    private const int HeaderSize = 16;
    private const int RecordHeaderSize = 24;
    private const int AclHeaderSize = 4;
    private const int L2capHeaderSize = 4;
    private const ushort MonitorAclSent = 4;
    private const ushort MonitorAclReceived = 5;
    private const ushort AttChannel = 4;

    /// <summary>The ATT packets of one controller, in order.</summary>
    /// <param name="trace">The file.</param>
    /// <param name="controller">0 for hci0.</param>
    public static List<AttPacket> Read(byte[] trace, int controller)
    {
        if (trace.Length < HeaderSize || !trace.AsSpan(0, 8).SequenceEqual("btsnoop\0"u8)
            || BinaryPrimitives.ReadUInt32BigEndian(trace.AsSpan(12)) != 2001)
            throw new InvalidDataException("This is no trace of btmon.");
        List<AttPacket> packets = [];
        int at = HeaderSize;
        while (at + RecordHeaderSize <= trace.Length)
        {
            int size = (int)BinaryPrimitives.ReadUInt32BigEndian(trace.AsSpan(at + 4));
            uint flags = BinaryPrimitives.ReadUInt32BigEndian(trace.AsSpan(at + 8));
            long when = (long)BinaryPrimitives.ReadUInt64BigEndian(trace.AsSpan(at + 16));
            at += RecordHeaderSize;
            ushort kind = (ushort)flags;
            if (flags >> 16 == controller && (kind is MonitorAclSent or MonitorAclReceived)
                && Att(trace.AsSpan(at, Math.Min(size, trace.Length - at))) is { } att)
                packets.Add(new AttPacket(when, kind == MonitorAclSent, att));
            at += size;
        }
        return packets;
    }

    /// <summary>For each Unlock: how many requests were sent from the read of a challenge to its write, both included.</summary>
    public static List<int> TransactionsToUnlock(IReadOnlyList<AttPacket> packets)
    {
        List<int> counts = [];
        int requests = 0;
        int sinceChallenge = -1;
        int pending = 0;
        foreach (AttPacket packet in packets)
        {
            if (packet is { IsSent: true, IsRequest: true })
            {
                requests++;
                if (packet.Opcode == AttPacket.ReadRequest)
                    pending = requests;
                if (IsUnlock(packet) && sinceChallenge > 0)
                {
                    counts.Add(requests - sinceChallenge + 1);
                    sinceChallenge = -1;
                }
            }
            else if (packet is { IsSent: false, Opcode: AttPacket.ReadResponse } && IsChallenge(packet))
            {
                sinceChallenge = pending;
            }
        }
        return counts;
    }

    // Handle u16, then a whole frame in one piece (0xC0), then command 1.
    private static bool IsUnlock(AttPacket packet) =>
        packet.Opcode == AttPacket.WriteRequest && packet.Bytes is [_, _, _, 0xC0, (byte)KeyCrypto.Command.Unlock, ..];

    private static bool IsChallenge(AttPacket packet) =>
        packet.Bytes.Length == 1 + KeyCrypto.ChallengeFrame.Size && packet.Bytes[1] == KeyCrypto.ChallengeFrame.Version;

    private static byte[]? Att(ReadOnlySpan<byte> acl)
    {
        if (acl.Length <= AclHeaderSize + L2capHeaderSize)
            return null;
        int boundary = (BinaryPrimitives.ReadUInt16LittleEndian(acl) >> 12) & 3;
        bool isContinuation = boundary == 1;
        return isContinuation || BinaryPrimitives.ReadUInt16LittleEndian(acl[(AclHeaderSize + 2)..]) != AttChannel
            ? null
            : acl[(AclHeaderSize + L2capHeaderSize)..].ToArray();
    }
}
