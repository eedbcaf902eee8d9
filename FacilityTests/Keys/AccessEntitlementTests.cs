using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Keys;

namespace LockFirmware.FacilityTests.Keys;

/// <summary>Which entries a user may pass.</summary>
[TestClass]
public sealed class AccessEntitlementTests
{
    private static readonly Entry Gate = EntryMaker.Make(1, "Gate", EntryKind.Gate);
    private static readonly Entry DoorA = BuildingDoor(2, "A");
    private static readonly Entry DoorB = BuildingDoor(3, "B");
    private static readonly Entry DoorOfNone = BuildingDoor(4, "");
    private static readonly Entry Unit1 = EntryMaker.Make(11, "Unit 1", EntryKind.Unit);
    private static readonly Entry Unit2 = EntryMaker.Make(12, "Unit 2", EntryKind.Unit);
    private static readonly Entry[] All = [Gate, DoorA, DoorB, DoorOfNone, Unit1, Unit2];

    private readonly User _ada = new() { Id = 7, Name = "Ada" };

    [TestMethod]
    public void A_tenant_passes_the_gate_the_building_and_the_own_unit()
    {
        IReadOnlyList<PassableEntry> passable = AccessEntitlement.For(_ada, [Let(7, Unit1, "A")], All);
        CollectionAssert.AreEqual(new[] { Gate, DoorA, Unit1 }, passable.Select(item => item.Entry).ToArray());
        Assert.AreEqual(11, passable[2].Unit!.EntryId);
        Assert.IsNull(passable[0].Unit);
        Assert.IsTrue(passable.All(item => item.Lease!.UserId == 7));
    }

    [TestMethod]
    public void A_unit_without_a_building_passes_no_building_door() =>
        CollectionAssert.AreEqual(new[] { Gate, Unit1 },
            AccessEntitlement.For(_ada, [Let(7, Unit1, "")], All).Select(item => item.Entry).ToArray());

    [TestMethod]
    public void Without_a_lease_a_user_passes_no_entry()
    {
        Assert.IsEmpty(AccessEntitlement.For(_ada, [], All));
        Assert.IsEmpty(AccessEntitlement.For(_ada, [Let(8, Unit1, "A")], All));
    }

    [TestMethod]
    public void A_deactivated_or_erased_account_passes_nothing()
    {
        Lease[] leases = [Let(7, Unit1, "A")];
        Assert.IsEmpty(AccessEntitlement.For(new User { Id = 7, Name = "Ada", IsActive = false }, leases, All));
        Assert.IsEmpty(AccessEntitlement.For(new User { Id = 7, Name = "Ada", IsErased = true }, leases, All));
    }

    [TestMethod]
    public void Of_several_leases_the_one_that_lasts_longest_opens_the_shared_doors_and_each_its_own_unit()
    {
        Lease ending = Let(7, Unit1, "A", endsAt: 1000);
        Lease open = Let(7, Unit2, "A");
        IReadOnlyList<PassableEntry> passable = AccessEntitlement.For(_ada, [ending, open], All);
        Assert.AreSame(open, passable.Single(item => item.Entry == Gate).Lease);
        Assert.AreSame(open, passable.Single(item => item.Entry == DoorA).Lease);
        Assert.AreSame(ending, passable.Single(item => item.Entry == Unit1).Lease);
        Assert.AreSame(open, passable.Single(item => item.Entry == Unit2).Lease);
    }

    private static Entry BuildingDoor(uint id, string building)
    {
        Entry entry = EntryMaker.Make(id, $"Door {id}", EntryKind.BuildingDoor);
        entry.Building = building;
        return entry;
    }

    private static Lease Let(long userId, Entry entry, string building, long? endsAt = null) => new()
    {
        Id = entry.Id,
        UserId = userId,
        Tenancy = 1,
        EndsAt = endsAt,
        Unit = new Unit { Id = entry.Id, Name = entry.Name, Building = building, EntryId = entry.Id },
    };
}
