using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Storage;

/// <summary>
/// The files of a lock in the first format of every record, as the firmware of that format wrote them. Every later
/// firmware must read them, so do not change anything here. A later format gets its own class.
/// </summary>
internal static class FirstFormat
{
    /// <summary>A change of the pending identity and the state that a power cut left in the journal.</summary>
    internal static byte[] Journal() => Hex.Parse(
            "0102000000024300060000004e0000000400808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f00000000000000000000"
            + "00000000010088133c000000480000041b000109000000c049f80c0c000000060000000400030003024d00000063da6c8c96bef597");

    /// <summary>Identity, configuration, no pending identity, revocations, state, three more pages: indexed by RecordId.</summary>
    internal static byte[][] Records() => new byte[][]
    {
        Hex.Parse(
            "010100000001404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5ffc131fdb20ca0a86eb23aa61ecaf3cb411c236bd705c"
            + "55c66d760df0b97e280501050000004d0000000300808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f948fcca09a2a1b"
            + "9c"),
        Hex.Parse(
            "010100000000000000000000000000000000000103a00f5a001e00180002100a110afa2149ee6da65885"),
        Hex.Parse(
            "010100000074b70c37631eddd5"),
        Hex.Parse(
            "0101000000010000000000000000010b00000000000000e803000000286bee030c00000007000000d007000000286bee026400000000000000b80b00"
            + "0000286bee026500000000000000b90b000000286bee026600000000000000ba0b000000286bee026700000000000000bb0b000000286bee02680000"
            + "0000000000bc0b000000286bee026900000000000000bd0b000000286bee026a00000000000000be0b000000286bee026b00000000000000bf0b0000"
            + "00286bee026c00000000000000c00b000000286bee026d00000000000000c10b000000286bee026e00000000000000c20b000000286bee026f000000"
            + "00000000c30b000000286bee027000000000000000c40b000000286bee027100000000000000c50b000000286bee027200000000000000c60b000000"
            + "286bee027300000000000000c70b000000286bee027400000000000000c80b000000286bee027500000000000000c90b000000286bee027600000000"
            + "000000ca0b000000286bee027700000000000000cb0b000000286bee027800000000000000cc0b000000286bee027900000000000000cd0b00000028"
            + "6bee80ca01d7fbb110e7"),
        Hex.Parse(
            "01010000000109000000c049f80c0c000000060000000400030003024d000000db2547d6218c9c93"),
        Hex.Parse(
            "010100000001027a00000000000000ce0b000000286bee027b00000000000000cf0b000000286bee3d6288249cb754b4"),
        Hex.Parse(
            "01010000000162a2b46e482d31d3"),
        Hex.Parse(
            "01010000000162a2b46e482d31d3"),
    };

    /// <summary>Events 1 to 12 in the first segment.</summary>
    internal static byte[] Segment() => Hex.Parse(
            "0000000000000000000001000000dedfc149f80c81100100000003000000d378c249f80c811002000000060000004081c349f80c8110030000000900"
            + "00001c69c449f80c8110040000000c0000004762c549f80c8110050000000f00000029c5c649f80c81100600000012000000dea2c749f80c81100700"
            + "00001500000041cfc849f80c8110080000001800000068b4c949f80c8110090000001b0000000613ca49f80c81100a0000001e00000095eacb49f80c"
            + "81100b00000021000000202ecc49f80c81100c000000240000007b25");

    /// <summary>Events 13 and 14 in the tail, each in the file of its number.</summary>
    internal static byte[][] Tail() => new byte[][]
    {
        Hex.Parse("010d000000cd49f80c81100d0000002700000015828bef03e58c9fc83f"),
        Hex.Parse("010e000000ce49f80c81100e0000002a00000045fee87023e5215b3475"),
    };

    /// <summary>Writes the records into a flash, and the trail.</summary>
    internal static TornFiles Files()
    {
        TornFiles files = new TornFiles();
        byte[][] records = Records();
        for (int id = 0; id < records.Length; id++)
            files.Write("records/" + id.ToString() + "a", records[id]);
        files.Write("ring/0", Segment());
        byte[][] tail = Tail();
        files.Write("tail/13", tail[0]);
        files.Write("tail/14", tail[1]);
        return files;
    }
}
