using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Ledgers;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>Several gateways on one database: each lock is visited by one of them at a time.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class LeaseTests
{
    private const int LockCount = 20;

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Of_two_gateways_one_wins_each_lock(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        await AddAsync(bench, LockCount);
        bool[][] won = await Task.WhenAll(new[] { "first", "second" }.Select(async owner =>
        {
            await Task.Yield();
            List<bool> mine = [];
            for (long id = 1; id <= LockCount; id++)
                mine.Add(await ClaimAsync(bench, id, owner));
            return mine.ToArray();
        }));
        for (int i = 0; i < LockCount; i++)
            Assert.IsTrue(won[0][i] ^ won[1][i], $"lock {i + 1}: {won[0][i]}, {won[1][i]}");
    }

    [TestMethod]
    public async Task A_lease_that_ran_out_goes_to_the_next()
    {
        using FacilityBench bench = new();
        await AddAsync(bench, 1);
        Assert.IsTrue(await ClaimAsync(bench, 1, "first"));
        Assert.IsFalse(await ClaimAsync(bench, 1, "second"));
        bench.Time.Advance(TimeSpan.FromSeconds(120));
        Assert.IsTrue(await ClaimAsync(bench, 1, "second"));
        await Assert.ThrowsExactlyAsync<LeaseLostException>(() => bench.InScopeAsync(async services =>
        {
            Entry entry = await services.GetRequiredService<FacilityDb>().Entries.SingleAsync();
            services.GetRequiredService<EntryLeases>().Keep(entry, "first");
        }));
    }

    [TestMethod]
    public async Task A_lock_that_is_not_due_is_not_claimed()
    {
        using FacilityBench bench = new();
        await AddAsync(bench, 1);
        await bench.InDbAsync(
            db => db.Entries.ExecuteUpdateAsync(row => row.SetProperty(entry => entry.NextVisitAt, (long)bench.Now + 60)));
        Assert.IsFalse(await ClaimAsync(bench, 1, "first"));
        bench.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.IsTrue(await ClaimAsync(bench, 1, "first"));
    }

    private static Task AddAsync(FacilityBench bench, uint count) => bench.InDbAsync(async db =>
    {
        for (uint id = 1; id <= count; id++)
        {
            Entry entry = EntryMaker.Make(id, $"Unit {id}", EntryKind.Unit);
            entry.Address = "127.0.0.1:1";
            db.Entries.Add(entry);
        }
        return await db.SaveChangesAsync();
    });

    private static Task<bool> ClaimAsync(FacilityBench bench, long id, string owner) =>
        bench.InScopeAsync(services => services.GetRequiredService<EntryLeases>().ClaimAsync(id, owner, default));
}
