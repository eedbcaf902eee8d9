namespace LockFirmware.LockLink.Bluez;

/// <summary>Chooses which of the locks that are heard is tried next.</summary>
/// <param name="sought">The lock that is looked for.</param>
/// <param name="address">The address that it must have; null for any.</param>
internal sealed class LockSearch(SoughtLock sought, string? address)
{
    private readonly HashSet<string> _tried = [];
    private readonly List<string> _others = [];

    /// <summary>What is looked for, for a message.</summary>
    public string What => address != null ? $"The lock at {address}" : $"Lock {sought.LockId}";

    /// <summary>The lock to try now.</summary>
    /// <param name="heard">The locks that are heard, the strongest first.</param>
    /// <param name="isSettled">Whether a lock has been heard for some time, so that it is enough if none has the right name.</param>
    /// <returns>Null to go on listening.</returns>
    /// <exception cref="LockLinkException">A person must choose, or another program has the lock.</exception>
    public HeardLock? Next(IReadOnlyList<HeardLock> heard, bool isSettled)
    {
        HeardLock[] left = [.. heard.Where(one => !_tried.Contains(one.Path) && (address == null || one.Address == address))];
        HeardLock? right = left.FirstOrDefault(one => address != null || one.Number == sought.LockId);
        if (right == null && isSettled)
            right = NewOne(left) ?? left.FirstOrDefault(one => one.Number == null && !one.IsNew);
        if (right is not { IsConnected: true })
            return right;
        return isSettled ? throw new LockLinkException(LinkFault.Taken, BluezWords.Connected(right)) : null;
    }

    /// <summary>Whether an identity is the one that is looked for. Of an address any is taken: the caller checks it.</summary>
    public bool IsRight(KeyCrypto.IdentityFrame identity) => address != null
        || (identity.IsProvisioned ? identity.FacilityId == sought.FacilityId && identity.LockId == sought.LockId : sought.MayBeNew);

    /// <summary>Remembers that a lock is another one.</summary>
    public void Exclude(HeardLock lockThere, KeyCrypto.IdentityFrame? identity)
    {
        _tried.Add(lockThere.Path);
        string words = identity switch
        {
            null => "no lock of this protocol",
            { IsProvisioned: false } => "without identity",
            _ => $"number {identity.LockId} of facility {identity.FacilityId}",
        };
        _others.Add($"{lockThere}: {words}");
    }

    /// <summary>The error when the time is over.</summary>
    public LockLinkException NotFound(IEnumerable<HeardLock> heard, int seconds) => new(LinkFault.Unreachable, _others.Count > 0
        ? BluezWords.OtherLocks(What, _others)
        : BluezWords.NotHeard(What, seconds, heard));

    private HeardLock? NewOne(HeardLock[] left)
    {
        HeardLock[] news = [.. left.Where(one => one.IsNew)];
        return !sought.MayBeNew || news.Length == 0 ? null
            : news.DistinctBy(one => one.Address).Count() == 1 ? news[0]
            : throw new LockLinkException(LinkFault.Unreachable, BluezWords.SeveralNew(news.DistinctBy(one => one.Address)));
    }
}
