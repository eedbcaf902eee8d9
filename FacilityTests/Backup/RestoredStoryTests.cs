using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Backup;

/// <summary>
/// A long story of a facility, with a copy of its database restored from every point of it. The staff makes the later decisions again,
/// as the command says, and the gateway visits each lock once. Then nobody opens who could not open without the restoration.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class RestoredStoryTests
{
    private const uint Ada = 11;
    private const uint Ben = 12;
    private const uint Cy = 13;
    private const uint Dot = 14;

    private static readonly long[] Locks = [PhoneStage.Gate, Ada, Ben, Cy, Dot];

    [TestMethod]
    public async Task Nobody_who_was_revoked_opens_after_a_copy_of_any_moment_was_restored()
    {
        string[] unrestored = [];
        int count = 1;
        for (int point = -1; point < count; point++)
        {
            using Story story = await Story.BeginAsync();
            count = story.Steps.Count;
            string[] opened = await story.RunAsync(point);
            if (point < 0)
                unrestored = opened;
            CollectionAssert.AreEqual(unrestored, opened, point < 0 ? "" : $"copied before \"{story.Steps[point].Name}\"");
        }
        CollectionAssert.AreEqual(new[] { "Cy's only key opens 1", "Cy's only key opens 13" }, unrestored);
    }

    /// <summary>One step of the story.</summary>
    /// <param name="Name">What happens.</param>
    /// <param name="DoAsync">Does it.</param>
    /// <param name="IsDecision">Whether the staff does it, and so does it again after a restoration.</param>
    private sealed record Step(string Name, Func<Task> DoAsync, bool IsDecision);

    private sealed class Story : IDisposable
    {
        private readonly PhoneStage _stage;
        private readonly List<(string Name, long LockId, PhoneKey Key)> _keys = [];

        private Story(PhoneStage stage) => _stage = stage;

        public List<Step> Steps { get; } = [];

        public static async Task<Story> BeginAsync()
        {
            Story story = new(await PhoneStage.StartAsync());
            (long ada, PhoneSim phoneOfAda) = await story._stage.AddTenantAsync("Ada", Ada);
            (long ben, PhoneSim phoneOfBen) = await story._stage.AddTenantAsync("Ben", Ben);
            (_, PhoneSim phoneOfCy) = await story._stage.AddTenantAsync("Cy", Cy);
            (long dot, PhoneSim phoneOfDot) = await story._stage.AddTenantAsync("Dot", Dot);
            await story.FetchAsync("Cy's only", phoneOfCy);
            await story.FetchAsync("Dot's only", phoneOfDot);
            await story.FetchAsync("Ada's first", phoneOfAda);
            await story.FetchAsync("Ben's first", phoneOfBen);
            await story.VisitAsync();
            story.Write(ada, phoneOfAda, ben, dot);
            return story;
        }

        /// <returns>Which keys open which locks.</returns>
        public async Task<string[]> RunAsync(int point)
        {
            string copy = Path.Combine(_stage.Bench.Folder, "copy.db");
            for (int i = 0; i < Steps.Count; i++)
            {
                if (i == point)
                    await _stage.Bench.InScopeAsync(services => services.GetRequiredService<DatabaseCopy>().MakeAsync(copy));
                await DoAsync(Steps[i]);
            }
            if (point >= 0)
            {
                SqliteFile.Copy(copy, Path.Combine(_stage.Bench.Folder, "facility.db"));
                await _stage.Bench.InScopeAsync(services => services.GetRequiredService<Restoration>().RunAsync(null, () => ""));
                foreach (Step step in Steps.Skip(point).Where(step => step.IsDecision))
                    await DoAsync(step);
            }
            await VisitAsync();
            SortedSet<string> opened = new(StringComparer.Ordinal);
            foreach ((string name, long lockId, PhoneKey key) in _keys)
            {
                using PhoneSim anybody = new(_stage);
                if (await anybody.UnlockAsync(lockId, key) == Status.Ok)
                    opened.Add($"{name} key opens {lockId}");
            }
            return [.. opened];
        }

        public void Dispose() => _stage.Dispose();

        private void Write(long ada, PhoneSim phoneOfAda, long ben, long dot)
        {
            Decide<LeaseService>("Ben's unit is overlocked", async leases => await leases.OverlockAsync(await UnitAsync(Ben)));
            Happen("the gateway visits", VisitAsync);
            Decide<LeaseService>("Ben's unit is opened again", async leases => await leases.LiftAsync(await UnitAsync(Ben)));
            Happen("the gateway visits again", VisitAsync);
            Happen("Ada's phone fetches keys", () => FetchAsync("Ada's second", phoneOfAda));
            Decide<PhoneChanges>("Ada's phone is lost", async phones => (await phones.LostAsync(ada)).Answer);
            Happen("the gateway visits the gate", () => VisitAsync(PhoneStage.Gate));
            Decide<LeaseService>("Ben moves out", async leases => await leases.MoveOutAsync(await UnitAsync(Ben)));
            Happen("the gateway visits Ben's former unit", () => VisitAsync(Ben));
            Decide<LeaseService>("Ada gets that unit too", async leases => await leases.LetAsync(await UnitAsync(Ben), ada));
            Decide<LeaseService>("Ada's unit is overlocked", async leases => await leases.OverlockAsync(await UnitAsync(Ada)));
            Happen("the gateway visits all", VisitAsync);
            Decide<AccountChanges>("Ben is deactivated", accounts => accounts.SetActiveAsync(ben, false));
            // The last notice that a lock got is one that some copies do not know. If its number is used again, this one is lost.
            Decide<PhoneChanges>("Dot's phone is lost", async phones => (await phones.LostAsync(dot)).Answer);
        }

        private void Happen(string name, Func<Task> doAsync) => Steps.Add(new Step(name, doAsync, IsDecision: false));

        private void Decide<TService>(string name, Func<TService, Task<Facility.UseCases.Changes.ChangeAnswer>> change)
            where TService : notnull => Steps.Add(new Step(name, () => _stage.DoAsync(change), IsDecision: true));

        private async Task DoAsync(Step step)
        {
            await step.DoAsync();
            _stage.Bench.Time.Advance(TimeSpan.FromSeconds(5));
        }

        private Task<long> UnitAsync(long lockId) =>
            _stage.Bench.InDbAsync(db => db.Units.Where(unit => unit.EntryId == lockId).Select(unit => unit.Id).SingleAsync());

        private async Task FetchAsync(string name, PhoneSim phone)
        {
            Assert.IsNotNull(await phone.FetchAsync(), phone.Refusal?.Reason);
            _keys.AddRange(phone.Keys.Select(key => (name, key.Key, key.Value)));
        }

        private async Task VisitAsync()
        {
            foreach (long lockId in Locks)
                await VisitAsync(lockId);
        }

        private async Task VisitAsync(long lockId) => Assert.AreEqual("", (await _stage.VisitAsync(lockId)).Error);
    }
}
