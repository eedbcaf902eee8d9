using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>
/// Withdraws what opens outside access hours that were changed, from everybody who has them. The number of queries does not grow with
/// the users.
/// </summary>
public sealed class HoursWithdrawal(FacilityDb db, LedgerStore ledgers, FacilityClock clock)
{
    // Rows that one statement changes at most.
    private const int BatchSize = 1000;

    /// <summary>Whether a key that may still open admits at an hour that the hours do not.</summary>
    /// <param name="scheduleId">Whose users' keys are meant.</param>
    /// <param name="hours">The new hours.</param>
    public async Task<bool> IsNeededAsync(long scheduleId, WeekHours hours) => (await OutsideAsync(scheduleId, hours)).Count > 0;

    /// <summary>
    /// Withdraws each user's keys to the entries where one admits at an hour that the new hours do not, as
    /// <see cref="KeyRevocation.WithdrawAsync"/>
    /// does. The caller has begun a transaction, raised <see cref="User.Version"/> of all these users in it, and stores and commits.
    /// </summary>
    /// <param name="scheduleId">Whose users' keys are meant.</param>
    /// <param name="hours">The new hours.</param>
    /// <returns>The entries whose lock has room for no more notices, and of how many users the keys to it go on.</returns>
    public async Task<IReadOnlyList<(string Entry, int UserCount)>> RunAsync(long scheduleId, WeekHours hours)
    {
        ILookup<long, Opening> outside = await OutsideAsync(scheduleId, hours);
        long[] entryIds = [.. outside.Select(group => group.Key)];
        List<(string, int)> left = [];
        List<Opening> withdrawn = [];
        foreach (Entry entry in await db.Entries.Where(row => entryIds.Contains(row.Id)).OrderBy(row => row.Id).ToListAsync())
        {
            IGrouping<long, Opening>[] holders = [.. outside[entry.Id].GroupBy(key => key.UserId)];
            IGrouping<long, Opening>[] told = LedgerStore.TryRead(entry) == null ? [] : Tell(entry, holders);
            withdrawn.AddRange(told.SelectMany(keys => keys));
            if (told.Length < holders.Length)
                left.Add((entry.Name, holders.Length - told.Length));
        }
        await MarkAsync(withdrawn);
        return left;
    }

    /// <summary>Tells a lock of as many holders as there is room for.</summary>
    /// <returns>Those whose keys it will refuse.</returns>
    private IGrouping<long, Opening>[] Tell(Entry entry, IGrouping<long, Opening>[] holders) => ledgers.Change(entry, (ledger, _) =>
    {
        uint now = clock.Now;
        return holders.Where(keys =>
        {
            uint before = LockLedger.RevocationMoment(now, keys.Select(key => key.IssuedAt));
            return ledger.RevokeHolder((uint)keys.Key, before, (uint)keys.Max(key => key.NotAfter));
        }).ToArray();
    });

    private async Task MarkAsync(List<Opening> withdrawn)
    {
        foreach (long[] ids in withdrawn.Select(key => key.Id).Chunk(BatchSize))
            await db.Keys.Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, KeyState.Revoked));
        await db.RefreshExpirationsAsync(withdrawn.Select(key => key.UserId));
    }

    /// <summary>
    /// Every key that may still open at an entry where one of the same user's is not within the hours; by entry, the lowest users
    /// first.
    /// </summary>
    private async Task<ILookup<long, Opening>> OutsideAsync(long scheduleId, WeekHours hours)
    {
        uint now = clock.Now;
        // Many keys, few kinds of windows.
        Dictionary<string, bool> judged = [];
        Grant grant = new();
        HashSet<(long UserId, long EntryId)> outside = [];
        List<Opening> all = [];
        await foreach (var key
            in db.Keys.Where(row => row.User!.ScheduleId == scheduleId && row.State != KeyState.Revoked && row.NotAfter > now)
            .OrderBy(row => row.UserId).Select(row => new { row.Id, row.UserId, row.EntryId, row.IssuedAt, row.NotAfter, row.Grant })
            .AsAsyncEnumerable())
        {
            all.Add(new Opening(key.Id, key.UserId, key.EntryId, key.IssuedAt, key.NotAfter));
            if (!grant.TryRead(key.Grant, 0, key.Grant.Length) || !IsWithin(key.Grant.AsSpan(Grant.HeaderSize)))
                outside.Add((key.UserId, key.EntryId));
        }
        return all.Where(key => outside.Contains((key.UserId, key.EntryId))).ToLookup(key => key.EntryId);

        bool IsWithin(ReadOnlySpan<byte> windows)
        {
            string kind = Convert.ToHexString(windows);
            if (!judged.TryGetValue(kind, out bool isWithin))
                judged.Add(kind, isWithin = hours.Includes(new WeekHours(grant.Windows)));
            return isWithin;
        }
    }

    private readonly record struct Opening(long Id, long UserId, long EntryId, long IssuedAt, long NotAfter);
}
