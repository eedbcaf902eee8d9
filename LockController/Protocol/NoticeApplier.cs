using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Protocol;

/// <summary>Applies an authentic notice: all of its items or none (docs/protocol.md, 6).</summary>
internal sealed class NoticeApplier
{
    private readonly LockMemory _memory;
    private readonly StateTransaction _transaction;
    private readonly EventJournal _journal;
    private readonly LockClock _clock;
    private readonly TimeKeeper _time;
    private readonly DoorController _door;
    private readonly Rebooter _rebooter;
    private bool _isConfigured;
    private bool _isRekeyed;
    private bool _hasOverflowed;
    private bool _isClosed;

    internal NoticeApplier(
        LockMemory memory, StateTransaction transaction, EventJournal journal, LockClock clock, TimeKeeper time, DoorController door,
        Rebooter rebooter)
    {
        _memory = memory;
        _transaction = transaction;
        _journal = journal;
        _clock = clock;
        _time = time;
        _door = door;
        _rebooter = rebooter;
    }

    /// <summary>
    /// The change that <see cref="Apply"/> begins. The caller commits it and then calls <see cref="Finish"/>: committing writes files, and
    /// each nested call takes memory there.
    /// </summary>
    internal StateTransaction Change => _transaction;

    /// <summary>Applies a notice, in working memory, when every notice that it follows has been applied.</summary>
    /// <returns>Ok, AlreadyApplied, MissingNotice, NotApplicable, SettingsTooNew, GenerationTooLow or StorageFault.</returns>
    internal Status Apply(Notice notice, long uptimeMs)
    {
        if (notice.Number <= _memory.State.Applied)
            return Status.AlreadyApplied;
        if (_memory.State.Applied < notice.After)
            return Status.MissingNotice;
        Status status = CheckItems(notice);
        if (status != Status.Ok)
            return status;
        if (!_transaction.TryBegin(uptimeMs))
            return Status.StorageFault;
        _isConfigured = false;
        _isRekeyed = false;
        _hasOverflowed = false;
        _isClosed = false;
        int item = notice.FirstItem;
        for (int i = 0; i < notice.ItemCount; i++, item = notice.NextItem(item))
            ApplyItem(notice, item, uptimeMs);
        _memory.State.Applied = notice.Number;
        _time.RaiseFloor(uptimeMs);
        EnqueueEvents(notice, uptimeMs);
        return Status.Ok;
    }

    /// <summary>Does what follows from a notice, once its change is committed.</summary>
    internal void Finish(long uptimeMs)
    {
        if (_isClosed)
            _door.EndHold(uptimeMs);
        if (_isRekeyed)
            _rebooter.Plan(BootReason.IdentityChanged, uptimeMs);
    }

    private Status CheckItems(Notice notice)
    {
        int rekeys = 0;
        int item = notice.FirstItem;
        for (int i = 0; i < notice.ItemCount; i++, item = notice.NextItem(item))
        {
            int value = item + Notice.ItemHeaderSize;
            NoticeItemKind kind = notice.ItemKind(item);
            Status form = NoticeItem.FormOf(kind, notice.Source, value, notice.ItemLength(item));
            if (form != Status.Ok)
                return form;
            if (kind != NoticeItemKind.Rekey)
                continue;
            rekeys++;
            if (rekeys > 1)
                return Status.NotApplicable;
            if (NoticeItem.Generation(notice.Source, value) <= _memory.State.HighestGeneration)
                return Status.GenerationTooLow;
        }
        return Status.Ok;
    }

    private void ApplyItem(Notice notice, int item, long uptimeMs)
    {
        LockState state = _memory.State;
        byte[] source = notice.Source;
        int value = item + Notice.ItemHeaderSize;
        NoticeItemKind kind = notice.ItemKind(item);
        switch (kind)
        {
            case NoticeItemKind.RevokeHolder:
                Revoke(kind, source, value, 0, NoticeItem.Before(source, value), uptimeMs);
                break;
            case NoticeItemKind.RevokeKey:
                Revoke(kind, source, value, 0, AfterIssue(notice), uptimeMs);
                break;
            case NoticeItemKind.RevokeGuest:
                Revoke(kind, source, value, NoticeItem.Guest(source, value), AfterIssue(notice), uptimeMs);
                break;
            case NoticeItemKind.Tenancy:
                ushort tenancy = NoticeItem.TenancyNumber(source, value);
                if (tenancy > state.Tenancy)
                    state.Tenancy = tenancy;
                break;
            case NoticeItemKind.Overlock:
                bool isOverlocked = NoticeItem.IsOn(source, value);
                _isClosed |= isOverlocked && !state.Overlocked;
                state.Overlocked = isOverlocked;
                break;
            case NoticeItemKind.Lockdown:
                bool isLockdown = NoticeItem.IsOn(source, value);
                _isClosed |= isLockdown && !state.Lockdown;
                state.Lockdown = isLockdown;
                break;
            case NoticeItemKind.Configuration:
                LockConfiguration configuration = new LockConfiguration();
                configuration.TryRead(source, value, notice.ItemLength(item));
                _memory.Configure(configuration);
                _isConfigured = true;
                break;
            case NoticeItemKind.EventsStored:
                uint through = NoticeItem.StoredThrough(source, value);
                if (through > state.Synced)
                    state.Synced = through < _journal.Head ? through : _journal.Head;
                break;
            case NoticeItemKind.Rekey:
                Rekey(notice, value);
                break;
        }
    }

    private void Revoke(NoticeItemKind kind, byte[] source, int value, uint guest, uint before, long uptimeMs)
    {
        // A lower bound may come from one wrong issuedAt, so it must not remove a revocation.
        uint floor = _clock.Trust == ClockTrust.Set ? _clock.Now(uptimeMs) : 0;
        if (!_memory.Revocations.Add(kind, NoticeItem.Subject(source, value), guest, before, NoticeItem.Until(kind, source, value), floor))
            _hasOverflowed = true;
    }

    /// <summary>
    /// The entry of one key may become a general one. It must still refuse a key that was issued in the second of the notice.
    /// </summary>
    private static uint AfterIssue(Notice notice) => notice.IssuedAt == uint.MaxValue ? uint.MaxValue : notice.IssuedAt + 1;

    private void Rekey(Notice notice, int value)
    {
        ushort generation = NoticeItem.Generation(notice.Source, value);
        byte[] lockSecret = NoticeItem.OpenRekey(_memory.Identity.Secrets!.NoticeSecret, notice.Number, notice.Source, value);
        _memory.Identity.Rekey(generation, lockSecret);
        _memory.State.HighestGeneration = generation;
        Bytes.Clear(lockSecret);
        _isRekeyed = true;
    }

    private void EnqueueEvents(Notice notice, long uptimeMs)
    {
        _transaction.Enqueue(EventKind.NoticeApplied, 0, 0, notice.Number, uptimeMs);
        if (_isConfigured)
            _transaction.Enqueue(EventKind.ConfigurationChanged, (byte)Command.Deliver, 0, 0, uptimeMs);
        if (_hasOverflowed)
            _transaction.Enqueue(EventKind.RevocationOverflow, 0, 0, _memory.Revocations.GeneralBefore, uptimeMs);
    }
}
