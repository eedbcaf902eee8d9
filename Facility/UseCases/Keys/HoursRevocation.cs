using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>
/// Revokes the keys that open outside changed access hours, for all users with these hours. The number of queries does not grow with
/// the number of users.
/// </summary>
public sealed class HoursRevocation(FacilityDb db, LedgerStore ledgers, KeyEnds ends, FacilityClock clock)
{
    // The maximum number of rows that one statement changes.
    private const int BatchSize = 1000;

    /// <summary>Whether a key that may still open opens outside the new hours.</summary>
    /// <param name="scheduleId">The access hours; the keys of all their users are checked.</param>
    /// <param name="hours">The new hours.</param>
    public async Task<bool> IsNeededAsync(long scheduleId, WeekHours hours) => (await OutsideAsync(scheduleId, hours)).Count > 0;

    /// <summary>
    /// Revokes each user's keys at the entries where one of them opens outside the new hours, as
    /// <see cref="KeyRevocation.RevokeAsync"/> does. The caller has begun a transaction and raised <see cref="User.Version"/> of all
    /// these users in it; it saves and commits.
    /// </summary>
    /// <param name="scheduleId">The access hours; the keys of all their users are checked.</param>
    /// <param name="hours">The new hours.</param>
    /// <returns>The entries whose lock can take no more notices, each with the number of users whose keys stay valid there.</returns>
    public async Task<IReadOnlyList<(string Entry, int UserCount)>> RunAsync(long scheduleId, WeekHours hours)
    {
        ILookup<long, Opening> outside = await OutsideAsync(scheduleId, hours);
        long[] entryIds = [.. outside.Select(group => group.Key)];
        List<(string, int)> left = [];
        List<Opening> revokedKeys = [];
        List<Entry> entries = await db.Entries.Where(row => entryIds.Contains(row.Id)).OrderBy(row => row.Id).ToListAsync();
        await ledgers.LoadAsync(entries);
        foreach (Entry entry in entries)
        {
            IGrouping<long, Opening>[] holders = [.. outside[entry.Id].GroupBy(key => key.UserId)];
            IGrouping<long, Opening>[] revoked = await ledgers.TryReadAsync(entry) == null ? [] : await RevokeAsync(entry, holders);
            revokedKeys.AddRange(revoked.SelectMany(keys => keys));
            if (revoked.Length < holders.Length)
                left.Add((entry.Name, holders.Length - revoked.Length));
        }
        await MarkAsync(revokedKeys);
        return left;
    }

    /// <summary>Queues notices that revoke holders, as many as the lock can take.</summary>
    /// <returns>The holders whose notices were queued.</returns>
    private Task<IGrouping<long, Opening>[]> RevokeAsync(Entry entry, IGrouping<long, Opening>[] holders)
    {
        uint now = clock.Now;
        return ledgers.ChangeAsync(entry, (ledger, _) => holders.Where(keys =>
        {
            uint before = LockLedger.RevocationMoment(now, keys.Select(key => key.IssuedAt));
            return ledger.RevokeHolder((uint)keys.Key, before, (uint)keys.Max(key => key.NotAfter));
        }).ToArray());
    }

    private async Task MarkAsync(List<Opening> revokedKeys)
    {
        (long? at, long? by) = (ends.Now, ends.By);
        foreach (long[] ids in revokedKeys.Select(key => key.Id).Chunk(BatchSize))
        {
            await db.Keys.Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, KeyState.Revoked)
                .SetProperty(row => row.EndedAt, at).SetProperty(row => row.EndedBy, by)
                .SetProperty(row => row.EndedFor, KeyEnd.HoursChanged));
        }
        await db.RefreshExpirationsAsync(revokedKeys.Select(key => key.UserId));
    }

    /// <summary>
    /// The keys that may still open at an entry where a key of the same user is not within the hours; grouped by entry, and sorted by user.
    /// </summary>
    private async Task<ILookup<long, Opening>> OutsideAsync(long scheduleId, WeekHours hours)
    {
        uint now = clock.Now;
        // Many keys share few different windows, so each kind of windows is checked once.
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
