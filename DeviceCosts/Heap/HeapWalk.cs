using System.Collections;
using System.Reflection;

namespace LockFirmware.DeviceCosts.Heap;

/// <summary>The bytes and the number of objects of a kind.</summary>
/// <param name="Count">Objects.</param>
/// <param name="Bytes">Bytes on the device.</param>
public readonly record struct HeapShare(int Count, int Bytes)
{
    /// <summary>Adds two shares.</summary>
    public static HeapShare operator +(HeapShare left, HeapShare right) => new(left.Count + right.Count, left.Bytes + right.Bytes);

    /// <summary>Adds two shares.</summary>
    public static HeapShare Add(HeapShare left, HeapShare right) => left + right;
}

/// <summary>
/// Walks from roots over all objects that can be reached, each once. An array and a string count for the class of the first object
/// that refers to them.
/// </summary>
internal sealed class HeapWalk(HeapLayout layout)
{
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Type, HeapShare> _shares = [];
    private readonly Dictionary<string, HeapShare> _objects = [];

    /// <summary>What the objects of each class take, with their arrays and strings.</summary>
    internal IReadOnlyDictionary<Type, HeapShare> Shares => _shares;

    /// <summary>What the objects take by themselves.</summary>
    internal IReadOnlyDictionary<string, HeapShare> Objects => _objects;

    /// <summary>Walks on from a root, which counts too.</summary>
    internal void Walk(object? root, Type? owner = null)
    {
        if (root != null)
            Visit(root, owner ?? root.GetType());
    }

    private void Visit(object item, Type owner)
    {
        if (item is Type or Assembly || !_seen.Add(item))
            return;
        bool isOfOwner = item is string or Array or Delegate or ValueType;
        if (!isOfOwner)
            owner = item.GetType();
        int bytes = layout.Size(item);
        _shares[owner] = _shares.GetValueOrDefault(owner) + new HeapShare(isOfOwner ? 0 : 1, bytes);
        string kind = item is Array one ? $"{one.GetType().GetElementType()!.Name}[{one.Length}]"
            : item is Delegate ? nameof(Delegate) : item.GetType().Name;
        _objects[kind] = _objects.GetValueOrDefault(kind) + new HeapShare(1, bytes);
        switch (item)
        {
            case string:
                break;
            case Array array:
                VisitElements(array, owner);
                break;
            case Delegate caller:
                VisitDelegate(caller, owner);
                break;
            default:
                VisitFields(item, owner);
                break;
        }
    }

    private void VisitElements(IEnumerable array, Type owner)
    {
        if (array.GetType().GetElementType()!.IsPrimitive)
            return;
        foreach (object? element in array)
        {
            if (element is not null and not ValueType)
                Visit(element, owner);
        }
    }

    private void VisitDelegate(Delegate caller, Type owner)
    {
        if (caller.Target != null && !HeapRoots.IsClosure(caller.Target))
            Visit(caller.Target, owner);
    }

    private void VisitFields(object item, Type owner)
    {
        foreach (FieldInfo field in HeapLayout.Fields(item.GetType()))
        {
            object? value = field.GetValue(item);
            if (value == null || field.FieldType.IsPrimitive || field.FieldType.IsEnum)
                continue;
            if (!field.FieldType.IsValueType)
                Visit(value, owner);
            else if (field.FieldType.Assembly != typeof(object).Assembly)
                VisitFields(value, owner);
        }
    }
}
