using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Backup;

/// <summary>
/// A long story of a facility, with a copy of its database from every point of it. At the end each copy is put back, with the locks as
/// they were at the end. The staff makes the later decisions again, as the command says, and the gateway visits each lock once. Then
/// nobody opens who could not open without the restoration. A user who was created and deactivated after the copy is not created again.
/// </summary>
public abstract class RestoredStoryTests(DatabaseKind kind)
{
    private const uint Ada = 11;
    private const uint Ben = 12;
    private const uint Cy = 13;
    private const uint Dot = 14;
    private const uint Eve = 15;
    private const uint Gil = 16;
    private const uint NewOfGil = 17;
    private const uint Hall = 2;
    private const string LastDelivery = "the gateway visits all";
    private const string NewUser = "Eve is added";

    private static readonly long[] Locks = [PhoneStage.Gate, Hall, Ada, Ben, Cy, Dot, Eve];

    private static readonly string[] Right =
        ["Cy's only key opens 1", "Cy's only key opens 13", "Gil's first key opens 1", "Gil's second key opens 1"];

    [TestMethod]
    public async Task Nobody_who_was_revoked_opens_after_a_copy_of_any_moment_was_restored()
    {
        using TestDatabase database = new(kind);
        using Story story = await Story.BeginAsync(database.Postgres);
        // A server takes seconds to copy a database, so only a few copies are made there.
        int[] points = [.. Enumerable.Range(0, story.Steps.Count).Where(point => kind == DatabaseKind.Sqlite || point % 9 == 3)];
        await story.TellAsync(points);
        CollectionAssert.AreEqual(Right, await story.OpenedAsync());
        foreach (int point in points)
        {
            await story.RestoreAsync(point);
            string where = $"copied before \"{story.Steps[point].Name}\"";
            string[] opened = await story.OpenedAsync();
            CollectionAssert.AreEqual(Right, opened, $"{where}: {string.Join(", ", opened)}");
            Assert.AreEqual(story.IsBefore(point, LastDelivery), await story.HasAlertAsync(), $"alert, {where}");
        }
    }

    /// <summary>One step of the story.</summary>
    /// <param name="Name">What happens.</param>
    /// <param name="DoAsync">Does it.</param>
    /// <param name="IsDecision">Whether the staff does it, and so does it again after a restoration.</param>
    private sealed record Step(string Name, Func<Task> DoAsync, bool IsDecision)
    {
        public bool IsAboutEve => Name.Contains("Eve", StringComparison.Ordinal);
    }

    private sealed class Story : IDisposable
    {
        private readonly PhoneStage _stage;
        private readonly DatabaseCopies _copies;
        private readonly List<(string Name, long LockId, PhoneKey Key)> _keys = [];
        private readonly Dictionary<long, FlashCopy> _end = [];
        private long _eve;
        private long _firstEve;

        private Story(PhoneStage stage, string? postgres)
        {
            _stage = stage;
            _copies = new DatabaseCopies(stage.Bench, postgres);
        }

        public List<Step> Steps { get; } = [];

        public static async Task<Story> BeginAsync(string? postgres)
        {
            Story story = new(await PhoneStage.StartAsync(postgres: postgres), postgres);
            (long ada, PhoneSim phoneOfAda) = await story._stage.AddTenantAsync("Ada", Ada);
            (long ben, PhoneSim phoneOfBen) = await story._stage.AddTenantAsync("Ben", Ben);
            (_, PhoneSim phoneOfCy) = await story._stage.AddTenantAsync("Cy", Cy);
            (long dot, PhoneSim phoneOfDot) = await story._stage.AddTenantAsync("Dot", Dot);
            (_, PhoneSim phoneOfGil) = await story._stage.AddTenantAsync("Gil", Gil);
            await story._stage.AddUnitAsync("Unit 15", Eve);
            await story._stage.AddUnitAsync("Unit 17", NewOfGil);
            await story._stage.ChangeAsync(async db =>
            {
                Entry hall = EntryMaker.Make(Hall, "Hall", EntryKind.BuildingDoor);
                hall.Building = "Hall";
                db.Entries.Add(hall);
                (await db.Units.SingleAsync(unit => unit.EntryId == Gil)).Building = "Hall";
            });
            await story.FetchAsync("Cy's only", phoneOfCy);
            await story.FetchAsync("Dot's only", phoneOfDot);
            await story.FetchAsync("Ada's first", phoneOfAda);
            await story.FetchAsync("Ben's first", phoneOfBen);
            await story.FetchAsync("Gil's first", phoneOfGil);
            await story.VisitAsync();
            story.Write(ada, phoneOfAda, ben, dot, phoneOfGil);
            return story;
        }

        /// <summary>Tells the story to its end.</summary>
        /// <param name="points">The steps before which the database is copied.</param>
        public async Task TellAsync(int[] points)
        {
            for (int i = 0; i < Steps.Count; i++)
            {
                if (points.Contains(i))
                    await _copies.AddAsync(i);
                await DoAsync(Steps[i]);
            }
            _firstEve = _eve;
            foreach (long lockId in Locks)
                _end.Add(lockId, FlashCopy.Of(await _stage.LockAsync(lockId)));
            await VisitAsync();
        }

        /// <summary>Restores the copy that was made before a step, and has the staff do its part again.</summary>
        public async Task RestoreAsync(int point)
        {
            foreach (long lockId in Locks)
                _end[lockId].WriteTo(await _stage.LockAsync(lockId));
            _copies.PutBack(point);
            _eve = _firstEve;
            await _stage.Bench.InScopeAsync(services => services.GetRequiredService<Restoration>().RunAsync(null, () => ""));
            bool isEveKnown = !IsBefore(point, NewUser);
            foreach (Step step in Steps.Skip(point).Where(step => step.IsDecision && (isEveKnown || !step.IsAboutEve)))
                await DoAsync(step);
            await VisitAsync();
            await RestartAsync(Ben);
        }

        public bool IsBefore(int point, string step) => point <= Steps.FindIndex(other => other.Name == step);

        public Task<bool> HasAlertAsync() => _stage.Bench.InDbAsync(db => db.Alerts.AnyAsync());

        /// <returns>Which keys open which locks.</returns>
        public async Task<string[]> OpenedAsync()
        {
            SortedSet<string> opened = new(StringComparer.Ordinal);
            foreach ((string name, long lockId, PhoneKey key) in _keys)
            {
                using PhoneSim anybody = new(_stage);
                if (await anybody.TryUnlockAsync(lockId, key) == Status.Ok)
                    opened.Add($"{name} key opens {lockId}");
            }
            return [.. opened];
        }

        public void Dispose()
        {
            _stage.Dispose();
            _copies.Dispose();
        }

        private void Write(long ada, PhoneSim phoneOfAda, long ben, long dot, PhoneSim phoneOfGil)
        {
            Decide<LeaseService>("Ben's unit is overlocked", async leases => await leases.OverlockAsync(await UnitAsync(Ben)));
            Happen("the gateway visits", VisitAsync);
            Decide<LeaseService>("Ben's unit is opened again", async leases => await leases.LiftAsync(await UnitAsync(Ben)));
            Happen("the gateway visits again", VisitAsync);
            Decide(NewUser, AddEveAsync);
            Decide<LeaseService>("Eve gets a unit", async leases => await leases.LetAsync(await UnitAsync(Eve), _eve));
            Happen("Eve's phone fetches keys", async () => await FetchAsync("Eve's only", await _stage.SignInAsync(_eve)));
            Happen("Ada's phone fetches keys", () => FetchAsync("Ada's second", phoneOfAda));
            Happen("Gil's phone fetches keys", () => FetchAsync("Gil's second", phoneOfGil));
            Decide<LeaseService>("Gil moves to another building",
                async leases => await leases.TransferAsync(await UnitAsync(Gil), await UnitAsync(NewOfGil)));
            Decide<PhoneChanges>("Ada's phone is lost", async phones => (await phones.LostAsync(ada)).Answer);
            Happen("the gateway visits the gate", () => VisitAsync(PhoneStage.Gate));
            Decide<KeyRetirement>("Ben's lock gets another secret", keys => keys.RetireAsync(Ben));
            Happen("the gateway brings it", () => VisitAsync(Ben));
            Happen("the lock starts with it", () => RestartAsync(Ben));
            Decide<LeaseService>("Ben moves out", async leases => await leases.MoveOutAsync(await UnitAsync(Ben)));
            Happen("the gateway visits Ben's former unit", () => VisitAsync(Ben));
            Decide<LeaseService>("Ada gets that unit too", async leases => await leases.LetAsync(await UnitAsync(Ben), ada));
            Decide<LeaseService>("Ada's unit is overlocked", async leases => await leases.OverlockAsync(await UnitAsync(Ada)));
            Happen(LastDelivery, VisitAsync);
            Decide<AccountChanges>("Ben is deactivated", accounts => accounts.SetActiveAsync(ben, false));
            Decide<LeaseService>("Eve moves out", async leases => await leases.MoveOutAsync(await UnitAsync(Eve)));
            Decide<AccountChanges>("Eve is deactivated", accounts => accounts.SetActiveAsync(_eve, false));
            // The last notice that a lock got is one that some copies do not know. If its number is used again, this one is lost.
            Decide<PhoneChanges>("Dot's phone is lost", async phones => (await phones.LostAsync(dot)).Answer);
        }

        private void Happen(string name, Func<Task> doAsync) => Steps.Add(new Step(name, doAsync, IsDecision: false));

        private void Decide(string name, Func<Task> doAsync) => Steps.Add(new Step(name, doAsync, IsDecision: true));

        private void Decide<TService>(string name, Func<TService, Task<ChangeAnswer>> change) where TService : notnull =>
            Decide(name, () => _stage.DoAsync(change));

        private async Task AddEveAsync() => _eve = await _stage.AddUserAsync("Eve");

        private async Task RestartAsync(long lockId)
        {
            VirtualLock door = await _stage.LockAsync(lockId);
            door.Board.CutPower();
            door.Board.PowerOn();
        }

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
            _keys.AddRange(phone.Keys.Where(key => Locks.Contains(key.Key)).Select(key => (name, key.Key, key.Value)));
        }

        private async Task VisitAsync()
        {
            foreach (long lockId in Locks)
                await VisitAsync(lockId);
        }

        private async Task VisitAsync(long lockId) => Assert.AreEqual("", (await _stage.VisitAsync(lockId)).Error);
    }
}

/// <summary>The story on SQLite, with a copy before each step.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class RestoredOnSqliteTests() : RestoredStoryTests(DatabaseKind.Sqlite);

/// <summary>The story on PostgreSQL. A class of its own runs beside the other.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class RestoredOnPostgresTests() : RestoredStoryTests(DatabaseKind.Postgres);
