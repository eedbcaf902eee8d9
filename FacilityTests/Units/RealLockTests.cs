using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Keys;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Units;

/// <summary>Changes in the portal and their effect on the firmware on a virtual board.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class RealLockTests
{
    [TestMethod]
    public async Task A_tenant_who_moved_out_is_refused_once_the_notice_is_delivered()
    {
        using Scene scene = await Scene.BeginAsync();
        using VirtualLock door = await StartAsync(scene, Scene.LockA1);
        await using VirtualRadioLink link = await ConnectAsync(door);
        LockClient client = new(link);
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        PhoneKey key = await scene.IssueAsync(ada, Scene.LockA1);
        await SetTimeAsync(scene, client);
        await DeliverAsync(scene, client);
        Assert.AreEqual(Status.Ok, await UnlockAsync(client, key));
        await scene.DoAsync<LeaseService>(letting => letting.MoveOutAsync(scene.Units["A-1"]));
        await DeliverAsync(scene, client);
        // A key of a former tenancy gets Expired, so that nobody learns of a successor.
        Assert.AreEqual(Status.Expired, await UnlockAsync(client, key));
    }

    [TestMethod]
    public async Task A_unit_is_overlocked_while_rent_is_owed_and_no_longer_when_it_is_paid()
    {
        using Scene scene = await Scene.BeginAsync();
        using VirtualLock door = await StartAsync(scene, Scene.LockA1);
        await using VirtualRadioLink link = await ConnectAsync(door);
        LockClient client = new(link);
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        PhoneKey key = await scene.IssueAsync(ada, Scene.LockA1);
        await SetTimeAsync(scene, client);
        await scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ada, true));
        await DeliverAsync(scene, client);
        Assert.AreEqual(Status.Overlocked, await UnlockAsync(client, key));
        await scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ada, false));
        await DeliverAsync(scene, client);
        Assert.AreEqual(Status.Ok, await UnlockAsync(client, key));
    }

    [TestMethod]
    public async Task A_revoked_key_is_refused_and_one_issued_afterwards_opens()
    {
        using Scene scene = await Scene.BeginAsync();
        using VirtualLock door = await StartAsync(scene, Scene.Gate);
        await using VirtualRadioLink link = await ConnectAsync(door);
        LockClient client = new(link);
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        PhoneKey lost = await scene.IssueAsync(ada, Scene.Gate);
        await scene.DoAsync<PhoneChanges, (ChangeAnswer, string?)>(phones => phones.LostAsync(ada));
        PhoneKey fresh = await scene.IssueAsync(ada, Scene.Gate);
        await SetTimeAsync(scene, client, Scene.Gate);
        await DeliverAsync(scene, client, Scene.Gate);
        Assert.AreEqual(Status.Revoked, await UnlockAsync(client, lost));
        Assert.AreEqual(Status.Ok, await UnlockAsync(client, fresh));
    }

    private static Task<VirtualLock> StartAsync(Scene scene, long entryId) => scene.Bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        ProvisionBody identity = await services.GetRequiredService<EntryMaker>()
            .IdentityOfAsync(await db.Sites.SingleAsync(), await db.Entries.SingleAsync(row => row.Id == entryId));
        return new VirtualLock(identity, new byte[Hmac.HashSize]);
    });

    private static async Task<VirtualRadioLink> ConnectAsync(VirtualLock door)
    {
        string[] parts = door.Address.Split(':');
        VirtualRadioLink link = new(parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        await link.ConnectAsync();
        return link;
    }

    private static byte[] NoticeSecret(Scene scene, long entryId) =>
        scene.Bench.Services.GetRequiredService<SecretVault>().SecretsOf(entryId, 1).NoticeSecret;

    private static async Task SetTimeAsync(Scene scene, LockClient client, long entryId = Scene.LockA1)
    {
        byte[] secret = NoticeSecret(scene, entryId);
        PhoneAnswer answer =
            await client.AskAsync(
                () => client.MakeRequest(Command.SetTime, null, FacilityTime.Make(secret, client.ChallengeFrame, scene.Bench.Now)), secret);
        Assert.AreEqual((Status.Ok, true), (answer.Status, answer.IsProven));
    }

    private static async Task DeliverAsync(Scene scene, LockClient client, long entryId = Scene.LockA1)
    {
        foreach (IssuedNotice notice in await scene.MakeNoticesAsync(entryId))
        {
            PhoneAnswer answer = await client.AskAsync(Command.Deliver, null, notice.Content, NoticeSecret(scene, entryId));
            Assert.IsTrue(answer.IsProven && answer.Status is Status.Ok or Status.AlreadyApplied, answer.Status.ToString());
        }
    }

    private static async Task<Status> UnlockAsync(LockClient client, PhoneKey key)
    {
        PhoneAnswer answer = await client.AskAsync(Command.Unlock, key);
        Assert.IsTrue(answer.IsProven);
        return answer.Status;
    }
}
