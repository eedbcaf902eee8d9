using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Protocol;

/// <summary>Applies an authentic notice, all of it or nothing (docs/protocol.md, 6).</summary>
internal sealed class NoticeApplier
{
    private readonly LockCore _core;
    private bool _isConfigured;
    private bool _isRekeyed;
    private bool _hasOverflowed;
    private bool _isClosed;

    internal NoticeApplier(LockCore core) => _core = core;

    /// <summary>Applies a notice in its turn.</summary>
    /// <returns>Ok, AlreadyApplied, MissingNotice, NotApplicable, SettingsTooNew, GenerationTooLow or StorageFault.</returns>
    internal Status Apply(Notice notice, long uptimeMs)
    {
        LockMemory memory = _core.Memory;
        if (notice.Number <= memory.State.Applied)
            return Status.AlreadyApplied;
        if (memory.State.Applied < notice.After)
            return Status.MissingNotice;
        Status status = CheckItems(notice);
        if (status != Status.Ok)
            return status;
        if (!_core.Journal.Flush(uptimeMs))
            return Status.StorageFault;
        _isConfigured = false;
        _isRekeyed = false;
        _hasOverflowed = false;
        _isClosed = false;
        int item = notice.FirstItem;
        for (int i = 0; i < notice.ItemCount; i++, item = notice.NextItem(item))
            ApplyItem(notice, item, uptimeMs);
        memory.State.Applied = notice.Number;
        _core.RaiseStateFloor(uptimeMs);
        OweEvents(notice, uptimeMs);
        if (!memory.SaveAll())
            return Status.StorageFault;
        _core.Journal.Flush(uptimeMs);
        if (_isClosed)
            _core.Door.EndHold(uptimeMs);
        if (_isRekeyed)
            _core.PlanReboot(BootReason.IdentityChanged, uptimeMs);
        return Status.Ok;
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
            if (NoticeItem.Generation(notice.Source, value) <= _core.Memory.State.HighestGeneration)
                return Status.GenerationTooLow;
        }
        return Status.Ok;
    }

    private void ApplyItem(Notice notice, int item, long uptimeMs)
    {
        LockState state = _core.Memory.State;
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
                _core.Memory.Configure(configuration);
                _isConfigured = true;
                break;
            case NoticeItemKind.EventsStored:
                uint through = NoticeItem.StoredThrough(source, value);
                if (through > state.Synced)
                    state.Synced = through < _core.Journal.Head ? through : _core.Journal.Head;
                break;
            case NoticeItemKind.Rekey:
                Rekey(notice, value);
                break;
        }
    }

    private void Revoke(NoticeItemKind kind, byte[] source, int value, uint guest, uint before, long uptimeMs)
    {
        // A mere lower bound may come from one wrong issuedAt; it makes no revocation forgotten.
        uint floor = _core.Clock.Trust == ClockTrust.Set ? _core.Clock.Now(uptimeMs) : 0;
        if (!_core.Memory.Revocations.Add(kind, NoticeItem.Subject(source, value), guest, before, NoticeItem.Until(kind, source, value), floor))
            _hasOverflowed = true;
    }

    /// <summary>One key's entry that becomes a general one must still refuse a key issued in the second of the notice.</summary>
    private static uint AfterIssue(Notice notice) => notice.IssuedAt == uint.MaxValue ? uint.MaxValue : notice.IssuedAt + 1;

    private void Rekey(Notice notice, int value)
    {
        LockMemory memory = _core.Memory;
        ushort generation = NoticeItem.Generation(notice.Source, value);
        byte[] lockSecret = NoticeItem.OpenRekey(memory.Identity.Secrets!.NoticeSecret, notice.Number, notice.Source, value);
        memory.Identity.Rekey(generation, lockSecret);
        memory.State.HighestGeneration = generation;
        Bytes.Clear(lockSecret);
        _isRekeyed = true;
    }

    private void OweEvents(Notice notice, long uptimeMs)
    {
        _core.Journal.Enqueue(EventKind.NoticeApplied, 0, 0, notice.Number, uptimeMs);
        if (_isConfigured)
            _core.Journal.Enqueue(EventKind.ConfigurationChanged, (byte)Command.Deliver, 0, 0, uptimeMs);
        if (_hasOverflowed)
            _core.Journal.Enqueue(EventKind.RevocationOverflow, 0, 0, _core.Memory.Revocations.GeneralBefore, uptimeMs);
    }
}
