using LockFirmware.TestKit.Run;

namespace LockFirmware.Tests.Pc;

/// <summary>What is done once, before the first test.</summary>
[TestClass]
public static class TestRun
{
    [AssemblyInitialize]
    public static void Begin(TestContext context) => TemporaryFiles.KeepInMemory();
}
