using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.State;

/// <summary>Everything a lock knows, as it is stored. Belongs to the lock's thread.</summary>
public sealed class LockMemory
{
    /// <summary>A damaged memory is read again after this time, and then each time after twice as long, ms.</summary>
    public const long ReloadMsMin = 60_000;

    private const long ReloadMsMax = 86_400_000;
    private const uint ContradictionDamage = 1u << RecordIds.Count;

    // What is kept of each stored record to compare with, because the record itself would need more memory: 1 when there is a
    // record, and the first bytes of its hash.
    private const int MarkSize = 1 + Hmac.MacSize;

    private readonly IRecordStore _store;
    private readonly byte[] _printedSetupSecret;
    private readonly IFaultSink? _faults;
    private readonly byte[] _storedMarks = new byte[RecordIds.Count * MarkSize];
    private long _reloadMs = -1;
    private long _reloadAfterMs = ReloadMsMin;
    private bool _isTooNew;
    private bool _isDamaged;
    private LockState _state = new LockState();

    /// <summary>Reads the memory of a lock.</summary>
    /// <param name="store">Stores the records.</param>
    /// <param name="printedSetupSecret">32 bytes: the setup secret of a lock without any record.</param>
    /// <param name="faults">Counts what the store throws; null for nobody.</param>
    public LockMemory(IRecordStore store, byte[] printedSetupSecret, IFaultSink? faults = null)
    {
        _store = store;
        _faults = faults;
        _printedSetupSecret = Bytes.Copy(printedSetupSecret, 0, Hmac.HashSize);
        Load();
    }

    /// <summary>The lock's identity.</summary>
    public readonly LockIdentity Identity = new LockIdentity();

    /// <summary>Zone rule and configuration.</summary>
    public LockConfiguration Configuration { get; private set; } = new LockConfiguration();

    /// <summary>The revoked keys.</summary>
    public readonly RevocationTable Revocations = new RevocationTable();

    /// <summary>Counters, overlock, lockdown, pending events.</summary>
    public LockState State => _state;

    /// <summary>The pending identity, which waits for its first Manage request; null for none.</summary>
    public ProvisionBody? Pending { get; private set; }

    /// <summary>The secrets of <see cref="Pending"/>.</summary>
    public LockSecrets? PendingSecrets { get; private set; }

    /// <summary>
    /// Whether a record that this lock must have, or has had since it started, cannot be read. The working memory is then
    /// incomplete: no request may be decided by it, and it is never written.
    /// </summary>
    public bool IsDamaged => _isDamaged;

    /// <summary>
    /// What is wrong with a damaged memory: bit n for a record with <see cref="RecordId"/> n that cannot be read or is not the one
    /// that the state tells of, bit 8 for records that contradict each other. 0 when nothing is.
    /// </summary>
    public uint Damage { get; private set; }

    /// <summary>
    /// Whether a later firmware has stored data that this one cannot read (RecordVersions). The working memory is then
    /// incomplete and nothing is written, so that the later firmware finds everything unchanged.
    /// </summary>
    public bool IsTooNew => _isTooNew;

    /// <summary>Ok, or the status of every reply while the memory is incomplete: SettingsTooNew or StorageFault.</summary>
    public Status Fault => _isTooNew ? Status.SettingsTooNew : _isDamaged ? Status.StorageFault : Status.Ok;

    /// <summary>Notes that the trail holds data of a later firmware.</summary>
    public void NoteTrail(bool isTooNew) => _isTooNew |= isTooNew;

    /// <summary>Reads the memory from the store again; discards what was not saved.</summary>
    public void Restore() => Load();

    /// <summary>
    /// Reads a damaged memory again when it is time: a store that failed for a while may work now. Reading wears the flash, so the
    /// time between two attempts doubles.
    /// </summary>
    /// <returns>Whether <see cref="Damage"/> may be new: the memory is damaged since the last call, or was read again.</returns>
    internal bool ReloadIfDamaged(long uptimeMs)
    {
        if (!_isDamaged)
        {
            _reloadMs = -1;
            _reloadAfterMs = ReloadMsMin;
            return false;
        }
        if (_reloadMs < 0)
        {
            _reloadMs = uptimeMs + _reloadAfterMs;
            return true;
        }
        bool isDue = uptimeMs >= _reloadMs;
        if (isDue)
        {
            _store.Reopen();
            Load();
            _reloadAfterMs = _reloadAfterMs * 2 > ReloadMsMax ? ReloadMsMax : _reloadAfterMs * 2;
            _reloadMs = uptimeMs + _reloadAfterMs;
        }
        return isDue;
    }

    /// <summary>Replaces zone rule and configuration, in working memory.</summary>
    public void Configure(LockConfiguration configuration) => Configuration = configuration;

    /// <summary>Sets the pending identity, in working memory; null for none.</summary>
    public void SetPending(ProvisionBody? pending)
    {
        PendingSecrets?.Clear();
        if (Pending != null && Pending != pending)
            Bytes.Clear(Pending.LockSecret);
        Pending = pending;
        PendingSecrets = pending == null ? null : new LockSecrets(pending.LockSecret);
    }

    /// <summary>
    /// Replaces the lock's identity, in working memory. Tenancy, revocations, overlock and lockdown of the former identity end;
    /// boot count, event numbers and the number of the last notice stay.
    /// </summary>
    public void Adopt(ProvisionBody identity)
    {
        Identity.Take(identity.FacilityId, identity.LockId, identity.Generation, identity.LockSecret);
        Configure(identity.Configuration);
        State.HighestGeneration = identity.Generation;
        State.Tenancy = 0;
        State.Overlocked = false;
        State.Lockdown = false;
        Revocations.Clear();
        SetPending(null);
    }

    /// <summary>Stores the state alone.</summary>
    /// <returns>False when it could not be stored. The working memory is then read from the store again.</returns>
    public bool SaveState() => Save(false);

    /// <summary>Stores the state and all other records that have changed: all or none.</summary>
    /// <returns>False when it could not be stored. The working memory is then read from the store again.</returns>
    public bool SaveAll() => Save(true);

    private static RecordId RevocationPage(int page) =>
        page == 0 ? RecordId.Revocations : (RecordId)((int)RecordId.RevocationsSecond + page - 1);

    /// <summary>Stores the state, or everything. Called directly where many calls are nested, because each takes memory.</summary>
    /// <param name="everything">As <see cref="SaveAll"/>; otherwise as <see cref="SaveState"/>.</param>
    internal bool Save(bool everything)
    {
        if (_isTooNew)
            return false;
        if (_isDamaged)
        {
            Load();
            return false;
        }
        byte[]?[] records = everything ? Records() : new byte[]?[RecordIds.Count];
        byte[] state = State.ToRecord();
        records[(int)RecordId.State] = state;
        byte[] marks = Bytes.Copy(_storedMarks, 0, _storedMarks.Length);
        KeepChanged(records, marks);
        for (int i = 0; i < RecordIds.Count; i++)
            LockState.SetMark(state, i, _store.Sequence((RecordId)i) + (records[i] == null ? 0u : 1u));
        bool isReplaced = false;
        try
        {
            isReplaced = _store.Replace(records);
        }
        catch (System.Exception exception)
        {
            // A store that throws has not replaced anything.
            _faults?.Report(exception);
        }
        if (isReplaced)
            Bytes.Append(_storedMarks, 0, marks);
        else
            Load();
        return isReplaced;
    }

    /// <summary>All records except the state.</summary>
    private byte[]?[] Records()
    {
        byte[]?[] records = new byte[]?[RecordIds.Count];
        records[(int)RecordId.Identity] = Identity.ToRecord();
        for (int page = 0; page < RevocationTable.PageCount; page++)
            records[(int)RevocationPage(page)] = Revocations.ToRecord(page);
        byte[] configuration = new byte[Configuration.Size];
        Configuration.WriteTo(configuration, 0);
        records[(int)RecordId.Configuration] = configuration;
        records[(int)RecordId.Pending] = PendingRecord();
        return records;
    }

    /// <summary>Keeps the state and the records that differ from the stored ones. The store owns the arrays after that.</summary>
    /// <param name="records">An element becomes null when the record has not changed.</param>
    /// <param name="marks">The marks of the stored records; receives those of the records that are kept.</param>
    private static void KeepChanged(byte[]?[] records, byte[] marks)
    {
        for (int i = 0; i < RecordIds.Count; i++)
        {
            byte[]? record = records[i];
            if (record == null)
                continue;
            int at = i * MarkSize;
            byte[] hash = Hash(record);
            if (i == (int)RecordId.State || marks[at] == 0 || !Bytes.AreEqual(hash, 0, marks, at + 1, Hmac.MacSize))
            {
                SetMark(marks, at, hash);
                continue;
            }
            Bytes.Clear(record);
            records[i] = null;
        }
    }

    private static byte[] Hash(byte[] record) => Hmac.Hash(new byte[1], record);

    private static void SetMark(byte[] marks, int at, byte[] hash)
    {
        marks[at] = 1;
        Bytes.Append(marks, at + 1, hash, 0, Hmac.MacSize);
    }

    private byte[] PendingRecord()
    {
        ProvisionBody? pending = Pending;
        if (pending == null)
            return new byte[0];
        byte[] record = new byte[ProvisionBody.HeaderSize + pending.Configuration.Size];
        pending.WriteTo(record, 0);
        return record;
    }

    private void Load()
    {
        // If an exception ends this method, the lock must not decide by an incomplete memory.
        _isDamaged = true;
        Damage = 0;
        _isTooNew |= _store.IsTooNew;
        byte[]? record = ReadStored(RecordId.Identity);
        bool hasIdentity = record != null && Identity.TryRead(record);
        if (!hasIdentity)
            Identity.StartFresh(_printedSetupSecret);
        Wipe(record);
        _state = new LockState();
        record = ReadStored(RecordId.State);
        bool isWhole = record != null && State.TryRead(record);
        CheckSequences(isWhole ? record : null);
        // The state tells that the lock has had an identity, even when the identity cannot be read.
        bool mustBeWhole = hasIdentity ? Identity.IsProvisioned : State.HighestGeneration != 0;
        isWhole = LoadRevocations() && isWhole;
        record = ReadStored(RecordId.Configuration);
        LockConfiguration configuration = new LockConfiguration();
        bool isConfigured = record != null && configuration.TryRead(record, 0, record.Length);
        Configuration = isConfigured ? configuration : new LockConfiguration();
        record = ReadStored(RecordId.Pending);
        ProvisionBody pending = new ProvisionBody();
        SetPending(record != null && pending.TryRead(record, 0, record.Length) ? pending : null);
        Wipe(record);
        if (IsContradictory() || (mustBeWhole && !(hasIdentity && isWhole && isConfigured)))
            Damage |= ContradictionDamage;
        _isDamaged = Damage != 0;
    }

    /// <summary>
    /// Finds records that are not those that the state tells of. The state is written with every change, so there is no other
    /// record without it.
    /// </summary>
    private void CheckSequences(byte[]? state)
    {
        for (int i = 0; i < RecordIds.Count; i++)
        {
            uint sequence = _store.Sequence((RecordId)i);
            if (state == null && sequence != 0)
                Damage |= 1u << (int)RecordId.State;
            else if (state != null && !LockState.HasMark(state, i, sequence))
                Damage |= 1u << i;
        }
    }

    /// <summary>The highest generation is that of the identity while there is one, and below that of a pending identity.</summary>
    private bool IsContradictory() =>
        (Identity.IsProvisioned && Identity.Generation != State.HighestGeneration)
        || (Pending != null && Pending.Generation <= State.HighestGeneration);

    private bool LoadRevocations()
    {
        bool isWhole = true;
        Revocations.Clear();
        for (int page = 0; page < RevocationTable.PageCount; page++)
        {
            byte[]? record = ReadStored(RevocationPage(page));
            isWhole = record != null && Revocations.TryRead(page, record) && isWhole;
        }
        return isWhole;
    }

    private static void Wipe(byte[]? record)
    {
        if (record != null)
            Bytes.Clear(record);
    }

    private byte[]? ReadStored(RecordId id)
    {
        byte[]? record = null;
        try
        {
            record = _store.Read(id);
        }
        catch (System.Exception exception)
        {
            // Treated as a record that cannot be read.
            _faults?.Report(exception);
        }
        _isTooNew |= record != null && RecordVersions.IsTooNew(id, record);
        if (record != null)
            SetMark(_storedMarks, (int)id * MarkSize, Hash(record));
        else if (_storedMarks[(int)id * MarkSize] != 0 || _store.Sequence(id) != 0)
            Damage |= 1u << (int)id;
        return record;
    }
}
