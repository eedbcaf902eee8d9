using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>
/// A second implementation of the formulas of docs/protocol.md. It uses the system's cryptography and nothing of the product.
/// Each function computes the bytes that follow from a case's inputs.
/// </summary>
internal static class IndependentProtocol
{
    internal static byte[] Mac(byte[] key, params object[] parts) => HMACSHA256.HashData(key, Join(parts));

    /// <summary>Concatenates: a string is a label, a uint four bytes, a ushort two, a byte one.</summary>
    internal static byte[] Join(params object[] parts)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        foreach (object part in parts)
        {
            switch (part)
            {
                case string label: writer.Write(Encoding.ASCII.GetBytes(label)); break;
                case byte[] bytes: writer.Write(bytes); break;
                case uint number: writer.Write(number); break;
                case ushort number: writer.Write(number); break;
                case short number: writer.Write(number); break;
                case byte number: writer.Write(number); break;
                default: throw new ArgumentException(part.GetType().Name);
            }
        }
        return stream.ToArray();
    }

    internal static byte[] Ctr(byte[] key, byte[] prefix, byte[] data)
    {
        using Aes aes = Aes.Create();
        aes.Key = key;
        byte[] result = (byte[])data.Clone();
        for (int i = 0; i < data.Length; i++)
        {
            byte[] stream = aes.EncryptEcb(Join(prefix, (uint)(i / 16)), PaddingMode.None);
            result[i] ^= stream[i % 16];
        }
        return result;
    }

    internal static byte[] Windows(JsonElement windows)
    {
        List<byte> bytes = [(byte)windows.GetArrayLength()];
        foreach (JsonElement window in windows.EnumerateArray())
            bytes.AddRange(Join(U8(window, "days"), U16(window, "start"), U16(window, "end")));
        return [.. bytes];
    }

    internal static byte[] Grant(JsonElement grant) => Join(
        (byte)1, (byte)0, U32(grant, "facilityId"), U32(grant, "lockId"), U32(grant, "keyId"), U32(grant, "holderId"),
        U32(grant, "issuedAt"),
        U32(grant, "notBefore"), U32(grant, "notAfter"), U16(grant, "tenancy"), U16(grant, "rights"),
        Windows(grant.GetProperty("windows")));

    internal static byte[] Share(JsonElement share) => Join(
        U32(share, "guestId"), U32(share, "notAfter"), U16(share, "rights"), Windows(share.GetProperty("windows")));

    internal static byte[] Configuration(JsonElement from)
    {
        int flags = (Is(from, "exit") ? 1 : 0) | (Is(from, "relockOnClose") ? 2 : 0) | (Is(from, "resetButton") ? 4 : 0);
        List<byte> bytes =
        [
            .. Join(I16(from, "standardOffset"), I16(from, "daylightOffset"), Change(from.GetProperty("toDaylight")),
                Change(from.GetProperty("toStandard"))),
            .. Join((byte)1, (byte)flags, U16(from, "releaseMs"), U16(from, "heldOpenSeconds"), U16(from, "exitGraceMinutes"),
                U16(from, "clocklessHours")),
            (byte)from.GetProperty("holidays").GetArrayLength(),
        ];
        foreach (JsonElement holiday in from.GetProperty("holidays").EnumerateArray())
            bytes.AddRange(Join(holiday.GetUInt16()));
        return [.. bytes];
    }

    internal static byte[] Event(JsonElement from)
    {
        byte[] record =
            Join(U32(from, "time"), (byte)(U8(from, "kind") | (U8(from, "trust") << 6)), U8(from, "reason"), U32(from, "keyId"),
                U32(from, "detail"));
        return Join(record, Crc(record));
    }

    /// <summary>CRC-16/IBM-3740, bit by bit: polynomial 0x1021, start 0xFFFF, nothing reflected, nothing inverted.</summary>
    internal static ushort Crc(byte[] data)
    {
        int crc = 0xFFFF;
        foreach (byte value in data)
        {
            crc ^= value << 8;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : crc << 1;
        }
        return (ushort)crc;
    }

    internal static byte U8(JsonElement from, string name) => from.GetProperty(name).GetByte();

    internal static ushort U16(JsonElement from, string name) => from.GetProperty(name).GetUInt16();

    internal static uint U32(JsonElement from, string name) => from.GetProperty(name).GetUInt32();

    internal static byte[] Hex(JsonElement from, string name) => Convert.FromHexString(from.GetProperty(name).GetString()!);

    private static bool Is(JsonElement from, string name) => from.GetProperty(name).GetBoolean();

    private static short I16(JsonElement from, string name) => from.GetProperty(name).GetInt16();

    private static byte[] Change(JsonElement from) => Join(U8(from, "month"), U8(from, "week"), U8(from, "weekday"), I16(from, "minute"));
}
