using System.Collections.Generic;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.KeyIssuing;

/// <summary>Everything that the office has said: what a lock must know when it has applied all notices.</summary>
internal sealed class KnownToOffice
{
    public HashSet<uint> Holders { get; init; } = [];

    public HashSet<uint> Keys { get; init; } = [];

    public HashSet<(uint Key, uint Guest)> Guests { get; init; } = [];

    public ushort Tenancy { get; set; }

    public bool IsOverlocked { get; set; }

    public bool IsLockdown { get; set; }

    public ushort ReleaseMs { get; set; } = new LockConfiguration().ReleaseMs;

    public ushort Generation { get; set; } = LockRig.Generation;

    public uint Stored { get; set; }

    public KnownToOffice Clone() => new()
    {
        Holders = [.. Holders],
        Keys = [.. Keys],
        Guests = [.. Guests],
        Tenancy = Tenancy,
        IsOverlocked = IsOverlocked,
        IsLockdown = IsLockdown,
        ReleaseMs = ReleaseMs,
        Generation = Generation,
        Stored = Stored,
    };

    /// <summary>Compares this state with that of a lock that has applied the last notice of the time.</summary>
    public void Check(LockMemory memory)
    {
        Assert.AreEqual(Tenancy, memory.State.Tenancy, "tenancy");
        Assert.AreEqual(IsOverlocked, memory.State.Overlocked, "overlock");
        Assert.AreEqual(IsLockdown, memory.State.Lockdown, "lockdown");
        Assert.AreEqual(ReleaseMs, memory.Configuration.ReleaseMs, "configuration");
        Assert.AreEqual(Generation, memory.Identity.Generation, "generation");
        Assert.AreEqual(Stored, memory.State.Synced, "events stored");
        for (uint i = CarrierWorld.FirstName; i < CarrierWorld.FirstName + CarrierWorld.Names; i++)
        {
            Assert.AreEqual(Holders.Contains(i), Reason(memory, 1, i, null) != 0, $"holder {i}");
            Assert.AreEqual(Keys.Contains(i), Reason(memory, i, 1, null) != 0, $"key {i}");
            Assert.AreEqual(Guests.Contains((CarrierWorld.GuestKey + i, 9)),
                Reason(memory, CarrierWorld.GuestKey + i, 1, new Share { GuestId = 9 }) != 0, $"guest {i}");
        }
        Assert.AreEqual(Holders.Count + Keys.Count + Guests.Count, memory.Revocations.Count, "no other revocation");
    }

    private static byte Reason(LockMemory memory, uint keyId, uint holderId, Share? share)
    {
        Grant grant = LockRig.NewGrant();
        grant.KeyId = keyId;
        grant.HolderId = holderId;
        return memory.Revocations.ReasonToRefuse(grant, share, 0);
    }
}
