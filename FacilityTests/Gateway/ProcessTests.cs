using System.Net;
using System.Net.Sockets;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>Gateways as processes of their own on one PostgreSQL database.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [TestMethod]
    public async Task A_gateway_that_is_killed_in_a_visit_leaves_the_lock_to_the_next_when_its_lease_has_run_out()
    {
        using TestDatabase database = new(DatabaseKind.Postgres);
        using FacilityBench bench = new(database.Postgres);
        using BenchLock door = await BenchLock.MakeAsync(bench);
        string address = door.Lock.Address;
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        await door.AddressAsync(silent.LocalEndpoint.ToString()!);
        using (GatewayProcess gateway = new(bench, database.Postgres!))
        {
            using CancellationTokenSource late = new(Patience);
            using TcpClient visitor = await silent.AcceptTcpClientAsync(late.Token);
            gateway.Kill();
        }
        Entry left = await door.RowAsync();
        Assert.AreNotEqual("", left.LeaseOwner);
        Assert.IsTrue(left.LeaseUntil > 0);
        // The process uses the machine's clock; the bench has another one.
        await bench.InDbAsync(
            db => db.Entries.ExecuteUpdateAsync(row => row.SetProperty(entry => entry.LeaseUntil, (long)bench.Now + 120)));
        await door.AddressAsync(address);
        bench.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.IsFalse((await door.VisitAsync()).IsClaimed);
        Assert.AreEqual(left.LeaseOwner, (await door.RowAsync()).LeaseOwner);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        Assert.AreEqual("", (await door.RowAsync()).LeaseOwner);
        await door.AssertWholeAsync();
    }

    [TestMethod]
    public async Task Two_processes_share_the_locks_and_never_meet_at_one()
    {
        using TestDatabase database = new(DatabaseKind.Postgres);
        using FacilityBench bench = new(database.Postgres);
        List<BenchLock> doors = [];
        for (uint id = 1; id <= 6; id++)
            doors.Add(await BenchLock.MakeAsync(bench, id, $"Unit {id}"));
        using (GatewayProcess first = new(bench, database.Postgres!))
        using (GatewayProcess second = new(bench, database.Postgres!))
        {
            using CancellationTokenSource late = new(Patience);
            while (await bench.InDbAsync(db => db.Entries.AnyAsync(entry => entry.ContactAt == null || entry.LeaseOwner != "")))
            {
                late.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
        foreach (BenchLock door in doors)
        {
            // A lock has one visitor at a time. A second one would get "busy".
            Entry entry = await door.RowAsync();
            Assert.AreEqual((0, ""), (entry.FailureCount, entry.LastError));
            await door.AssertWholeAsync();
            door.Dispose();
        }
    }
}
