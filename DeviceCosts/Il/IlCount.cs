using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Il;

/// <summary>What the firmware has executed, and what it has allocated, while something was done.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Instructions">Instructions of our assemblies. A library's are not among them.</param>
/// <param name="Calls">Instructions among them that call a method or make an object.</param>
/// <param name="Hmacs">HMACs.</param>
/// <param name="Objects">Objects allocated, those of the libraries that the model knows included.</param>
/// <param name="Bytes">Bytes that they take on the device.</param>
/// <param name="FrameBytes">The most bytes that the stacks took on top of what they took before.</param>
public sealed record IlCount(string Name, long Instructions, long Calls, long Hmacs, long Objects, long Bytes, long FrameBytes)
{
    /// <summary>The methods by instructions, the dearest first; only those that were entered.</summary>
    public IReadOnlyList<IlMethod> Methods { get; private init; } = [];

    /// <summary>Counts an action.</summary>
    public static IlCount Of(string name, FirmwareImage image, Action action)
    {
        Meter.StartCount();
        long frames = Meter.FrameBytes;
        action();
        long[] own = new long[image.Methods.Count];
        long calls = 0;
        for (int i = 0; i < image.Blocks.Count; i++)
        {
            own[image.Blocks[i].Method] += Meter.Blocks[i] * image.Blocks[i].Instructions;
            calls += Meter.Blocks[i] * image.Blocks[i].Calls;
        }
        return new IlCount(name, Meter.Instructions, calls, Meter.Hmacs, Meter.AllocatedObjects, Meter.AllocatedBytes,
            Meter.PeakFrameBytes - frames)
        {
            Methods = [.. Enumerable.Range(0, own.Length).Where(i => own[i] > 0)
                .Select(i => new IlMethod(image.Methods[i].Name, Meter.Entered[i], own[i], Meter.Inclusive[i]))
                .OrderByDescending(method => method.Own).ThenBy(method => method.Name, StringComparer.Ordinal)],
        };
    }

    /// <summary>A part of it, where the same was done several times.</summary>
    internal IlCount Divided(string name, int by) =>
        new(name, Instructions / by, Calls / by, Hmacs / by, Objects / by, Bytes / by, FrameBytes);
}

/// <summary>What a method has executed.</summary>
/// <param name="Name">Type and name.</param>
/// <param name="Entered">How often it was called.</param>
/// <param name="Own">Its own instructions.</param>
/// <param name="Inclusive">Those of the methods that it called included.</param>
public sealed record IlMethod(string Name, long Entered, long Own, long Inclusive);
