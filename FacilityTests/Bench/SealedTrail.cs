using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>A lock of a facility that only writes events: seals them as the lock would, and hands them to the facility.</summary>
internal sealed class SealedTrail
{
    private readonly FacilityBench _bench;
    private readonly uint _lockId;
    private readonly ushort _generation;
    private readonly List<byte[]> _records = [];

    private SealedTrail(FacilityBench bench, uint lockId, ushort generation = 1)
    {
        _bench = bench;
        _lockId = lockId;
        _generation = generation;
    }

    /// <summary>The number of its newest event.</summary>
    public uint Head => (uint)_records.Count;

    /// <summary>A new entry.</summary>
    public static async Task<SealedTrail> AddAsync(FacilityBench bench, uint lockId, string name, EntryKind kind = EntryKind.Gate)
    {
        await bench.InDbAsync(async db =>
        {
            db.Entries.Add(EntryMaker.Make(lockId, name, kind));
            return await db.SaveChangesAsync();
        });
        return new SealedTrail(bench, lockId);
    }

    /// <summary>Replaces the hardware, as the office records it.</summary>
    public async Task<SealedTrail> ReplaceAsync()
    {
        ushort generation = (ushort)(_generation + 1);
        await _bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            Assert.IsTrue(await services.GetRequiredService<EntryRenewal>()
                .RenewAsync(await db.Entries.SingleAsync(entry => entry.Id == _lockId), generation, isOtherHardware: true));
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        });
        return new SealedTrail(_bench, _lockId, generation);
    }

    /// <summary>Lets the lock record an event.</summary>
    public SealedTrail Happens(uint time, EventKind kind, uint keyId = 0, byte reason = 0, uint detail = 0,
        ClockTrust trust = ClockTrust.Set)
    {
        byte[] record = new byte[AuditEvent.Size];
        new AuditEvent { Time = time, Kind = kind, KeyId = keyId, Reason = reason, Detail = detail, Trust = trust }.WriteTo(record, 0);
        _records.Add(record);
        return this;
    }

    /// <summary>Damages the last record in the lock's memory.</summary>
    public SealedTrail Rots()
    {
        _records[^1][8] ^= 0x40;
        return this;
    }

    /// <summary>A sealed batch of some events.</summary>
    public byte[] Seal(uint first, uint last)
    {
        int count = (int)(last - first) + 1;
        byte[] batch = new byte[SealedBatch.HeaderSize + (count * AuditEvent.Size)];
        for (int i = 0; i < count; i++)
            _records[(int)first - 1 + i].CopyTo(batch, SealedBatch.HeaderSize + (i * AuditEvent.Size));
        LockSecrets secrets = _bench.Services.GetRequiredService<SecretVault>().SecretsOf(_lockId, _generation);
        SealedBatch.Seal(batch, 0, secrets, first, (ushort)count, Head, 1, _generation);
        return batch;
    }

    /// <summary>Brings some events to the facility.</summary>
    public Task<BatchStatus> BringAsync(uint first, uint last) => BringAsync(Seal(first, last));

    /// <summary>Brings everything to the facility.</summary>
    public Task<BatchStatus> BringAsync() => BringAsync(1, Head);

    /// <summary>Brings a batch to the facility.</summary>
    public Task<BatchStatus> BringAsync(byte[] batch) => _bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        EventBatchStore keeper = services.GetRequiredService<EventBatchStore>();
        BatchIntake intake = await keeper.TakeAsync(await db.Entries.SingleAsync(entry => entry.Id == _lockId), batch, isFresh: false);
        await db.SaveChangesAsync();
        return intake.Status;
    });
}

/// <summary>People of a facility, with keys.</summary>
internal static class People
{
    /// <summary>Adds a user with a key for an entry.</summary>
    /// <returns>The user's number.</returns>
    public static Task<long> AddAsync(FacilityBench bench, string name, long keyId, long entryId) => bench.InDbAsync(async db =>
    {
        User user = new()
        {
            Name = name,
            ScheduleId = await db.Schedules.Select(schedule => schedule.Id).FirstAsync(),
            CreatedAt = bench.Now
        };
        user.Words.AddRange(UserSearchIndex.Of(name, "", "", []).Select(word => new UserWord { Word = word }));
        db.Users.Add(user);
        await db.SaveChangesAsync();
        db.Keys.Add(
            new OfflineKey
            {
                Id = keyId,
                UserId = user.Id,
                EntryId = entryId,
                Grant = [],
                Generation = 1,
                IssuedAt = bench.Now,
                NotAfter = bench.Now + LockTime.SecondsPerDay
            });
        await db.SaveChangesAsync();
        return user.Id;
    });
}
