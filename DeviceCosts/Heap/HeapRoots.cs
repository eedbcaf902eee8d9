using System.Reflection;
using System.Runtime.CompilerServices;
using LockFirmware.DeviceCosts.Libraries;
using LockFirmware.DeviceCosts.Libraries.Bluetooth;
using LockFirmware.DeviceCosts.Libraries.Gpio;
using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Heap;

/// <summary>From where the device's garbage collector begins: static fields, threads and their stacks.</summary>
internal static class HeapRoots
{
    internal static void WalkAll(HeapWalk walk, IEnumerable<Assembly> firmware)
    {
        foreach (Type type in firmware.SelectMany(assembly => assembly.GetTypes()))
            WalkStatics(walk, type);
        DeviceKernel kernel = DeviceKernel.Current;
        foreach (DeviceThread thread in kernel.Threads.Append(kernel.Radio))
        {
            walk.Walk(thread.Body, typeof(DeviceThread));
            foreach (DeviceThread.Call call in thread.Stack)
                walk.Walk(call.This);
        }
        BluetoothStack stack = BluetoothStack.Current;
        object?[] library = [stack.Server, stack.Services, stack.Characteristics, stack.Devices, stack.Events,
            stack.Events.Table, BluetoothLEServer.Listener, .. BluetoothEventListener.ScanObjects,
            DevicePins.Current.Bundles, DevicePins.Current.Listener, .. DeviceDisk.Current.Lists];
        foreach (object? root in library)
            walk.Walk(root);
    }

    /// <summary>Whether an object only carries what a lambda of the model uses.</summary>
    internal static bool IsClosure(object target) => target.GetType().IsDefined(typeof(CompilerGeneratedAttribute), false)
        && target.GetType().Assembly == typeof(HeapRoots).Assembly;

    private static void WalkStatics(HeapWalk walk, Type type)
    {
        // What the compiler makes of an array that the source writes out is read-only data of the image.
        if (type.Name.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal) || type.DeclaringType?.Name[0] == '<')
            return;
        foreach (FieldInfo field in type.GetFields(
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            if (!field.IsLiteral && (!field.FieldType.IsValueType || HeapLayout.IsStructure(field.FieldType)))
                walk.Walk(field.GetValue(null), type);
        }
    }
}
