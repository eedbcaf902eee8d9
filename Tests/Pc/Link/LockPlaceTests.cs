using LockFirmware.LockLink.Places;

namespace LockFirmware.Tests.Pc.Link;

/// <summary>The places of locks have one grammar, for lockctl and for the gateway.</summary>
[TestClass]
public sealed class LockPlaceTests
{
    [TestMethod]
    [DataRow("virtual:127.0.0.1:4711", "virtual:127.0.0.1:4711")]
    [DataRow("127.0.0.1:4711", "virtual:127.0.0.1:4711")]
    [DataRow("[::1]:4711", "virtual:[::1]:4711")]
    [DataRow("ble", "ble")]
    [DataRow("ble:hci1", "ble:hci1")]
    [DataRow("ble:aa:bb:cc:dd:ee:0f", "ble:AA:BB:CC:DD:EE:0F")]
    public void A_place_is_read_and_written(string text, string written)
    {
        Assert.AreEqual(written, LockPlace.TryRead(text)!.ToString());
        Assert.AreEqual(written, LockPlace.TryRead(written)!.ToString());
        Assert.IsNull(LockPlace.Complaint(text));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("ble:")]
    [DataRow("BLE")]
    [DataRow("ble:4711")]
    [DataRow("ble:hci")]
    [DataRow("ble:hci01")]
    [DataRow("ble:hci-1")]
    [DataRow("ble:hci99999999999")]
    [DataRow("ble:AA:BB:CC:DD:EE")]
    [DataRow("ble:AA:BB:CC:DD:EE:GG")]
    [DataRow("ble:hci0:AA:BB:CC:DD:EE:FF")]
    [DataRow("virtual:127.0.0.1")]
    [DataRow("virtual:127.0.0.1:0")]
    [DataRow("virtual:ble")]
    public void Anything_else_is_refused_with_a_sentence_that_shows_how_to_write_it(string text)
    {
        Assert.IsNull(LockPlace.TryRead(text));
        Assert.Contains("ble:hci1", LockPlace.Complaint(text)!);
    }
}
