using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LockFirmware.FacilityTests.Data;

/// <summary>A change is repeated when somebody else has stored another one first.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ConflictsTests
{
    [TestMethod]
    public async Task A_change_that_postgresql_ended_for_waiting_in_a_circle_is_done_anew()
    {
        using FacilityBench bench = new();
        int tries = 0;
        int answer = await bench.InDbAsync(db => Conflicts.RetryAsync(db, () =>
            ++tries == 1 ? throw Error(PostgresErrorCodes.DeadlockDetected) : Task.FromResult(7)));
        Assert.AreEqual((7, 2), (answer, tries));
    }

    [TestMethod]
    public async Task Another_error_of_the_database_is_not_hidden()
    {
        using FacilityBench bench = new();
        int tries = 0;
        await Assert.ThrowsExactlyAsync<PostgresException>(() => bench.InDbAsync(db => Conflicts.RetryAsync<int>(db, () =>
        {
            tries++;
            throw Error(PostgresErrorCodes.DiskFull);
        })));
        Assert.AreEqual(1, tries);
    }

    [TestMethod]
    public async Task A_change_is_tried_eight_times_and_each_further_try_starts_with_an_empty_tracker()
    {
        using FacilityBench bench = new();
        List<int> tracked = [];
        await Assert.ThrowsExactlyAsync<DbUpdateConcurrencyException>(() => bench.InDbAsync(async db =>
        {
            await db.Sites.SingleAsync();
            return await Conflicts.RetryAsync<int>(db, async () =>
            {
                tracked.Add(db.ChangeTracker.Entries().Count());
                await db.Sites.SingleAsync();
                throw new DbUpdateConcurrencyException();
            });
        }));
        CollectionAssert.AreEqual(new[] { 1, 0, 0, 0, 0, 0, 0, 0 }, tracked);
    }

    private static PostgresException Error(string state) => new("said by the database", "ERROR", "ERROR", state);
}
