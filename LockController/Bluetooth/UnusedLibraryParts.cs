using System;
using System.Collections;
using System.Threading;
using LockFirmware.LockController.Ports;
using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.LockController.Bluetooth;

/// <summary>
/// Lets go of what the Bluetooth library keeps for ever and a lock never uses: 5.6 KB of the 53 KB of an ESP32-C3. The library has no
/// calls for it, so its fields are found by their names (docs/decisions, 24).
/// </summary>
internal static class UnusedLibraryParts
{
    private static Type? Listener => PrivateField.Get(typeof(BluetoothLEServer), "_bluetoothEventManager")?.GetType();

    private static ArrayList? Services => PrivateField.Get(typeof(BluetoothLEServer), "_services") as ArrayList;

    private static ArrayList? Characteristics
    {
        get
        {
            Type? listener = Listener;
            return listener == null ? null : PrivateField.Get(listener, "_characteristicMap") as ArrayList;
        }
    }

    /// <summary>
    /// Removes the library's Device Information, which it adds to the first service. Call it before the service has a characteristic.
    /// </summary>
    internal static void RemoveDeviceInformation(GattServiceProvider ours)
    {
        ArrayList? services = Services;
        ArrayList? characteristics = Characteristics;
        if (services == null || characteristics == null)
            return;
        characteristics.Clear();
        services.Clear();
        services.Add(ours);
    }

    /// <summary>
    /// Lets go of what the library needs to start only: the radio has a native copy of the services and of the advertisement. Call it once
    /// the lock advertises.
    /// </summary>
    internal static void LetGo()
    {
        Services?.Clear();
        ArrayList? characteristics = Characteristics;
        if (characteristics == null)
            return;
        ArrayList none = new ArrayList();
        for (int i = 0; i < characteristics.Count; i++)
        {
            GattLocalCharacteristic one = (GattLocalCharacteristic)characteristics[i]!;
            PrivateField.Set(one, "_descriptors", none);
            PrivateField.Set(one, "_presentationFormats", none);
            PrivateField.Set(one, "_presentationFormatsDescriptors", none);
            // Nobody can subscribe to a value that cannot be notified.
            if ((one.CharacteristicProperties & GattCharacteristicProperties.Notify) == 0)
                PrivateField.Set(one, "_subscribedClients", none);
        }
        EndScanThread();
    }

    /// <summary>
    /// Ends the thread that waits for what a scan finds, because a lock never scans. It has no other end than an exception: it wakes,
    /// finds no queue, and the runtime ends it. Nothing else of the library uses the queue.
    /// </summary>
    private static void EndScanThread()
    {
        Type? listener = Listener;
        AutoResetEvent? found = listener == null ? null : PrivateField.Get(listener, "_watcherEvent") as AutoResetEvent;
        if (listener == null || found == null)
            return;
        PrivateField.Clear(listener, "_watcherQueue");
        found.Set();
    }
}
