using System;
using System.Linq;
using System.Threading.Tasks;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Bluez;

namespace LockFirmware.Tests.Pc.Link;

/// <summary>A link over BlueZ: which lock it takes, how often it tries, and what it says when Bluetooth cannot be used.</summary>
[TestClass]
[DoNotParallelize]
public sealed class BluezLinkTests
{
    private const uint Facility = 4001;
    private const uint Number = 12001;

    private readonly FakeBluez _bluez = new FakeBluez().With("hci0");

    [TestMethod]
    public async Task The_lock_is_taken_that_has_the_identity_and_not_one_with_its_name_only()
    {
        FakeDevice stranger = Heard(1, "LF-12001", facility: 9);
        stranger.Signal = -30;
        FakeDevice right = Heard(2, "LF-12001");
        await using BluezLink link = Link();
        await link.ConnectAsync();
        Assert.AreEqual(right.Address, link.Figures!.Address);
        Assert.AreEqual(-60, link.Figures.Signal);
        Assert.AreEqual(185, link.Mtu);
        Assert.IsFalse(stranger.IsConnected, "the stranger is left");
    }

    [TestMethod]
    public async Task A_lock_is_connected_only_when_it_is_heard()
    {
        FakeDevice right = Heard(1, "LF-12001");
        right.IsHeard = false;
        _bluez.Waiting = ms => right.IsHeard = ms >= 4000;
        await using BluezLink link = Link();
        await link.ConnectAsync();
        Assert.IsGreaterThanOrEqualTo(4000, link.Figures!.HeardMs);
        Assert.AreEqual(1, right.ConnectCount);
    }

    [TestMethod]
    public async Task A_connection_that_drops_at_once_is_tried_again()
    {
        FakeDevice right = Heard(1, "LF-12001").Dropping(2);
        await using BluezLink link = Link();
        await link.ConnectAsync();
        Assert.AreEqual(3, link.Figures!.Tries);

        await link.DisconnectAsync();
        right.Dropping(99);
        LockLinkException lost = await FailsAsync(link);
        Assert.Contains("could not be made in 4 tries", lost.Message);
        Assert.IsFalse(link.IsConnected);
    }

    [TestMethod]
    public async Task A_lock_that_is_not_heard_is_said_to_be_so_with_those_that_are()
    {
        Heard(1, "LF-12002");
        LockLinkException absent = await FailsAsync(Link());
        Assert.AreEqual(LinkFault.Unreachable, absent.Fault);
        Assert.Contains("Lock 12001 was not heard within 25 s. Heard were LF-12002 (AA:00:00:00:00:01, -60 dBm)", absent.Message);
        Assert.Contains("/org/bluez/hci0 StopDiscovery", _bluez.Calls);
    }

    [TestMethod]
    public async Task A_new_lock_is_taken_when_one_is_looked_for_and_a_person_chooses_between_two()
    {
        FakeDevice one = Heard(1, "LF-setup", 0, 0);
        LockLinkException absent = await FailsAsync(Link());
        Assert.Contains("Lock 12001 was not heard", absent.Message);

        await using BluezLink link = Link(mayBeNew: true);
        await link.ConnectAsync();
        Assert.AreEqual(one.Address, link.Figures!.Address);
        await link.DisconnectAsync();

        FakeDevice other = Heard(2, "LF-setup", 0, 0);
        LockLinkException several = await FailsAsync(Link(mayBeNew: true));
        Assert.Contains("Several locks without identity are heard", several.Message);
        await using BluezLink chosen = Link(address: other.Address, mayBeNew: true);
        await chosen.ConnectAsync();
        Assert.AreEqual(other.Address, chosen.Figures!.Address);
    }

    [TestMethod]
    public async Task A_lock_that_another_program_holds_is_left_alone()
    {
        Heard(1, "LF-12001").IsConnected = true;
        LockLinkException taken = await FailsAsync(Link());
        Assert.AreEqual(LinkFault.Taken, taken.Fault);
        Assert.DoesNotContain(call => call.EndsWith("Disconnect", StringComparison.Ordinal), _bluez.Calls);
    }

    [TestMethod]
    public async Task An_adapter_serves_one_lock_at_a_time()
    {
        Heard(1, "LF-12001");
        await using BluezLink first = Link();
        await first.ConnectAsync();
        BluezLink second = Link();
        Task<LockLinkException> waiting = FailsAsync(second);
        Assert.IsFalse(waiting.IsCompleted, "it waits");
        _bluez.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Contains("hci0 is busy", (await waiting).Message);
    }

    [TestMethod]
    public async Task A_full_queue_of_a_lock_on_a_computer_is_told_as_of_a_board()
    {
        Heard(1, "LF-12001");
        await using BluezLink link = Link();
        await link.ConnectAsync();
        _bluez.Fails = call => call.EndsWith("WriteValue", StringComparison.Ordinal) ? "org.bluez.Error.Failed" : null;
        LockLinkException refused = await Assert.ThrowsExactlyAsync<LockLinkException>(() => link.WriteRequestPieceAsync([0xC0, 1]));
        Assert.AreEqual(LockLinkException.AttInsufficientResources, refused.AttError);
        Assert.IsTrue(link.IsConnected);
    }

    [TestMethod]
    public async Task An_error_after_the_connection_has_ended_is_a_lost_connection()
    {
        FakeDevice right = Heard(1, "LF-12001");
        await using BluezLink link = Link();
        await link.ConnectAsync();
        right.IsConnected = false;
        _bluez.Fails = call => call.EndsWith("ReadValue", StringComparison.Ordinal) ? "org.bluez.Error.Failed" : null;
        LockLinkException lost = await Assert.ThrowsExactlyAsync<LockLinkException>(() => link.ReadChallengeAsync());
        Assert.AreEqual(LinkFault.Lost, lost.Fault);
        Assert.IsFalse(link.IsConnected);
    }

    [TestMethod]
    [DataRow("org.freedesktop.DBus.Error.AccessDenied", "group bluetooth")]
    [DataRow("org.freedesktop.DBus.Error.ServiceUnknown", "systemctl start bluetooth")]
    [DataRow(BluezException.NoBus, "apt install bluez")]
    [DataRow("org.bluez.Error.InProgress", "systemctl restart bluetooth")]
    public async Task A_computer_without_Bluetooth_is_told_the_cure(string error, string cure)
    {
        _bluez.Fails = _ => error;
        Assert.Contains(cure, (await FailsAsync(Link())).Message);
    }

    [TestMethod]
    public async Task An_adapter_that_cannot_be_used_is_told_with_its_cure()
    {
        FakeBluez none = new();
        Assert.Contains("no Bluetooth adapter", (await FailsAsync(Link(bluez: none))).Message);
        none.With("hci0", isOn: false);
        Assert.Contains("bluetoothctl power on", (await FailsAsync(Link(bluez: none))).Message);
        none.Blocked.Add("hci0");
        Assert.Contains("rfkill unblock bluetooth", (await FailsAsync(Link(bluez: none))).Message);
        Assert.Contains("no adapter hci3. It has hci0", (await FailsAsync(Link(adapter: "hci3", bluez: none))).Message);
    }

    private static Task<LockLinkException> FailsAsync(BluezLink link) =>
        Assert.ThrowsExactlyAsync<LockLinkException>(() => link.ConnectAsync());

    private FakeDevice Heard(int number, string name, uint facility = Facility, uint lockId = Number) =>
        _bluez.Add(new FakeDevice("hci0", number, name, FakeDevice.IdentityOf(facility, lockId)));

    private BluezLink Link(string? adapter = null, string? address = null, bool mayBeNew = false, FakeBluez? bluez = null) => new(
        adapter, address, new SoughtLock(Facility, Number, mayBeNew), _ => Task.FromResult<IBluez>(bluez ?? _bluez),
        new BluezLimits { Pause = TimeSpan.Zero }, (bluez ?? _bluez).Time);
}
