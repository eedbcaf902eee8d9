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
        OfflineKeyExpiration field = OfflineKeyExpiration.Of(Holder(Now + 3600), Now, Time);
        Assert.AreEqual(KeyExpirationState.Active, field.State);
        Assert.AreEqual("Wed 2 Sep 2026 10:00", field.Text);
    }

    [TestMethod]
    public void A_key_is_expired_from_its_first_second_on()
    {
        Assert.AreEqual(KeyExpirationState.Active, OfflineKeyExpiration.Of(Holder(Now + 1), Now, Time).State);
        OfflineKeyExpiration field = OfflineKeyExpiration.Of(Holder(Now), Now, Time);
        Assert.AreEqual("Expired", field.Text);
        Assert.AreEqual("Wed 2 Sep 2026 09:00", field.Since);
    }

    [TestMethod]
    public void A_user_without_a_key_is_shown_as_No_key() =>
        Assert.AreEqual("No key", OfflineKeyExpiration.Of(Holder(User.NoKey), Now, Time).Text);

    [TestMethod]
    public void A_revoked_key_is_shown_as_Revoked_and_not_as_the_end_of_an_older_key()
    {
        OfflineKeyExpiration field = OfflineKeyExpiration.Of(Holder(User.NoKey, Now - 60), Now, Time);
        Assert.AreEqual((KeyExpirationState.Revoked, "Revoked", "Wed 2 Sep 2026 08:59"), (field.State, field.Text, field.Since));
    }

    private static User Holder(long keyNotAfter, long? revokedAt = null) =>
        new() { Name = "Ada", KeyNotAfter = keyNotAfter, KeyRevokedAt = revokedAt };
}
