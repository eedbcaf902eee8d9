using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Libraries;
using LockFirmware.KeyCrypto;
using LockFirmware.TestKit.Budget;

namespace LockFirmware.DeviceCosts.Run;

/// <summary>Locks in the states that are measured.</summary>
public static class DeviceSite
{
    private const string SetupFileName = "setup.bin";
    private const int SecondMs = 1000;

    /// <summary>A lock from the box: it has its setup secret and nothing else.</summary>
    public static DeviceLock FromTheBox(FirmwareImage image)
    {
        DeviceDisk disk = new();
        new DeviceDiskFiles(disk).Write(SetupFileName, SampleFacility.SetupSecret);
        return new DeviceLock(image, disk);
    }

    /// <summary>A lock with an identity and the time.</summary>
    /// <param name="image">The firmware.</param>
    /// <param name="isFull">Whether revocations, holidays and the event ring are full.</param>
    public static DeviceLock Provisioned(FirmwareImage image, bool isFull)
    {
        using DeviceLock box = FromTheBox(image);
        DeviceVisit visit = new(box);
        visit.ReadChallenge();
        visit.Send(visit.Make(Command.Provision, null, SampleFacility.ProvisionBody(visit.ChallengeFrame),
            SetupSecrets.Provision(SampleFacility.SetupSecret)), Status.Ok);
        box.Rest(SecondMs);
        visit.ReadChallenge();
        visit.Send(visit.Make(Command.Manage, SampleFacility.Staff, [1]), Status.Ok);
        box.Disconnect();
        box.Rest(SecondMs);
        if (!box.HasRebooted)
            throw new InvalidOperationException("The lock has not rebooted after its provisioning.");
        if (isFull)
            FullLock.FillUp(new DeviceDiskFiles(box.Disk), SampleFacility.SetupSecret);
        DeviceLock device = new(image, box.Disk);
        SetTime(device);
        return device;
    }

    /// <summary>A phone brings the time.</summary>
    public static void SetTime(DeviceLock device)
    {
        DeviceVisit visit = new(device);
        visit.ReadChallenge();
        visit.Send(visit.Make(Command.SetTime, null,
            FacilityTime.Make(SampleFacility.Secrets.NoticeSecret, visit.ChallengeFrame, SampleFacility.Noon)), Status.Ok);
        device.Disconnect();
        device.Rest(SecondMs);
    }
}
