using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink.Bluez;
using Microsoft.Extensions.Time.Testing;
using Tmds.DBus.Protocol;
using Values = System.Collections.Generic.Dictionary<string, Tmds.DBus.Protocol.VariantValue>;

namespace LockFirmware.Tests.Pc.Link;

/// <summary>BlueZ as far as a link uses it: objects and devices that a test makes. Its time passes when somebody waits.</summary>
internal sealed class FakeBluez : IBluez
{
    private readonly Dictionary<string, Dictionary<string, Values>> _objects = [];
    private readonly List<FakeDevice> _devices = [];

    public FakeTimeProvider Time { get; } = new();

    public List<string> Calls { get; } = [];

    public List<string> Blocked { get; } = [];

    /// <summary>Fails calls: gets "path member", gives the error's name or null.</summary>
    public Func<string, string?> Fails { get; set; } = _ => null;

    /// <summary>Happens whenever somebody waits, with the milliseconds since the beginning.</summary>
    public Action<long> Waiting { get; set; } = _ => { };

    public FakeBluez With(string adapter, bool isOn = true)
    {
        _objects[BluezNames.PathOf(adapter)] = new() { [BluezNames.Adapter] = new Values { ["Powered"] = isOn } };
        return this;
    }

    public FakeDevice Add(FakeDevice device)
    {
        _devices.Add(device);
        return device;
    }

    public bool IsBlocked(string adapter) => Blocked.Contains(adapter);

    public Task<Dictionary<string, Dictionary<string, Values>>> ObjectsAsync(CancellationToken cancel)
    {
        Check("/ GetManagedObjects");
        Dictionary<string, Dictionary<string, Values>> objects = new(_objects);
        foreach (FakeDevice device in _devices)
            device.AddTo(objects);
        return Task.FromResult(objects);
    }

    public Task CallAsync(string path, string itf, string member, CancellationToken cancel)
    {
        Calls.Add($"{path} {member}");
        Check($"{path} {member}");
        FakeDevice? device = _devices.SingleOrDefault(one => one.Path == path);
        if (member == "Connect")
            device!.Connect();
        if (member == "Disconnect")
            device!.IsConnected = false;
        return Task.CompletedTask;
    }

    public Task FilterScanAsync(string adapterPath, Guid service, CancellationToken cancel)
    {
        Assert.AreEqual(LockUuids.Service, service);
        return Task.CompletedTask;
    }

    public Task<byte[]> ReadAsync(string path, CancellationToken cancel)
    {
        Check($"{path} ReadValue");
        FakeDevice device = _devices.Single(one => path.StartsWith(one.Path + "/", StringComparison.Ordinal));
        return Task.FromResult(device.Identity);
    }

    public Task WriteAsync(string path, byte[] value, CancellationToken cancel)
    {
        Check($"{path} WriteValue");
        return Task.CompletedTask;
    }

    public Task WaitForChangeAsync(TimeSpan timeMax, CancellationToken cancel)
    {
        Time.Advance(timeMax);
        Waiting((long)(Time.GetUtcNow() - Time.Start).TotalMilliseconds);
        return cancel.IsCancellationRequested ? Task.FromCanceled(cancel) : Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Check(string call)
    {
        if (Fails(call) is { } name)
            throw new BluezException(name, name == "org.bluez.Error.Failed" ? "Operation failed with ATT error: 0x91" : "no");
    }
}

/// <summary>A lock that an adapter of the fake hears.</summary>
internal sealed class FakeDevice(string adapter, int number, string name, byte[] identity)
{
    private int _dropsLeft;

    public string Address { get; } = $"AA:00:00:00:00:{number:X2}";

    public string Path { get; } = $"/org/bluez/{adapter}/dev_AA_00_00_00_00_{number:X2}";

    public byte[] Identity { get; } = identity;

    public short Signal { get; set; } = -60;

    public bool IsHeard { get; set; } = true;

    public bool IsConnected { get; set; }

    public int ConnectCount { get; private set; }

    public static byte[] IdentityOf(uint facility, uint lockId) =>
        IdentityFrame.WithBoard(new IdentityFrame { FacilityId = facility, LockId = lockId, Generation = (ushort)(lockId == 0 ? 0 : 1) }
            .ToBytes(), "esp32");

    /// <summary>Its next connections end at once.</summary>
    public FakeDevice Dropping(int count)
    {
        _dropsLeft = count;
        return this;
    }

    public void Connect()
    {
        ConnectCount++;
        IsConnected = _dropsLeft-- <= 0;
    }

    public void AddTo(Dictionary<string, Dictionary<string, Values>> objects)
    {
        Values device = new()
        {
            ["Address"] = Address,
            ["Name"] = name,
            ["UUIDs"] = VariantValue.Array(new[] { LockUuids.Service.ToString("D") }),
            ["Connected"] = IsConnected,
            ["ServicesResolved"] = IsConnected,
        };
        if (IsHeard)
            device["RSSI"] = Signal;
        objects[Path] = new() { [BluezNames.Device] = device };
        if (!IsConnected)
            return;
        Guid[] values = [LockUuids.Identity, LockUuids.Challenge, LockUuids.Request, LockUuids.Reply];
        for (int i = 0; i < values.Length; i++)
            objects[$"{Path}/service1/char{i}"] = new()
            {
                [BluezNames.Characteristic] = new Values { ["UUID"] = values[i].ToString("D"), ["MTU"] = (ushort)185 },
            };
    }
}
