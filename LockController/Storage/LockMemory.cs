using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Access;

namespace LockFirmware.LockController.Storage;

/// <summary>Everything a lock knows, as it stands in its store. Belongs to the lock's thread.</summary>
public sealed class LockMemory
{
    /// <summary>How many records there are.</summary>
    public const int RecordCount = 5;

    private readonly IRecordStore _store;
    private readonly byte[] _printedSetupSecret;

    /// <summary>Reads the memory of a lock.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="printedSetupSecret">32 bytes: what a lock without any record starts from.</param>
    public LockMemory(IRecordStore store, byte[] printedSetupSecret)
    {
        _store = store;
        _printedSetupSecret = Bytes.Copy(printedSetupSecret, 0, Hmac.HashSize);
        Load();
    }

    /// <summary>Who the lock is.</summary>
    public LockIdentity Identity { get; } = new LockIdentity();

    /// <summary>Zone rule and configuration.</summary>
    public LockConfiguration Configuration { get; private set; } = new LockConfiguration();

    /// <summary>Who is refused.</summary>
    public RevocationTable Revocations { get; } = new RevocationTable();

    /// <summary>Counters and what the office has said.</summary>
    public LockState State { get; private set; } = new LockState();

    /// <summary>The identity that waits for its first Manage request; null when none does.</summary>
    public ProvisionBody? Pending { get; private set; }

    /// <summary>The secrets of <see cref="Pending"/>.</summary>
    public LockSecrets? PendingSecrets { get; private set; }

    /// <summary>Replaces zone rule and configuration, in working memory.</summary>
    public void Configure(LockConfiguration configuration) => Configuration = configuration;

    /// <summary>Keeps an identity until its first Manage request, in working memory; null forgets it.</summary>
    public void Await(ProvisionBody? pending)
    {
        PendingSecrets?.Clear();
        Pending = pending;
        PendingSecrets = pending == null ? null : new LockSecrets(pending.LockSecret);
    }

    /// <summary>Writes the state alone.</summary>
    /// <returns>False when the store did not take it; the working memory is then as the store has it.</returns>
    public bool SaveState() => Save(false);

    /// <summary>Writes everything, all or none.</summary>
    /// <returns>False when the store did not take it; the working memory is then as the store has it.</returns>
    public bool SaveAll() => Save(true);

    private bool Save(bool everything)
    {
        byte[]?[] records = new byte[]?[RecordCount];
        records[(int)RecordId.State] = State.ToRecord();
        if (everything)
        {
            records[(int)RecordId.Identity] = Identity.ToRecord();
            records[(int)RecordId.Revocations] = Revocations.ToRecord();
            byte[] configuration = new byte[Configuration.Size];
            Configuration.WriteTo(configuration, 0);
            records[(int)RecordId.Configuration] = configuration;
            records[(int)RecordId.Pending] = PendingRecord();
        }
        if (IsReplaced(records))
            return true;
        Load();
        return false;
    }

    /// <summary>A store that throws has written nothing that counts.</summary>
    private bool IsReplaced(byte[]?[] records)
    {
        try
        {
            return _store.Replace(records);
        }
        catch (System.Exception)
        {
            return false;
        }
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
        byte[]? record = _store.Read(RecordId.Identity);
        if (record == null || !Identity.TryRead(record))
            Identity.StartFresh(_printedSetupSecret);
        State = new LockState();
        record = _store.Read(RecordId.State);
        if (record != null)
            State.TryRead(record);
        Revocations.Clear();
        record = _store.Read(RecordId.Revocations);
        if (record != null)
            Revocations.TryRead(record);
        record = _store.Read(RecordId.Configuration);
        LockConfiguration configuration = new LockConfiguration();
        Configuration = record != null && configuration.TryRead(record, 0, record.Length) ? configuration : new LockConfiguration();
        record = _store.Read(RecordId.Pending);
        ProvisionBody pending = new ProvisionBody();
        Await(record != null && pending.TryRead(record, 0, record.Length) ? pending : null);
    }
}
