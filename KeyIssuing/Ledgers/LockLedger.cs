using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// What the facility stores about one lock: its generation, its notices and how much of its audit trail is stored (docs/protocol.md,
/// 2, 6 and 7). It has no clock, no secrets and no database: time, secrets and bytes are arguments.
/// </summary>
/// <remarks>
/// Store the ledger before a notice that it made is given to a carrier, and in one transaction with the events of a batch that it
/// took in. After an older copy was restored, call <see cref="SkipNumbers"/> first, because numbers would be used twice. Not
/// thread-safe. It contains no secret in clear text. Bytes: version u8 = 1, or 2 where numbers were skipped | lockId u32 |
/// highestGeneration u16 | tenancy u16 | flags u8 (bit 0 overlocked, bit 1 lockdown) | toldStored u32 | trailLength u16 | trail
/// (see <see cref="EventTrail"/>) | outbox: applied u32 | lastNumber u32 | appliedAtIssue u32 | generation u16 | frozenCount u8 |
/// frozen | hasCurrent u8 | current (see <see cref="IssuedNotice"/>) | itemCount u16 | items (firstNumber u32 | kind u8 | length
/// u8 | value). Version 2 ends with skippedAbove u32 | skippedThrough u32.
/// </remarks>
public sealed class LockLedger
{
    private const byte Version = 1;
    private const byte VersionWithSkipped = 2;
    private const byte FlagOverlocked = 1;
    private const byte FlagLockdown = 2;

    private NoticeOutbox _outbox;
    private uint _toldStored;

    /// <summary>The ledger of a lock before its first notice and its first event.</summary>
    /// <param name="lockId">The lock's number, from 1; unique in the facility.</param>
    /// <param name="generation">The generation that the lock is provisioned with, from 1; higher than any before for this number.</param>
    public LockLedger(uint lockId, ushort generation)
    {
        LockId = lockId;
        HighestGeneration = generation;
        _outbox = new NoticeOutbox(lockId, generation);
        Trail = new EventTrail(generation);
    }

    /// <summary>The lock's number.</summary>
    public uint LockId { get; private set; }

    /// <summary>The generation that the lock is known to have. Keys are issued only in this one.</summary>
    public ushort Generation => _outbox.Generation;

    /// <summary>The highest generation that was ever assigned to this lock number.</summary>
    public ushort HighestGeneration { get; private set; }

    /// <summary>The last notice that the lock is known to have applied; 0 for none.</summary>
    public uint Applied => _outbox.Applied;

    /// <summary>The number of the last notice that was made; 0 for none.</summary>
    public uint LastNumber => _outbox.LastNumber;

    /// <summary>Whether the lock may have a generation: <see cref="Generation"/>, or that of a Rekey that was made for it.</summary>
    public bool MayHave(ushort generation) => _outbox.MayHave(generation);

    /// <summary>Whether the lock is not known to have applied every item.</summary>
    public bool HasOpenItems => _outbox.HasOpen;

    /// <summary>Whether an item waits for <see cref="MakeNotices"/>.</summary>
    public bool HasUnsentItems => _outbox.HasUnsent;

    /// <summary>The highest tenancy number that was queued for the lock; 0 for none.</summary>
    public ushort Tenancy { get; private set; }

    /// <summary>Whether the unit is to be overlocked.</summary>
    public bool IsOverlocked { get; private set; }

    /// <summary>Whether the lock is to be in lockdown.</summary>
    public bool IsLockdown { get; private set; }

    /// <summary>Which events of the lock are stored.</summary>
    public EventTrail Trail { get; private set; }

    /// <summary>Assigns the next generation, for a Rekey or a Provision. It never assigns the same generation twice.</summary>
    /// <returns>The generation; 0 when all are used.</returns>
    public ushort NextGeneration() => HighestGeneration == ushort.MaxValue ? (ushort)0 : ++HighestGeneration;

    /// <summary>Makes the secret of an offline key for this lock (docs/protocol.md, 3).</summary>
    /// <param name="generation">The generation in which the caller wants the key.</param>
    /// <param name="grant">What the key permits.</param>
    /// <param name="source">The lock's secrets.</param>
    /// <returns>
    /// 32 bytes; null when the generation is not <see cref="Generation"/>, the grant is for another lock, or secrets are missing.
    /// </returns>
    public byte[]? IssueKey(ushort generation, Grant grant, ILockSecretsSource source)
    {
        LockSecrets? secrets = generation == Generation && grant.LockId == LockId ? source.SecretsOf(generation) : null;
        return secrets == null ? null : Grant.HolderSecret(secrets.KeyMinter, grant.ToBytes());
    }

    /// <summary>The moment for <see cref="RevokeHolder"/> that includes every given key.</summary>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="issuedAt">When each key was issued, seconds since 2020-01-01T00:00:00Z.</param>
    /// <returns>Now, or one second after the last key was issued, whichever is later.</returns>
    public static uint RevocationMoment(uint now, IEnumerable<long> issuedAt) => (uint)issuedAt.Select(at => at + 1).Append(now).Max();

    /// <summary>Queues an item: the lock refuses a holder's keys that were issued before a moment.</summary>
    /// <param name="holderId">The holder.</param>
    /// <param name="before">The moment, seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="until">
    /// When the last of these keys expires, seconds since 2020-01-01T00:00:00Z. The item is repeated until the lock has applied it,
    /// also after that.
    /// </param>
    /// <returns>False when too many items wait.</returns>
    public bool RevokeHolder(uint holderId, uint before, uint until) =>
        Queue(NoticeItemKind.RevokeHolder, NoticeItem.RevokeHolder(holderId, before, until));

    /// <summary>Queues an item: the lock refuses one key.</summary>
    /// <param name="keyId">The key.</param>
    /// <param name="until">When the key expires, seconds since 2020-01-01T00:00:00Z.</param>
    /// <returns>False when too many items wait.</returns>
    public bool RevokeKey(uint keyId, uint until) => Queue(NoticeItemKind.RevokeKey, NoticeItem.RevokeKey(keyId, until));

    /// <summary>Queues an item: the lock refuses one guest of one key.</summary>
    /// <param name="keyId">The key.</param>
    /// <param name="guestId">The guest.</param>
    /// <param name="until">When the guest's share expires, seconds since 2020-01-01T00:00:00Z.</param>
    /// <returns>False when too many items wait.</returns>
    public bool RevokeGuest(uint keyId, uint guestId, uint until) =>
        Queue(NoticeItemKind.RevokeGuest, NoticeItem.RevokeGuest(keyId, guestId, until));

    /// <summary>Queues an item: the lock refuses keys of lower tenancy numbers.</summary>
    /// <param name="tenancy">Not lower than <see cref="Tenancy"/>.</param>
    /// <returns>False when it is lower or too many items wait.</returns>
    public bool SetTenancy(ushort tenancy)
    {
        if (tenancy < Tenancy || !Queue(NoticeItemKind.Tenancy, NoticeItem.Tenancy(tenancy)))
            return false;
        Tenancy = tenancy;
        return true;
    }

    /// <summary>Queues an item: overlock the unit, or lift the overlock.</summary>
    /// <returns>False when too many items wait.</returns>
    public bool Overlock(bool on)
    {
        if (!Queue(NoticeItemKind.Overlock, NoticeItem.Switch(on)))
            return false;
        IsOverlocked = on;
        return true;
    }

    /// <summary>Queues an item: put the lock into lockdown, or lift the lockdown.</summary>
    /// <returns>False when too many items wait.</returns>
    public bool Lockdown(bool on)
    {
        if (!Queue(NoticeItemKind.Lockdown, NoticeItem.Switch(on)))
            return false;
        IsLockdown = on;
        return true;
    }

    /// <summary>Queues an item: replace zone rule and configuration.</summary>
    /// <returns>False when the lock would refuse the configuration or too many items wait.</returns>
    public bool Configure(LockConfiguration configuration)
    {
        byte[] value = NoticeItem.Configuration(configuration);
        return OpenItem.HasForm(NoticeItemKind.Configuration, value) && Queue(NoticeItemKind.Configuration, value);
    }

    /// <summary>Queues an item: the lock may overwrite its events up to <see cref="EventTrail.StoredThrough"/>.</summary>
    /// <remarks>Queues nothing when such an item was queued before.</remarks>
    /// <returns>False when too many items wait.</returns>
    public bool ReleaseEvents()
    {
        if (Trail.StoredThrough <= _toldStored)
            return true;
        if (!Queue(NoticeItemKind.EventsStored, NoticeItem.EventsStored(Trail.StoredThrough)))
            return false;
        _toldStored = Trail.StoredThrough;
        return true;
    }

    /// <summary>
    /// Queues an item: the lock takes a new secret. Keys of the current generation stop working when the lock applies it.
    /// </summary>
    /// <param name="generation">The last result of <see cref="NextGeneration"/>, not used before.</param>
    /// <returns>False when it is another generation or too many items wait.</returns>
    public bool Rekey(ushort generation) =>
        generation == HighestGeneration && !_outbox.IsTaken(generation) && Queue(NoticeItemKind.Rekey, NoticeItem.Tenancy(generation));

    /// <summary>Whether a Rekey waits for the lock: it was queued, and the lock is not known to have applied it.</summary>
    public bool IsRekeyWaiting => HighestGeneration > Generation && _outbox.IsTaken(HighestGeneration);

    /// <summary>Puts the waiting items into notices and returns the notices to deliver.</summary>
    /// <param name="now">The facility's time, seconds since 2020-01-01T00:00:00Z: the issuedAt of new notices.</param>
    /// <param name="source">The lock's secrets.</param>
    /// <returns>
    /// Every notice that the lock is not known to have applied, in the order of delivery. The bytes stay the same while no item is
    /// added. When secrets are missing or too many notices are frozen, <see cref="HasUnsentItems"/> stays true and the other items
    /// wait for a reply of the lock.
    /// </returns>
    /// <remarks>
    /// A lock that has applied a Rekey answers NotAuthentic when the same notice comes again, because it no longer has the old secret.
    /// If the first reply was lost and no notice follows, read events with a key of the new generation: the batch shows that the Rekey
    /// was applied (<see cref="TakeBatch"/>).
    /// </remarks>
    public IssuedNotice[] MakeNotices(uint now, ILockSecretsSource source)
    {
        _outbox.Make(now, source);
        return _outbox.Outstanding();
    }

    /// <summary>Takes in the receipt of a delivered notice. Late and repeated receipts do no harm.</summary>
    public DeliveryResult TakeReceipt(DeliveryReceipt receipt, ILockSecretsSource source)
    {
        for (ushort generation = HighestGeneration; generation >= Generation && generation > 0; generation--)
        {
            LockSecrets? secrets = _outbox.MayHave(generation) ? source.SecretsOf(generation) : null;
            if (secrets == null || !receipt.TryOpen(secrets))
                continue;
            DeliveryResult rekeyed = _outbox.LearnGeneration(generation);
            DeliveryResult result = _outbox.Learn(receipt.Number, receipt.Applied);
            if (result == DeliveryResult.NothingNew)
                result = rekeyed;
            bool isRefused = receipt.Status == Status.NotApplicable || receipt.Status == Status.GenerationTooLow;
            return isRefused && result == DeliveryResult.NothingNew ? DeliveryResult.Refused : result;
        }
        return DeliveryResult.NotProven;
    }

    /// <summary>Takes in a batch of events. The events also say which notices the lock has applied.</summary>
    /// <param name="batch">Its bytes, from any source.</param>
    /// <param name="source">The lock's secrets.</param>
    /// <param name="isFresh">Whether the gateway has just read it from the lock, see <see cref="EventTrail.Take"/>.</param>
    public BatchIntake TakeBatch(byte[] batch, ILockSecretsSource source, bool isFresh)
    {
        ushort generation = SealedBatch.ClaimedGeneration(batch);
        bool isOurs = generation >= Trail.FirstGeneration && (generation <= Generation || _outbox.MayHave(generation));
        BatchIntake intake = Trail.Take(batch, isOurs ? source.SecretsOf(generation) : null, isFresh);
        // Anyone who has extracted a former secret can write batches of that generation, so they prove nothing about notices.
        if (!intake.IsTaken || !_outbox.MayHave(generation))
            return intake;
        _outbox.LearnGeneration(generation);
        bool isSkipped = intake.NewlyApplied.Exists(_outbox.IsSkipped);
        bool isAhead = _outbox.LearnApplied(intake.AppliedSeen) == DeliveryResult.AheadOfLedger;
        intake.IsAheadOfLedger = isAhead || isSkipped;
        if (isSkipped && !isAhead)
            _outbox.ForgetSkipped();
        return intake;
    }

    /// <summary>
    /// Leaves out the numbers of notices that may have been used after this ledger was copied. A lock that has applied one of them is
    /// recognised, see <see cref="DeliveryResult.AheadOfLedger"/>.
    /// </summary>
    /// <param name="through">The next notice gets a number above this one. A number below <see cref="LastNumber"/> has no effect.</param>
    public void SkipNumbers(uint through) => _outbox.SkipNumbers(through);

    /// <summary>
    /// Leaves out generations that may have been assigned after this ledger was copied. A Rekey that was in no notice gets a new one,
    /// because another notice may have brought the lock its generation.
    /// </summary>
    /// <param name="count">How many. Nothing changes if there are not as many left.</param>
    public void SkipGenerations(int count)
    {
        if (HighestGeneration + count >= ushort.MaxValue)
            return;
        ushort next = (ushort)(HighestGeneration + count + 1);
        HighestGeneration = _outbox.MoveRekey(next) ? next : (ushort)(next - 1);
    }

    /// <summary>
    /// Whether a notice that the lock has applied is not of this ledger: the ledger is an older copy, and the lock is the same hardware.
    /// </summary>
    /// <param name="applied">The last notice that the lock has applied, as its Status proves it.</param>
    public bool IsAhead(uint applied) => applied > Applied && _outbox.IsAhead(applied);

    /// <summary>Takes in what the Status of the lock proves: its generation, and the last notice that it has applied.</summary>
    /// <param name="generation">The generation under whose secret the lock has proved it.</param>
    /// <param name="applied">The number; 0 for none.</param>
    /// <param name="appliedBefore">
    /// <see cref="Applied"/> before the lock was asked. If the lock has applied less than that, its memory went back.
    /// </param>
    public DeliveryResult LearnStatus(ushort generation, uint applied, uint appliedBefore)
    {
        if (applied < appliedBefore)
            return DeliveryResult.RolledBack;
        _outbox.LearnGeneration(generation);
        return _outbox.LearnApplied(applied);
    }

    /// <summary>
    /// Compares overlock and lockdown with what the lock's Status proves. What shuts the door is kept: a switch that only the lock has
    /// on counts as on, and one that only the ledger has on is sent again. A switch with an item on its way is left out.
    /// </summary>
    /// <param name="applied">The last notice that the lock had applied at that moment. If it is not <see cref="Applied"/>, nothing is
    /// compared.</param>
    /// <param name="isOverlocked">Whether the lock is overlocked.</param>
    /// <param name="isLockdown">Whether the lock is in lockdown.</param>
    /// <returns>Which switches only the lock had on.</returns>
    public (bool Overlock, bool Lockdown) LearnSwitches(uint applied, bool isOverlocked, bool isLockdown)
    {
        if (applied != Applied)
            return default;
        bool overlock = Learn(NoticeItemKind.Overlock, IsOverlocked, isOverlocked);
        bool lockdown = Learn(NoticeItemKind.Lockdown, IsLockdown, isLockdown);
        IsOverlocked |= overlock;
        IsLockdown |= lockdown;
        return (overlock, lockdown);
    }

    private bool Learn(NoticeItemKind kind, bool isOn, bool isOnAtLock)
    {
        if (isOn == isOnAtLock || _outbox.HasOpenOf(kind))
            return false;
        if (isOn)
            _outbox.QueueAgain(kind, NoticeItem.Switch(true));
        return isOnAtLock;
    }

    /// <summary>Takes in that an installer provisioned the same hardware again. The items that Provision cleared are sent again.</summary>
    /// <param name="generation">The result of <see cref="NextGeneration"/> for it.</param>
    /// <returns>False when the generation was not assigned or is not above the current one.</returns>
    public bool Provisioned(ushort generation) => Restart(generation, false);

    /// <summary>Takes in that other hardware replaced the lock: it has applied no notice, and its events start at 1.</summary>
    /// <param name="generation">The result of <see cref="NextGeneration"/> for it.</param>
    /// <returns>The trail of the former hardware, for batches that carriers still have; null when the generation is wrong.</returns>
    public EventTrail? Replaced(ushort generation)
    {
        EventTrail before = Trail;
        if (!Restart(generation, true))
            return null;
        Trail = new EventTrail(generation);
        _toldStored = 0;
        return before;
    }

    /// <summary>The ledger's bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] trail = Trail.ToBytes();
        FieldWriter target = new();
        target.U8(_outbox.HasSkipped ? VersionWithSkipped : Version);
        target.U32(LockId);
        target.U16(HighestGeneration);
        target.U16(Tenancy);
        target.U8((IsOverlocked ? FlagOverlocked : 0) | (IsLockdown ? FlagLockdown : 0));
        target.U32(_toldStored);
        target.U16(trail.Length);
        target.Raw(trail);
        _outbox.WriteTo(target);
        return target.ToBytes();
    }

    /// <summary>Reads a ledger from its exact bytes.</summary>
    /// <returns>False when the version, a length or the order of the numbers is wrong; the object is then undefined.</returns>
    public bool TryRead(byte[] bytes)
    {
        FieldReader source = new(bytes);
        byte version = source.ReadU8();
        if (version is not (Version or VersionWithSkipped))
            return false;
        LockId = source.ReadU32();
        HighestGeneration = source.ReadU16();
        Tenancy = source.ReadU16();
        byte flags = source.ReadU8();
        IsOverlocked = (flags & FlagOverlocked) != 0;
        IsLockdown = (flags & FlagLockdown) != 0;
        _toldStored = source.ReadU32();
        byte[] trail = source.ReadBytes(source.ReadU16());
        _outbox = new NoticeOutbox(LockId, 0);
        return (flags & ~(FlagOverlocked | FlagLockdown)) == 0 && Trail.TryRead(trail)
            && _outbox.TryRead(source, version == VersionWithSkipped) && source.IsExact && Generation <= HighestGeneration
            && Trail.Generation <= HighestGeneration && _toldStored <= Trail.StoredThrough;
    }

    private bool Restart(ushort generation, bool isReplaced)
    {
        if (generation <= Generation || generation > HighestGeneration)
            return false;
        _outbox.Restart(generation, isReplaced);
        if (Tenancy > 0)
            _outbox.QueueAgain(NoticeItemKind.Tenancy, NoticeItem.Tenancy(Tenancy));
        if (IsOverlocked)
            _outbox.QueueAgain(NoticeItemKind.Overlock, NoticeItem.Switch(true));
        if (IsLockdown)
            _outbox.QueueAgain(NoticeItemKind.Lockdown, NoticeItem.Switch(true));
        return true;
    }

    private bool Queue(NoticeItemKind kind, byte[] value) => _outbox.Queue(kind, value);
}
