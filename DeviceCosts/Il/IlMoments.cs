using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Libraries;
using LockFirmware.DeviceCosts.Run;
using LockFirmware.KeyCrypto;

namespace LockFirmware.DeviceCosts.Il;

/// <summary>
/// Counts what the device does. Each exchange is one of docs/performance.md, with its challenge and its reply, over the radio.
/// </summary>
public static class IlMoments
{
    /// <summary>An unlock by a holder.</summary>
    public const string UnlockByHolder = "Unlock, holder";

    /// <summary>An unlock by a guest.</summary>
    public const string UnlockByGuest = "Unlock, guest";

    /// <summary>An unlock by a holder, where each revocation and holiday must be looked at.</summary>
    public const string UnlockOfFull = "Unlock, holder, everything full";

    /// <summary>A tick of the lock in which nothing happens, with what the other threads do meanwhile.</summary>
    public const string IdleTick = "20 ms of idle";

    /// <summary>Several seconds in which nothing happens.</summary>
    public const string Idle = "6 s of idle";

    /// <summary>The start.</summary>
    public const string Boot = "boot, everything full";

    private const int IdleMs = 6_000;

    /// <summary>Counts everything.</summary>
    public static IReadOnlyList<IlCount> CountAll(FirmwareImage image)
    {
        lock (DeviceLock.OneAtATime)
        {
            List<IlCount> counts = [];
            using (DeviceLock device = DeviceSite.Provisioned(image, false))
                CountExchanges(image, device, counts);
            DeviceDisk disk;
            using (DeviceLock full = DeviceSite.Provisioned(image, true))
            {
                full.Rest(IdleMs);
                IlCount idle = IlCount.Of(Idle, image, () => full.Pass(IdleMs));
                counts.Add(idle);
                counts.Add(idle.Divided(IdleTick, IdleMs / LockController.Firmware.TickMs));
                disk = full.Disk;
                DeviceVisit visit = new(full);
                visit.ReadChallenge();
                visit.Send(visit.Make(Command.Unlock, SampleFacility.Holder, []), Status.Ok);
                full.Rest(2 * IdleMs);
                counts.Add(IlCount.Of(UnlockOfFull, image, () =>
                {
                    visit.ReadChallenge();
                    visit.Send(visit.Make(Command.Unlock, SampleFacility.Holder, []), Status.Ok);
                }));
                counts.Add(IlCount.Of("ReadEvents, a full batch of 28", image, () =>
                {
                    visit.ReadChallenge();
                    visit.Send(visit.Make(Command.ReadEvents, SampleFacility.Staff, [1, 0, 0, 0]), Status.Ok);
                }));
            }
            DeviceLock? booted = null;
            counts.Add(IlCount.Of(Boot, image, () => booted = new DeviceLock(image, disk)));
            booted?.Dispose();
            return counts;
        }
    }

    private static void CountExchanges(FirmwareImage image, DeviceLock device, List<IlCount> counts)
    {
        DeviceVisit visit = new(device);
        Count(UnlockByHolder, Status.Ok, () => visit.Make(Command.Unlock, SampleFacility.Holder, []));
        Count(UnlockByGuest, Status.Ok, () => visit.Make(Command.Unlock, SampleFacility.Guest, []));
        Count("Unlock refused, Expired", Status.Expired, () => visit.Make(Command.Unlock, SampleFacility.Expired, []));
        Count("Unlock refused, OutsideHours with the next opening", Status.OutsideHours,
            () => visit.Make(Command.Unlock, SampleFacility.Weekend, []));
        Count("Unlock refused, NotAuthentic", Status.NotAuthentic, Forged);
        Count("SetTime", Status.Ok, () => visit.Make(Command.SetTime, null,
            FacilityTime.Make(SampleFacility.Secrets.NoticeSecret, visit.ChallengeFrame, SampleFacility.Noon + 60)));
        Count("Deliver, one revocation", Status.Ok, () => visit.Make(Command.Deliver, null, OneRevocation()));

        void Count(string name, Status expected, Func<byte[]> make)
        {
            // The first exchange of a kind may do what later ones do not.
            if (name != "Deliver, one revocation")
                Exchange(expected, make);
            device.Rest(2 * IdleMs);
            counts.Add(IlCount.Of(name, image, () => Ask(expected, make)));
        }

        void Exchange(Status expected, Func<byte[]> make)
        {
            device.Rest(IdleMs);
            Ask(expected, make);
        }

        void Ask(Status expected, Func<byte[]> make)
        {
            visit.ReadChallenge();
            visit.Send(make(), expected);
        }

        byte[] Forged()
        {
            byte[] request = visit.Make(Command.Unlock, SampleFacility.Holder, []);
            request[^1] ^= 1;
            return request;
        }
    }

    private static byte[] OneRevocation()
    {
        NoticeBuilder notice = new(SampleFacility.LockId, 1, 0, SampleFacility.Noon);
        notice.RevokeHolder(99, SampleFacility.Noon, SampleFacility.Noon * 2);
        return notice.ToBytes(SampleFacility.Secrets.NoticeSecret);
    }
}
