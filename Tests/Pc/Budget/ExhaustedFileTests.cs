using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Run;
using LockFirmware.KeyCrypto;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Budget;

/// <summary>The device's own files, on the model of its libraries, when opening a file finds no memory.</summary>
[TestClass]
[DoNotParallelize]
[TestCategory("Slow")]
public class ExhaustedFileTests
{
    [TestMethod]
    [DataRow(1, Status.Ok)]
    [DataRow(2, Status.StorageFault)]
    public void A_file_that_finds_no_memory_is_opened_once_more_after_the_memory_was_moved_together(int openings, Status expected)
    {
        lock (DeviceLock.OneAtATime)
        {
            using DeviceLock device = DeviceSite.Provisioned(FirmwareImage.Of(RepositoryFiles.Root, "esp32-c3"), false);
            DeviceVisit visit = new(device);
            device.Rest(3_000);
            visit.ReadChallenge();
            int before = DeviceLock.Compactions;
            device.Disk.ExhaustedOpenings = openings;
            Assert.AreEqual(expected, visit.Send(visit.Make(Command.Unlock, SampleFacility.Holder, [])));
            Assert.AreEqual(before + 1, DeviceLock.Compactions);
        }
    }

    [TestMethod]
    public void A_file_that_finds_no_memory_is_read_after_the_memory_was_moved_together()
    {
        lock (DeviceLock.OneAtATime)
        {
            using DeviceLock device = DeviceSite.Provisioned(FirmwareImage.Of(RepositoryFiles.Root, "esp32-c3"), true);
            DeviceVisit visit = new(device);
            device.Rest(3_000);
            visit.ReadChallenge();
            int before = DeviceLock.Compactions;
            device.Disk.ExhaustedOpenings = 1;
            visit.Send(visit.Make(Command.ReadEvents, SampleFacility.Staff, [1, 0, 0, 0]), Status.Ok);
            Assert.AreEqual(0, device.Disk.ExhaustedOpenings);
            Assert.AreEqual(before + 1, DeviceLock.Compactions);
        }
    }
}
