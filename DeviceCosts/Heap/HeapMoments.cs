using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Libraries;
using LockFirmware.DeviceCosts.Run;
using LockFirmware.KeyCrypto;

namespace LockFirmware.DeviceCosts.Heap;

/// <summary>The moments at which the heap is counted.</summary>
public static class HeapMoments
{
    private const int IdleMs = 3_000;

    /// <summary>A lock from the box, idle.</summary>
    public const string Start = "start";

    /// <summary>The worst moment of its provisioning.</summary>
    public const string Provision = "worst of a Provision";

    /// <summary>The worst moment of the start of a full lock.</summary>
    public const string Boot = "worst of a start";

    /// <summary>A lock that knows all that it can know, idle.</summary>
    public const string Full = "full";

    /// <summary>The same with a central.</summary>
    public const string Connected = "connected";

    /// <summary>The worst moment of an unlock.</summary>
    public const string Unlock = "worst of an unlock";

    /// <summary>The worst moment of a notice.</summary>
    public const string Notice = "of a notice";

    /// <summary>The worst moment of a ReadEvents.</summary>
    public const string ReadEvents = "of a ReadEvents";

    /// <summary>Counts all moments, in this order.</summary>
    public static IReadOnlyList<(string Name, HeapCount Count)> CountAll(FirmwareImage image, HeapLayout? layout = null)
    {
        lock (DeviceLock.OneAtATime)
        {
            List<(string, HeapCount)> moments = [.. CountBox(image, layout)];
            DeviceDisk disk;
            using (DeviceLock prepared = DeviceSite.Provisioned(image, true))
                disk = prepared.Disk;
            LivePeak boot = new();
            Meter.Living = boot;
            using DeviceLock full = new(image, disk);
            Meter.Living = null;
            HeapCount started = HeapCount.Take(full, image, layout);
            // What lives at the worst moment is measured as a whole, in place of frames and objects.
            moments.Add((Boot, started.With((int)boot.Bytes - started.Libraries.Bytes - started.Own.Bytes - (int)Meter.FrameBytes)));
            DeviceSite.SetTime(full);
            full.Rest(IdleMs);
            moments.Add((Full, HeapCount.Take(full, image, layout)));
            DeviceVisit visit = new(full);
            full.Rest(IdleMs);
            moments.Add((Connected, HeapCount.Take(full, image, layout)));
            Add(Unlock, () => visit.Make(Command.Unlock, SampleFacility.Guest, []));
            Add(Notice, () => visit.Make(Command.Deliver, null, OneRevocation()));
            Add(ReadEvents, () => visit.Make(Command.ReadEvents, SampleFacility.Staff, [1, 0, 0, 0]));
            return moments;

            void Add(string name, Func<byte[]> make) => moments.Add((name, Worst(full, image, layout, visit, make)));
        }
    }

    /// <summary>Counts the moments of a lock from the box: <see cref="Start"/> and <see cref="Provision"/>.</summary>
    public static IReadOnlyList<(string Name, HeapCount Count)> CountBox(FirmwareImage image, HeapLayout? layout = null)
    {
        lock (DeviceLock.OneAtATime)
        {
            using DeviceLock box = DeviceSite.FromTheBox(image);
            box.Rest(IdleMs);
            HeapCount start = HeapCount.Take(box, image, layout);
            DeviceVisit first = new(box);
            HeapCount provision = Worst(box, image, layout, first, () => first.Make(Command.Provision, null,
                SampleFacility.ProvisionBody(first.ChallengeFrame), SetupSecrets.Provision(SampleFacility.SetupSecret)));
            return [(Start, start), (Provision, provision)];
        }
    }

    /// <summary>The worst moment of an exchange.</summary>
    private static HeapCount Worst(DeviceLock device, FirmwareImage image, HeapLayout? layout, DeviceVisit phone, Func<byte[]> make)
    {
        device.Rest(IdleMs);
        HeapCount before = HeapCount.Take(device, image, layout);
        long frames = Meter.FrameBytes;
        LivePeak peak = new();
        Meter.Living = peak;
        phone.ReadChallenge();
        phone.Send(make(), Status.Ok);
        Meter.Living = null;
        return before.With((int)(peak.Bytes - frames));
    }

    private static byte[] OneRevocation()
    {
        NoticeBuilder notice = new(SampleFacility.LockId, 1, 0, SampleFacility.Noon);
        notice.RevokeHolder(99, SampleFacility.Noon, SampleFacility.Noon * 2);
        return notice.ToBytes(SampleFacility.Secrets.NoticeSecret);
    }
}
