using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.LockLink;

namespace LockFirmware.FacilityTests.Keys;

/// <summary>What the field Offline Key Expiration says, and why.</summary>
[TestClass]
public sealed class OfflineKeyExpirationTests
{
    // 2026-09-02T13:00:00Z.
    private const long Now = 210_517_200;

    private static readonly LocalTime Time = new(PosixZone.Parse("EST5EDT,M3.2.0,M11.1.0"));

    [TestMethod]
    public void A_valid_key_shows_its_date_in_the_facilitys_local_time()
    {
        OfflineKeyExpiration field = OfflineKeyExpiration.Of(Now + 3600, Now, Time);
        Assert.AreEqual(KeyExpirationState.Active, field.State);
        Assert.AreEqual("Wed 2 Sep 2026 10:00", field.Text);
    }

    [TestMethod]
    public void A_key_is_expired_from_its_first_second_on()
    {
        Assert.AreEqual(KeyExpirationState.Active, OfflineKeyExpiration.Of(Now + 1, Now, Time).State);
        OfflineKeyExpiration field = OfflineKeyExpiration.Of(Now, Now, Time);
        Assert.AreEqual("Expired", field.Text);
        Assert.AreEqual("Wed 2 Sep 2026 09:00", field.Since);
    }

    [TestMethod]
    public void A_user_without_a_key_is_shown_as_No_key() => Assert.AreEqual("No key", OfflineKeyExpiration.Of(User.NoKey, Now, Time).Text);

    [TestMethod]
    [DataRow(true, false, true, true, "", true)]
    [DataRow(false, false, true, true, "Reactivate", false)]
    [DataRow(true, true, true, true, "Rent is owed", false)]
    [DataRow(true, false, false, true, "no unit", false)]
    [DataRow(true, false, true, false, "No phone", false)]
    public void The_reason_names_what_stands_in_the_way_of_a_new_key(bool isActive, bool isDelinquent, bool hasLease, bool hasDevice,
        string words, bool doStepsHelp)
    {
        User user = new() { Name = "Ada", IsActive = isActive, IsDelinquent = isDelinquent };
        (string reason, bool help) = OfflineKeyExpiration.Of(Now - 1, Now, Time).Why(user, hasLease, hasDevice);
        StringAssert.Contains(reason, words);
        Assert.AreEqual(doStepsHelp, help);
    }
}
