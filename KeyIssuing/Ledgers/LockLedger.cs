using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// What the facility keeps of one lock: its generation, the notices it has been sent and has applied, and how far its audit
/// trail is stored (docs/protocol.md, 2, 6 and 7). Pure: time, secrets and bytes are arguments, and
/// <see cref="ToBytes"/> is all that a database needs.
/// </summary>
/// <remarks>
/// The ledger is stored before a notice it made is handed out, and together with the events of a batch it took in. Never
/// go on from an older copy: numbers would be used twice. Not thread-safe. Bytes: version u8 = 1 | lockId u32 |
/// highestGeneration u16 | tenancy u16 | flags u8 (bit 0 overlocked, bit 1 lockdown) | toldStored u32 | trailLength u16 |
/// trail (see <see cref="EventTrail"/>) | outbox: applied u32 | lastNumber u32 | appliedAtIssue u32 | generation u16 |
/// frozenCount u8 | frozen | hasCurrent u8 | current (see <see cref="IssuedNotice"/>) | itemCount u16 | items (firstNumber
/// u32 | kind u8 | length u8 | value). It holds no secret in the clear.
/// </remarks>
public sealed class LockLedger
{
    private const byte Version = 1;
    private const int HeaderSize = 16;
    private const byte FlagOverlocked = 1;
    private const byte FlagLockdown = 2;

    private NoticeOutbox _outbox;
    private uint _toldStored;

    /// <summary>A lock that is being provisioned for the first time.</summary>
    /// <param name="lockId">Unique in the facility.</param>
    /// <param name="generation">From 1; higher than any this lock id has had.</param>
    public LockLedger(uint lockId, ushort generation)
    {
        LockId = lockId;
        HighestGeneration = generation;
        _outbox = new NoticeOutbox(lockId, generation);
        Trail = new EventTrail(generation);
    }

    /// <summary>The lock.</summary>
    public uint LockId { get; private set; }

    /// <summary>The generation that the lock is known to have; keys are issued in this one only.</summary>
    public ushort Generation => _outbox.Generation;

    /// <summary>The highest generation that was ever given out for this lock id.</summary>
    public ushort HighestGeneration { get; private set; }

    /// <summary>The last notice known to be applied.</summary>
    public uint Applied => _outbox.Applied;

    /// <summary>The number of the last notice made.</summary>
    public uint LastNumber => _outbox.LastNumber;

    /// <summary>Whether the lock is not known to have applied everything.</summary>
    public bool HasOpenItems => _outbox.HasOpen;

    /// <summary>Whether something waits for <see cref="MakeNotices"/>.</summary>
    public bool HasUnsentItems => _outbox.HasUnsent;

    /// <summary>The highest tenancy that the lock has been or will be told.</summary>
    public ushort Tenancy { get; private set; }

    /// <summary>Whether the unit shall be overlocked.</summary>
    public bool IsOverlocked { get; private set; }

    /// <summary>Whether the lock shall be in lockdown.</summary>
    public bool IsLockdown { get; private set; }

    /// <summary>What is stored of its audit trail.</summary>
    public EventTrail Trail { get; private set; }

    /// <summary>Gives out a generation, for a Rekey or a Provision; never the same one twice, whatever becomes of it.</summary>
    /// <returns>0 when there is none left.</returns>
    public ushort NextGeneration() => HighestGeneration == ushort.MaxValue ? (ushort)0 : ++HighestGeneration;

    /// <summary>Makes the secret of an offline key for this lock (docs/protocol.md, 3).</summary>
    /// <param name="generation">The generation that the caller believes the lock to have.</param>
    /// <param name="grant">What the key permits.</param>
    /// <param name="source">The lock's secrets.</param>
    /// <returns>32 bytes; null when the generation is not the current one, the grant is another lock's, or secrets are missing.</returns>
    public byte[]? IssueKey(ushort generation, Grant grant, ILockSecretsSource source)
    {
        LockSecrets? secrets = generation == Generation && grant.LockId == LockId ? source.SecretsOf(generation) : null;
        return secrets == null ? null : Grant.HolderSecret(secrets.KeyMinter, grant.ToBytes());
    }

    /// <summary>Queues: refuse a holder's keys issued before a moment.</summary>
    /// <param name="holderId">The holder.</param>
    /// <param name="before">Keys issued earlier are meant, seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="until">When the last of them has expired; repeated until applied, even when this has passed.</param>
    /// <returns>False when too much waits.</returns>
    public bool RevokeHolder(uint holderId, uint before, uint until) => Queue(NoticeItemKind.RevokeHolder, NoticeItem.RevokeHolder(holderId, before, until));

    /// <summary>Queues: refuse one key.</summary>
    /// <returns>False when too much waits.</returns>
    public bool RevokeKey(uint keyId, uint until) => Queue(NoticeItemKind.RevokeKey, NoticeItem.RevokeKey(keyId, until));

    /// <summary>Queues: refuse one guest of one key.</summary>
    /// <returns>False when too much waits.</returns>
    public bool RevokeGuest(uint keyId, uint guestId, uint until) => Queue(NoticeItemKind.RevokeGuest, NoticeItem.RevokeGuest(keyId, guestId, until));

    /// <summary>Queues: refuse keys of lower tenancies.</summary>
    /// <param name="tenancy">Not lower than <see cref="Tenancy"/>.</param>
    /// <returns>False when it is lower, or too much waits.</returns>
    public bool SetTenancy(ushort tenancy)
    {
        if (tenancy < Tenancy || !Queue(NoticeItemKind.Tenancy, NoticeItem.Tenancy(tenancy)))
            return false;
        Tenancy = tenancy;
        return true;
    }

    /// <summary>Queues: overlock the unit, or lift it.</summary>
    /// <returns>False when too much waits.</returns>
    public bool Overlock(bool on)
    {
        if (!Queue(NoticeItemKind.Overlock, NoticeItem.Switch(on)))
            return false;
        IsOverlocked = on;
        return true;
    }

    /// <summary>Queues: put the lock into lockdown, or lift it.</summary>
    /// <returns>False when too much waits.</returns>
    public bool Lockdown(bool on)
    {
        if (!Queue(NoticeItemKind.Lockdown, NoticeItem.Switch(on)))
            return false;
        IsLockdown = on;
        return true;
    }

    /// <summary>Queues: replace zone rule and configuration.</summary>
    /// <returns>False when the lock would not take it, or too much waits.</returns>
    public bool Configure(LockConfiguration configuration)
    {
        byte[] value = new byte[configuration.Size];
        configuration.WriteTo(value, 0);
        return OpenItem.HasForm(NoticeItemKind.Configuration, value) && Queue(NoticeItemKind.Configuration, value);
    }

    /// <summary>Queues: release the events that are stored, up to <see cref="EventTrail.StoredThrough"/>.</summary>
    /// <remarks>Nothing is queued when the lock has been told so already.</remarks>
    /// <returns>False when too much waits.</returns>
    public bool ReleaseEvents()
    {
        if (Trail.StoredThrough <= _toldStored)
            return true;
        if (!Queue(NoticeItemKind.EventsStored, NoticeItem.EventsStored(Trail.StoredThrough)))
            return false;
        _toldStored = Trail.StoredThrough;
        return true;
    }

    /// <summary>Queues: take a new secret. Keys of the current generation end when the lock applies it.</summary>
    /// <param name="generation">What <see cref="NextGeneration"/> gave last, not used otherwise.</param>
    /// <returns>False when it is not that one, or too much waits.</returns>
    public bool Rekey(ushort generation) =>
        generation == HighestGeneration && !_outbox.IsTaken(generation) && Queue(NoticeItemKind.Rekey, HalfWord(generation));

    /// <summary>Puts what waits into notices, and says what carriers are to deliver.</summary>
    /// <param name="now">The facility's clock, seconds since 2020-01-01T00:00:00Z: the issuedAt of new notices.</param>
    /// <param name="source">The lock's secrets.</param>
    /// <returns>
    /// Every notice under way, to be delivered in this order; the same bytes again while nothing is added. Where secrets are
    /// missing or too many are under way, <see cref="HasUnsentItems"/> stays true and the rest waits for a reply.
    /// </returns>
    /// <remarks>
    /// A lock that has applied a Rekey answers it NotAuthentic when it comes again: the old secret is gone. If its reply was lost
    /// and no notice follows, read events with a key of the new generation; the batch tells (<see cref="TakeBatch"/>).
    /// </remarks>
    public IssuedNotice[] MakeNotices(uint now, ILockSecretsSource source)
    {
        _outbox.Make(now, source);
        return _outbox.Outstanding();
    }

    /// <summary>Takes in what a carrier shows for a delivered notice; late ones, and the same one again, do no harm.</summary>
    public DeliveryResult TakeReceipt(DeliveryReceipt receipt, ILockSecretsSource source)
    {
        for (ushort generation = HighestGeneration; generation >= Generation && generation > 0; generation--)
        {
            LockSecrets? secrets = _outbox.MayHave(generation) ? source.SecretsOf(generation) : null;
            if (secrets == null || !receipt.TryOpen(secrets))
                continue;
            DeliveryResult result = _outbox.Learn(receipt.Number, receipt.Applied);
            bool isRefused = receipt.Status == Status.NotApplicable || receipt.Status == Status.GenerationTooLow;
            return isRefused && result == DeliveryResult.NothingNew ? DeliveryResult.Refused : result;
        }
        return DeliveryResult.NotProven;
    }

    /// <summary>Takes in a batch of the audit trail; it also tells which notices the lock has applied.</summary>
    /// <param name="batch">Its bytes, from whoever brings them.</param>
    /// <param name="source">The lock's secrets.</param>
    /// <param name="isFresh">Whether the gateway read it from the lock itself just now, see <see cref="EventTrail.Take"/>.</param>
    public BatchIntake TakeBatch(byte[] batch, ILockSecretsSource source, bool isFresh)
    {
        ushort generation = SealedBatch.ClaimedGeneration(batch);
        bool isOurs = generation >= Trail.FirstGeneration && (generation <= Generation || _outbox.MayHave(generation));
        BatchIntake intake = Trail.Take(batch, isOurs ? source.SecretsOf(generation) : null, isFresh);
        // Whoever has read out a secret that was retired can write batches of it, so they tell nothing about notices.
        if (!intake.IsTaken || !_outbox.MayHave(generation))
            return intake;
        _outbox.LearnGeneration(generation);
        intake.IsAheadOfLedger = _outbox.LearnApplied(intake.AppliedSeen) == DeliveryResult.AheadOfLedger;
        return intake;
    }

    /// <summary>Learns that an installer has provisioned the same hardware anew; what Provision cleared is told again.</summary>
    /// <param name="generation">What <see cref="NextGeneration"/> gave for it.</param>
    /// <returns>False when the generation was not given out, or is not above the current one.</returns>
    public bool Provisioned(ushort generation) => Restart(generation, false);

    /// <summary>Learns that other hardware has taken the lock's place: it has applied no notice and its events start at 1.</summary>
    /// <param name="generation">What <see cref="NextGeneration"/> gave for it.</param>
    /// <returns>The trail of the hardware that is gone, for batches that are still carried; null when the generation is wrong.</returns>
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
        byte[] bytes = new byte[HeaderSize + trail.Length + _outbox.Size];
        bytes[0] = Version;
        int at = Bytes.WriteU32(bytes, 1, LockId);
        at = Bytes.WriteU16(bytes, at, HighestGeneration);
        at = Bytes.WriteU16(bytes, at, Tenancy);
        bytes[at++] = (byte)((IsOverlocked ? FlagOverlocked : 0) | (IsLockdown ? FlagLockdown : 0));
        at = Bytes.WriteU32(bytes, at, _toldStored);
        at = Bytes.WriteU16(bytes, at, trail.Length);
        _outbox.WriteTo(bytes, Bytes.Append(bytes, at, trail));
        return bytes;
    }

    /// <summary>Reads a ledger from its exact bytes.</summary>
    /// <returns>False when the version, a length or the order of the numbers is wrong; the object is then undefined.</returns>
    public bool TryRead(byte[] bytes)
    {
        FieldReader source = new FieldReader(bytes);
        if (source.ReadU8() != Version)
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
        return (flags & ~(FlagOverlocked | FlagLockdown)) == 0 && Trail.TryRead(trail) && _outbox.TryRead(source) && source.IsExact
            && Generation <= HighestGeneration && Trail.Generation <= HighestGeneration && _toldStored <= Trail.StoredThrough;
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

    private static byte[] HalfWord(ushort word)
    {
        byte[] value = new byte[2];
        Bytes.WriteU16(value, 0, word);
        return value;
    }
}
