using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Changes;

/// <summary>The one way to change the database.</summary>
[TestClass]
public sealed class ChangeRunnerTests
{
    [TestMethod]
    public async Task A_change_is_stored_with_its_record_and_raises_the_version_once()
    {
        using FacilityBench bench = new();
        int before = (await SiteAsync(bench)).Version;
        await ChangeAsync(bench, (site, trail) =>
        {
            site.Name = "Elsewhere";
            site.KeyLifetimeHours = 5;
            trail.Add(AuditAction.SettingsChanged, "name");
            return ChangeAnswer.Done("");
        });
        SiteRow after = await SiteAsync(bench);
        Assert.AreEqual(("Elsewhere", before + 1), (after.Name, after.Version));
        Assert.AreEqual(1, await bench.InDbAsync(db => db.OfficeRecords.CountAsync(row => row.What == "settings-changed")));
    }

    [TestMethod]
    public async Task A_change_without_a_record_is_a_fault_and_is_not_stored()
    {
        using FacilityBench bench = new();
        SiteRow before = await SiteAsync(bench);
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => ChangeAsync(bench, (site, _) =>
        {
            site.Name = "Elsewhere";
            return ChangeAnswer.Done("");
        }));
        SiteRow after = await SiteAsync(bench);
        Assert.AreEqual((before.Name, before.Version), (after.Name, after.Version));
    }

    [TestMethod]
    public async Task A_refused_change_stores_nothing()
    {
        using FacilityBench bench = new();
        SiteRow before = await SiteAsync(bench);
        await ChangeAsync(bench, (site, trail) =>
        {
            site.Name = "Elsewhere";
            trail.Add(AuditAction.SettingsChanged, "name");
            return ChangeAnswer.Refused("");
        });
        SiteRow after = await SiteAsync(bench);
        Assert.AreEqual((before.Name, before.Version), (after.Name, after.Version));
        Assert.AreEqual(0, await bench.InDbAsync(db => db.OfficeRecords.CountAsync(row => row.What == "settings-changed")));
    }

    [TestMethod]
    public async Task A_change_that_claims_a_row_is_run_again_when_somebody_else_has_changed_it()
    {
        using FacilityBench bench = new();
        int before = (await SiteAsync(bench)).Version;
        int runs = 0;
        await bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            await services.GetRequiredService<ChangeRunner>().StoreAsync(async () =>
            {
                db.Claim(await db.Sites.SingleAsync());
                if (++runs == 1)
                    await ChangeAsync(bench, (site, trail) => Rename(site, trail));
                return true;
            });
        });
        Assert.AreEqual((2, before + 2), (runs, (await SiteAsync(bench)).Version));
    }

    private static ChangeAnswer Rename(SiteRow site, OfficeTrail trail)
    {
        site.Name = "Elsewhere";
        trail.Add(AuditAction.SettingsChanged, "name");
        return ChangeAnswer.Done("");
    }

    private static Task<SiteRow> SiteAsync(FacilityBench bench) => bench.InDbAsync(db => db.Sites.AsNoTracking().SingleAsync());

    private static Task ChangeAsync(FacilityBench bench, Func<SiteRow, OfficeTrail, ChangeAnswer> change) =>
        bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        await services.GetRequiredService<ChangeRunner>()
            .RunAsync(async () => change(await db.Sites.SingleAsync(), services.GetRequiredService<OfficeTrail>()));
    });
}
