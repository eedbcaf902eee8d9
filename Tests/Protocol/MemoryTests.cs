using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>The lock moves its memory together when a central connects, because the runtime does not do it in time.</summary>
[TestClass]
public class MemoryTests
{
    [TestMethod]
    public void The_memory_is_moved_together_at_each_connection()
    {
        LockRig rig = new LockRig();
        rig.Disconnect();
        int before = rig.Board.MemoryCompactCount;
        rig.Connect();
        Assert.AreEqual(before + 1, rig.Board.MemoryCompactCount);
    }
}
