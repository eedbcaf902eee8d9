using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Api;

/// <summary>Batches and notices that honest and dishonest phones carry.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class CarryTests
{
    private const long Gate = PhoneStage.Gate;

    [TestMethod]
    public async Task What_is_wrong_is_said_at_its_place_and_changes_nothing()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Nia Ford", 11);
        Entry before = await stage.EntryAsync(Gate);
        byte[] ledger = await stage.Bench.LedgerBytesAsync(Gate);
        CarryAnswer? answer = await phone.PostAsync<CarryAnswer>("/api/carry", new CarryRequest
        {
            Locks =
            [
                new CarriedLock { LockId = 999, Batches = ["AAAA"], ChallengeFrame = Convert.ToBase64String(new byte[22]) },
                new CarriedLock { LockId = -1 },
                new CarriedLock
                {
                    LockId = Gate,
                    Batches = ["not base64!", "AAAA", Convert.ToBase64String(new byte[600])],
                    Receipts = [new CarriedReceipt { ChallengeFrame = "?", Request = "?", Reply = "?" }],
                    ChallengeFrame = Convert.ToBase64String(new byte[22]),
                },
                new CarriedLock { LockId = Gate, Batches = [.. Enumerable.Repeat("AAAA", 33)] },
            ],
        });
        CollectionAssert.AreEqual(new[] { "unknown-lock", "unknown-lock", "ok", "too-many" },
            answer!.Locks.Select(item => item.Status).ToArray());
        CollectionAssert.AreEqual(new[] { "malformed", "malformed", "malformed" },
            answer.Locks[2].Batches.Select(batch => batch.Status).ToArray());
        CollectionAssert.AreEqual(new[] { "malformed" }, answer.Locks[2].Receipts.ToArray());
        Assert.IsNull(answer.Locks[0].Time);
        Assert.IsNull(answer.Locks[2].Time);
        Entry after = await stage.EntryAsync(Gate);
        Assert.AreEqual(before.Version, after.Version);
        CollectionAssert.AreEqual(ledger, await stage.Bench.LedgerBytesAsync(Gate));
        Assert.AreEqual(0, await stage.Bench.InDbAsync(db => db.Alerts.CountAsync()));
    }

    [TestMethod]
    public async Task Made_up_batches_raise_one_alert_however_many_come()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ole Beck", 11);
        string[] forged = [.. await ForgeAsync(stage, Gate, 3, isGenuine: false)];
        for (int i = 0; i < 2; i++)
        {
            LockAnswer answer = await phone.ExchangeAsync(new CarriedLock { LockId = Gate, Batches = forged });
            Assert.IsTrue(answer.Batches.All(batch => batch is { Status: "not-authentic", NewCount: 0 }));
        }
        Assert.AreEqual(1, await stage.Bench.InDbAsync(db => db.Alerts.CountAsync()));
        Assert.AreEqual(1, (await stage.RecordsAsync("carried-alert")).Count);
        Assert.AreEqual(0, await stage.Bench.InDbAsync(db => db.Events.CountAsync()));
    }

    [TestMethod]
    public async Task A_batch_that_two_phones_bring_at_once_is_stored_once_and_released()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim one) = await stage.AddTenantAsync("Pia Glen", 11);
        (_, PhoneSim two) = await stage.AddTenantAsync("Quinn Moor", 12);
        string[] batches = [.. await ForgeAsync(stage, Gate, 2, isGenuine: true)];
        LockAnswer[] answers = await Task.WhenAll(new[] { one, two, one, two }
            .Select(phone => Task.Run(() => phone.ExchangeAsync(new CarriedLock { LockId = Gate, Batches = batches }))));
        Assert.AreEqual(2, answers.Sum(answer => answer.Batches.Sum(batch => batch.NewCount)));
        Assert.AreEqual(2, await stage.Bench.InDbAsync(db => db.Events.CountAsync()));
        Assert.AreEqual(2, (await stage.EntryAsync(Gate)).StoredThrough);
        Assert.IsTrue(answers.All(answer => answer.ReadFrom == 3));
        Assert.IsTrue(answers.All(answer => answer.Notices.SequenceEqual(answers[0].Notices)), "the same bytes for every carrier");
        Notice notice = new();
        byte[] bytes = Convert.FromBase64String(answers[0].Notices.Single());
        Assert.IsTrue(notice.TryRead(bytes, 0, bytes.Length));
    }

    [TestMethod]
    public async Task A_notice_is_handed_out_until_the_locks_own_receipt_comes_and_no_forged_one_ends_it()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Rex Dale", 11);
        LockAnswer first = await phone.ExchangeAsync(new CarriedLock { LockId = 11 });
        Assert.AreEqual(1, first.Notices.Count);
        byte[] frame = new byte[ChallengeFrame.Size];
        byte[] request =
            Request.Build(Command.Deliver, 1, new byte[Request.NonceSize], null, null, Convert.FromBase64String(first.Notices[0]), null,
                frame);
        CarriedReceipt forged =
            new()
            {
                ChallengeFrame = Convert.ToBase64String(frame),
                Request = Convert.ToBase64String(request),
                Reply = Convert.ToBase64String(new byte[30])
            };
        LockAnswer second = await phone.ExchangeAsync(new CarriedLock { LockId = 11, Receipts = [forged] });
        CollectionAssert.AreEqual(new[] { "not-proven" }, second.Receipts.ToArray());
        CollectionAssert.AreEqual(first.Notices.ToArray(), second.Notices.ToArray());
        Assert.AreEqual(0, (await stage.EntryAsync(11)).Applied);
        LockAnswer last = await phone.CarryAsync(11);
        Assert.AreEqual("advanced", last.Receipts.Single());
        Assert.AreEqual(0, last.Notices.Count);
    }

    [TestMethod]
    public async Task More_locks_than_are_carried_at_once_are_refused_whole()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Sia Holt", 11);
        foreach (int count in new[] { 0, 17 })
        {
            Assert.IsNull(
                await phone.PostAsync<CarryAnswer>("/api/carry", new { locks = Enumerable.Repeat(new { lockId = Gate }, count) }));
            Assert.AreEqual((HttpStatusCode.BadRequest, "malformed"), (phone.Status, phone.Refusal!.Code));
        }
        Assert.IsNull(await phone.PostAsync<CarryAnswer>("/api/carry", new { locks = new object?[] { null } }));
        Assert.AreEqual(HttpStatusCode.BadRequest, phone.Status);
    }

    /// <summary>Batches of one event each, sealed with the lock's secret or with another one.</summary>
    private static Task<List<string>> ForgeAsync(PhoneStage stage, long lockId, int count, bool isGenuine) =>
        stage.Bench.InScopeAsync(services =>
    {
        SecretVault vault = services.GetRequiredService<SecretVault>();
        LockSecrets secrets = isGenuine ? vault.SecretsOf(lockId, 1) : new LockSecrets(new byte[Hmac.HashSize]);
        List<string> batches = [];
        for (uint i = 1; i <= count; i++)
        {
            byte[] batch = new byte[SealedBatch.HeaderSize + AuditEvent.Size];
            new AuditEvent { Time = stage.Bench.Now, Kind = EventKind.RequestToExit }.WriteTo(batch, SealedBatch.HeaderSize);
            SealedBatch.Seal(batch, 0, secrets, i, 1, (uint)count, 1, 1);
            batches.Add(Convert.ToBase64String(batch));
        }
        return Task.FromResult(batches);
    });
}
