using System;
using System.Reflection;

namespace LockFirmware.LockController.Ports;

/// <summary>
/// A private field of a library's class, found by its name. For what a library keeps in memory and this firmware never uses
/// (docs/reliability.md, "Memory"): a library without that field is left as it is.
/// </summary>
internal static class PrivateField
{
    private const BindingFlags OfType = BindingFlags.Static | BindingFlags.NonPublic;
    private const BindingFlags OfObject = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>The value of a static field; null when there is none.</summary>
    internal static object? Get(Type type, string name)
    {
        FieldInfo? field = type.GetField(name, OfType);
        return field == null ? null : field.GetValue(null);
    }

    /// <summary>Sets a static field to null, where there is one.</summary>
    internal static void Clear(Type type, string name) => type.GetField(name, OfType)?.SetValue(null, null);

    /// <summary>Sets a field of an object, where it has one.</summary>
    internal static void Set(object of, string name, object value) => of.GetType().GetField(name, OfObject)?.SetValue(of, value);
}
