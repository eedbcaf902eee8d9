using System.Text.RegularExpressions;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>Letting and overlocking a unit, in a real browser.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class UnitsTests
{
    private const string Newcomer = "Farid Nazari";

    private static readonly Regex IsVacant = new("vacant", RegexOptions.IgnoreCase);
    private static readonly Regex IsOverlocked = new("overlocked", RegexOptions.IgnoreCase);

    [TestMethod]
    public async Task A_vacant_unit_is_let_and_the_next_tenancy_begins()
    {
        await using Visitor visitor = await OpenAsync();
        await visitor.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Units" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = Story.Vacant }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#state")).ToContainTextAsync(IsVacant);
        await visitor.Page.GetByLabel("Find the tenant").FillAsync("farid");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = $"Let to {Newcomer}" }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.Locator("#state")).Not.ToContainTextAsync(IsVacant);
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = Newcomer })).ToBeVisibleAsync();
        Unit unit = await visitor.Bench.InDbAsync(db => db.Units.Include(row => row.Lease!.User)
            .SingleAsync(row => row.Name == Story.Vacant));
        Assert.AreEqual(Newcomer, unit.Lease!.User!.Name);
        Assert.AreEqual(1, unit.Tenancy);
        Assert.AreEqual(1, unit.Lease.Tenancy);
    }

    [TestMethod]
    public async Task The_office_overlocks_a_unit_and_lifts_it_again()
    {
        await using Visitor visitor = await OpenAsync();
        await visitor.GoAsync("/Units");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "A-11" }).ClickAsync();
        await visitor.Page.Locator("summary", new() { HasText = "Overlock by the office" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Overlock by the office" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#state")).ToContainTextAsync(IsOverlocked);
        Assert.IsTrue(
            await visitor.Bench.InDbAsync(db => db.Units.Where(unit => unit.Name == "A-11")
                .Select(unit => unit.Entry!.IsOverlocked && unit.Entry.HasOpenItems).SingleAsync()), "the lock is to be told");

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Lift the overlock" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#state")).Not.ToContainTextAsync(IsOverlocked);
        Assert.IsFalse(
            await visitor.Bench.InDbAsync(db => db.Units.Where(unit => unit.Name == "A-11").Select(unit => unit.Entry!.IsOverlocked)
                .SingleAsync()));
    }

    private static async Task<Visitor> OpenAsync()
    {
        FacilityBench bench = new(isReal: true);
        await Story.TellAsync(bench);
        Visitor visitor = await Visitor.OpenAsync(bench);
        await visitor.SignInAsync(Permissions.ManageUnits | Permissions.ManageUsers);
        return visitor;
    }
}
