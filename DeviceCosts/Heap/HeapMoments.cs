using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Run;
using LockFirmware.KeyCrypto;

namespace LockFirmware.DeviceCosts.Heap;

/// <summary>The moments at which the heap is counted.</summary>
public static class HeapMoments
{
    private const int IdleMs = 3_000;

    /// <summary>A lock from the box, idle.</summary>
    public const string Start = "start";

    /// <summary>A lock that knows all that it can know, idle.</summary>
    public const string Full = "full";

    /// <summary>The same with a central.</summary>
    public const string Connected = "connected";

    /// <summary>The worst moment of an unlock.</summary>
    public const string Unlock = "unlock";

    /// <summary>The worst moment of a notice.</summary>
    public const string Notice = "notice";

    /// <summary>The worst moment of a ReadEvents.</summary>
    public const string ReadEvents = "ReadEvents";

    /// <summary>Counts all moments, in this order.</summary>
    public static IReadOnlyList<(string Name, HeapCount Count)> CountAll(FirmwareImage image, HeapLayout? layout = null)
    {
        lock (DeviceLock.OneAtATime)
        {
            List<(string, HeapCount)> moments = [];
            using (DeviceLock box = DeviceSite.FromTheBox(image))
            {
                box.Pass(IdleMs);
                moments.Add((Start, HeapCount.Take(box, image, 0, layout)));
            }
            using DeviceLock full = DeviceSite.Provisioned(image, true);
            full.Pass(IdleMs);
            moments.Add((Full, HeapCount.Take(full, image, 0, layout)));
            DeviceVisit visit = new(full);
            full.Pass(IdleMs);
            moments.Add((Connected, HeapCount.Take(full, image, 0, layout)));
            Add(Unlock, () => visit.Make(Command.Unlock, SampleFacility.Guest, []));
            Add(Notice, () => visit.Make(Command.Deliver, null, OneRevocation()));
            Add(ReadEvents, () => visit.Make(Command.ReadEvents, SampleFacility.Staff, [1, 0, 0, 0]));
            return moments;

            void Add(string name, Func<byte[]> make)
            {
                full.Pass(IdleMs);
                // Nothing is collected meanwhile: the need of an interpreter that finds no garbage.
                Meter.StartCount();
                long before = Meter.FrameBytes;
                visit.ReadChallenge();
                visit.Send(make(), Status.Ok);
                moments.Add((name, HeapCount.Take(full, image, (int)(Meter.PeakBytes - before), layout)));
            }
        }
    }

    private static byte[] OneRevocation()
    {
        NoticeBuilder notice = new(SampleFacility.LockId, 1, 0, SampleFacility.Noon);
        notice.RevokeHolder(99, SampleFacility.Noon, SampleFacility.Noon * 2);
        return notice.ToBytes(SampleFacility.Secrets.NoticeSecret);
    }
}
