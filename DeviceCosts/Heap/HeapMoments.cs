using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Libraries;
using LockFirmware.DeviceCosts.Run;
using LockFirmware.KeyCrypto;

namespace LockFirmware.DeviceCosts.Heap;

/// <summary>The moments at which the heap is counted.</summary>
public sealed class HeapMoments
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

    private readonly FirmwareImage _image;
    private readonly HeapLayout? _layout;
    private readonly IReadOnlyDictionary<string, int> _known;
    private readonly List<(string Name, HeapCount Count)> _counts = [];
    private bool _isMeasured = true;

    private HeapMoments(FirmwareImage image, HeapLayout? layout, IReadOnlyDictionary<string, int>? known)
    {
        _image = image;
        _layout = layout;
        _known = known ?? new Dictionary<string, int>();
    }

    /// <summary>Counts all moments, in this order.</summary>
    /// <param name="image">The firmware.</param>
    /// <param name="layout">How objects are stored; that of the device if left out.</param>
    /// <param name="known">
    /// Numbers of bytes that worst moments are above, such as a little less than their budgets. They change no result, and save most of the
    /// time. Where one turns out to be too high, everything is counted once more without them.
    /// </param>
    public static IReadOnlyList<(string Name, HeapCount Count)> CountAll(FirmwareImage image, HeapLayout? layout = null,
        IReadOnlyDictionary<string, int>? known = null) => Count(new HeapMoments(image, layout, known), moments =>
        {
            moments.CountBox();
            moments.CountFull();
        });

    /// <summary>Counts the moments of a lock from the box: <see cref="Start"/> and <see cref="Provision"/>.</summary>
    /// <param name="image">The firmware.</param>
    /// <param name="layout">How objects are stored; that of the device if left out.</param>
    /// <param name="known">As for <see cref="CountAll"/>.</param>
    public static IReadOnlyList<(string Name, HeapCount Count)> CountBox(FirmwareImage image, HeapLayout? layout = null,
        IReadOnlyDictionary<string, int>? known = null) =>
        Count(new HeapMoments(image, layout, known), moments => moments.CountBox());

    private static List<(string Name, HeapCount Count)> Count(HeapMoments moments, Action<HeapMoments> count)
    {
        lock (DeviceLock.OneAtATime)
        {
            count(moments);
            return moments._isMeasured ? moments._counts : Count(new HeapMoments(moments._image, moments._layout, null), count);
        }
    }

    private void CountBox()
    {
        using DeviceLock box = DeviceSite.FromTheBox(_image);
        box.Rest(IdleMs);
        _counts.Add((Start, HeapCount.Take(box, _image, _layout)));
        DeviceVisit first = new(box);
        AddWorst(Provision, box, first, () => first.Make(Command.Provision, null,
            SampleFacility.ProvisionBody(first.ChallengeFrame), SetupSecrets.Provision(SampleFacility.SetupSecret)));
    }

    private void CountFull()
    {
        DeviceDisk disk;
        LivePeak boot;
        using (DeviceLock prepared = DeviceSite.Provisioned(_image, true))
        {
            disk = prepared.Disk;
            boot = Peak(Boot, Unseen(HeapCount.Take(prepared, _image, _layout)));
        }
        Meter.Living = boot;
        using DeviceLock full = new(_image, disk);
        Meter.Living = null;
        HeapCount started = HeapCount.Take(full, _image, _layout);
        _isMeasured &= boot.IsMeasured;
        // What lives at the worst moment is measured as a whole, in place of frames and objects.
        _counts.Add((Boot, started.With((int)(boot.Bytes - started.Total + Unseen(started)))));
        DeviceSite.SetTime(full);
        full.Rest(IdleMs);
        _counts.Add((Full, HeapCount.Take(full, _image, _layout)));
        DeviceVisit visit = new(full);
        full.Rest(IdleMs);
        _counts.Add((Connected, HeapCount.Take(full, _image, _layout)));
        AddWorst(Unlock, full, visit, () => visit.Make(Command.Unlock, SampleFacility.Guest, []));
        AddWorst(Notice, full, visit, () => visit.Make(Command.Deliver, null, OneRevocation()));
        AddWorst(ReadEvents, full, visit, () => visit.Make(Command.ReadEvents, SampleFacility.Staff, [1, 0, 0, 0]));
    }

    /// <summary>The worst moment of an exchange.</summary>
    private void AddWorst(string moment, DeviceLock device, DeviceVisit phone, Func<byte[]> make)
    {
        device.Rest(IdleMs);
        HeapCount before = HeapCount.Take(device, _image, _layout);
        long frames = Meter.FrameBytes;
        LivePeak peak = Peak(moment, before.Total - frames);
        Meter.Living = peak;
        phone.ReadChallenge();
        phone.Send(make(), Status.Ok);
        Meter.Living = null;
        _isMeasured &= peak.IsMeasured;
        _counts.Add((moment, before.With((int)(peak.Bytes - frames))));
    }

    /// <summary>What a count has besides objects and the frames of the firmware.</summary>
    private static long Unseen(HeapCount count) => count.Total - count.Libraries.Bytes - count.Own.Bytes - Meter.FrameBytes;

    /// <summary>Follows what lives at a moment, on top of some bytes that it does not see.</summary>
    private LivePeak Peak(string moment, long unseen) =>
        new(_known.TryGetValue(moment, out int known) ? known - unseen : 0);

    private static byte[] OneRevocation()
    {
        NoticeBuilder notice = new(SampleFacility.LockId, 1, 0, SampleFacility.Noon);
        notice.RevokeHolder(99, SampleFacility.Noon, SampleFacility.Noon * 2);
        return notice.ToBytes(SampleFacility.Secrets.NoticeSecret);
    }
}
