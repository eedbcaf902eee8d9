using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Rig;

/// <summary>The state of a lock at a moment, to check later that an attack has changed nothing.</summary>
public sealed class RigMark
{
    private readonly LockRig _rig;
    private readonly int _releases;
    private readonly int _granted;
    private readonly int _replaced;
    private readonly byte[] _state;
    private readonly long _uptimeMs;
    private readonly uint _now;
    private readonly ushort _generation;

    /// <summary>Notes the present state of a lock.</summary>
    public RigMark(LockRig rig)
    {
        _rig = rig;
        _releases = rig.Door.ReleaseCount;
        _granted = rig.Count(EventKind.AccessGranted);
        _replaced = rig.Board.ReplaceCount;
        _state = rig.Engine.Memory.State.ToRecord();
        _uptimeMs = rig.UptimeMs;
        _now = rig.Now;
        _generation = rig.Engine.Memory.Identity.Generation;
    }

    /// <summary>Checks that latch, accesses, memory and clock are as they were.</summary>
    public void AssertUntouched(string what)
    {
        Assert.AreEqual(_releases, _rig.Door.ReleaseCount, what + ": latch");
        Assert.IsFalse(_rig.Door.IsReleased, what + ": latch secured");
        Assert.AreEqual(_granted, _rig.Count(EventKind.AccessGranted), what + ": access events");
        Assert.AreEqual(_replaced, _rig.Board.ReplaceCount, what + ": writes");
        CollectionAssert.AreEqual(_state, _rig.Engine.Memory.State.ToRecord(), what + ": state");
        Assert.AreEqual((int)_generation, (int)_rig.Engine.Memory.Identity.Generation, what + ": identity");
        uint passed = (uint)((_rig.UptimeMs - _uptimeMs) / 1000);
        uint ahead = _rig.Now - _now - passed;
        // Whole seconds of two spans may differ by one.
        Assert.IsTrue(ahead <= 1 || ahead == uint.MaxValue, what + ": clock");
    }
}
