using LockFirmware.Facility.Data;
using LockFirmware.LockLink.Words;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>The names for the numbers in a set of events, read from the database together.</summary>
public sealed class KeyNames
{
    /// <summary>Keys with lower numbers are the facility's own.</summary>
    public const uint FirstUserKey = 1001;

    private Dictionary<long, string> _holders = [];
    private ILookup<long, KeyShare> _shares = Array.Empty<KeyShare>().ToLookup(share => share.KeyId);

    /// <summary>Reads the names for a set of events.</summary>
    public static async Task<KeyNames> LoadAsync(FacilityDb db, IEnumerable<LockEvent> events)
    {
        long[] keyIds = [.. events.Select(row => row.KeyId).Where(id => id >= FirstUserKey).Distinct()];
        if (keyIds.Length == 0)
            return new KeyNames();
        var holders = await db.Keys.AsNoTracking().Where(key => keyIds.Contains(key.Id))
            .Select(key => new { key.Id, key.UserId, key.User!.Name, key.User.IsErased }).ToListAsync();
        List<KeyShare> shares = await db.Shares.AsNoTracking().Where(share => keyIds.Contains(share.KeyId)).ToListAsync();
        return new KeyNames
        {
            _holders = holders.ToDictionary(row => row.Id, row => row.IsErased ? $"deleted user {row.UserId}" : row.Name),
            _shares = shares.ToLookup(share => share.KeyId),
        };
    }

    /// <summary>The names for an event of one key. A guest's number is unique only within that key.</summary>
    public IKeyNames Of(long keyId) => new OfKey(this, keyId);

    private sealed class OfKey(KeyNames all, long key) : IKeyNames
    {
        public bool IsGateway(uint keyId) => keyId is > 0 and < FirstUserKey;

        public string? Holder(uint keyId) => all._holders.GetValueOrDefault(keyId);

        public string? Guest(uint guestId) =>
            all._shares[key].FirstOrDefault(share => share.GuestId == guestId)?.GuestName is { Length: > 0 } name ? name : null;

        public bool IsShared(uint keyId) => all._shares[keyId].Any();
    }
}
