using System;
using LockFirmware.DeviceCosts.Heap;

namespace LockFirmware.Tests.Pc.Budget;

/// <summary>
/// The layout that the counts assume, against sizes that were measured on the interpreter (docs/performance.md).
/// </summary>
[TestClass]
public class HeapLayoutTests
{
    [TestMethod]
    [DataRow(8, 36)]
    [DataRow(16, 36)]
    [DataRow(32, 60)]
    [DataRow(40, 60)]
    [DataRow(256, 276)]
    [DataRow(512, 540)]
    [DataRow(2_048, 2_076)]
    [DataRow(4_096, 4_116)]
    public void An_array_of_bytes_is_plain(int length, int bytes) =>
        Assert.AreEqual(bytes, HeapLayout.Device.Size(new byte[length]));

    [TestMethod]
    public void An_array_of_numbers_is_plain()
    {
        Assert.AreEqual(408, HeapLayout.Device.Size(new uint[96]));
        Assert.AreEqual(168, HeapLayout.Device.Size(new long[18]));
        Assert.AreEqual(60, HeapLayout.Device.Size(new ushort[16]));
        Assert.AreEqual(24, HeapLayout.Device.Size(new ConsoleColor[1]));
    }

    [TestMethod]
    [DataRow(4, 72)]
    [DataRow(8, 120)]
    [DataRow(9, 132)]
    public void An_array_of_references_takes_a_block_for_each(int length, int bytes) =>
        Assert.AreEqual(bytes, HeapLayout.Device.Size(new object[length]));

    [TestMethod]
    public void An_object_takes_a_block_and_one_for_each_field()
    {
        Assert.AreEqual(12, HeapLayout.Device.Size(new object()));
        Assert.AreEqual(132, HeapLayout.Device.Size(new TenFields()));
        Assert.AreEqual(156, HeapLayout.Device.Size(new TwelveFields()));
    }

    [TestMethod]
    public void A_structure_in_a_field_is_an_object_of_its_own() =>
        Assert.AreEqual(24 + 24 + 36, HeapLayout.Device.Size(new WithGuid()));

    [TestMethod]
    public void A_literal_is_a_block_and_other_text_is_in_UTF8()
    {
        Assert.AreEqual(12, HeapLayout.Device.Size("A literal stays in the image."));
        Assert.AreEqual(24, HeapLayout.Device.Size(new string('x', 11)));
        Assert.AreEqual(36, HeapLayout.Device.Size(new string('ä', 6)));
    }

    [TestMethod]
    public void A_delegate_takes_three_blocks() => Assert.AreEqual(36, HeapLayout.Device.Size((Action)Nothing));

    [TestMethod]
    [DataRow(0, 0, 204)]
    [DataRow(2, 5, 204)]
    [DataRow(4, 5, 228)]
    public void A_call_takes_at_least_17_blocks(int locals, int stack, int bytes) =>
        Assert.AreEqual(bytes, HeapLayout.Frame(locals, stack));

    [TestMethod]
    public void What_the_device_would_store_in_an_unknown_way_is_not_guessed() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => HeapLayout.Device.Size(new System.Text.StringBuilder()));

    private static void Nothing()
    {
    }

    private class TenFields
    {
        public int A = 1, B = 2, C = 3, D = 4, E = 5, F = 6, G = 7, H = 8, I = 9, J = 10;
    }

    private sealed class TwelveFields : TenFields
    {
        public bool K = true;
        public string L = "";
    }

    private sealed class WithGuid
    {
        public Guid Value = Guid.Empty;
    }
}
