using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Libraries;

/// <summary>
/// An object of the device's libraries. Its class has the instance fields of the class there and no others, except those marked
/// <see cref="NotOnDeviceAttribute"/>, so that it takes as many blocks.
/// </summary>
public abstract class LibraryObject
{
    /// <summary>Notes the allocation.</summary>
    protected LibraryObject() => Meter.Allocated(this);
}

/// <summary>A field that the model needs and the device's class does not have.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class NotOnDeviceAttribute : Attribute;
