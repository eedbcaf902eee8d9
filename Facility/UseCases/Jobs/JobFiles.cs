using System.Globalization;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Import;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Jobs;

/// <summary>The answer to a request for a job file.</summary>
/// <param name="IsDone">Whether the job is stored.</param>
/// <param name="Words">Why not, as a text for people.</param>
/// <param name="Number">The number of the job.</param>
/// <param name="File">The bytes of the job file. They have secrets.</param>
public sealed record JobAnswer(bool IsDone, string Words, long Number, byte[] File) : IChangeAnswer;

/// <summary>
/// Gives installers job files, takes back what was done with them, and ends jobs whose file does not come back. The rules are those of
/// lockctl (<see cref="JobFile"/>).
/// </summary>
public sealed class JobFiles(FacilityDb db, ChangeRunner runner, JobDoors doors, LedgerStore ledgers, FacilityImport import,
    SiteReader sites, FacilityClock clock, CurrentStaff staff, OfficeTrail trail)
{
    private const string Advice =
        "The job knows the secrets of these locks. Now retire all keys of each (Entries, the lock), with nobody of the job in radio range.";

    /// <summary>Makes a job file. The job is stored before anybody gets the file.</summary>
    /// <param name="form">The administrator's form.</param>
    public async Task<JobAnswer> MakeAsync(JobForm form)
    {
        if (form.Complaint(await sites.LocalTimeAsync(), clock.Now, out uint notAfter) is { } complaint)
            return new JobAnswer(false, complaint, 0, []);
        try
        {
            return await runner.RunAsync(() => StoreAsync(form, notAfter));
        }
        catch (Exception exception) when (exception is FacilityFileException or InvalidDataException)
        {
            return new JobAnswer(false, exception.Message, 0, []);
        }
    }

    /// <summary>Takes back what was done with a job file. It can be repeated, and also after the end of the job.</summary>
    /// <param name="result">The job file as it came back.</param>
    public async Task<ChangeAnswer> TakeBackAsync(FacilityData result)
    {
        try
        {
            return await runner.RunAsync(async () =>
            {
                await runner.BeginTransactionAsync();
                SiteRow site = await db.Sites.SingleAsync();
                long number = result.Job?.Number ?? 0;
                Job? job = await db.Jobs.SingleOrDefaultAsync(row => row.Id == number);
                FacilityData facility = await doors.FacilityAsync(site, job);
                HashSet<uint> held = HeldBy(facility, number);
                List<string> lines = [.. JobFile.TakeBack(facility, result)];
                if (held.Count == 0)
                    return ChangeAnswer.Done(string.Join(" ", lines));
                await SaveAsync(facility, [.. facility.Locks.Where(door => held.Contains(door.Id))], lines);
                db.Claim(site);
                trail.Add(AuditAction.JobTakenBack, $"Job {number}. {string.Join(" ", lines)}");
                return ChangeAnswer.Done($"Job {number} is taken back. {string.Join(" ", lines)} {Advice}");
            });
        }
        catch (ImportException exception)
        {
            return ChangeAnswer.Refused(exception.Message);
        }
        catch (Exception exception) when (exception is FacilityFileException or InvalidDataException)
        {
            return ChangeAnswer.Refused($"{exception.Message} Nothing was changed.");
        }
    }

    /// <summary>Ends a job whose file does not come back. Its locks get generations and setup secrets that the job does not have.</summary>
    /// <param name="number">The job.</param>
    public async Task<ChangeAnswer> EndAsync(long number)
    {
        try
        {
            return await runner.RunAsync(() => EndNowAsync(number));
        }
        catch (Exception exception) when (exception is FacilityFileException or InvalidDataException)
        {
            return ChangeAnswer.Refused($"{exception.Message} Nothing was changed.");
        }
    }

    private async Task<ChangeAnswer> EndNowAsync(long number)
    {
        await runner.BeginTransactionAsync();
        SiteRow site = await db.Sites.SingleAsync();
        Job? job = await db.Jobs.SingleOrDefaultAsync(row => row.Id == number);
        FacilityData facility = await doors.FacilityAsync(site, job);
        IReadOnlyList<FacilityLock> ended = JobFile.End(facility, (uint)number);
        if (ended.Count == 0)
            return ChangeAnswer.Refused($"No lock is in job {number}. Nothing was changed.");
        await SaveAsync(facility, ended, []);
        db.Claim(site);
        string names = string.Join(", ", ended.Select(door => door.Name));
        trail.Add(AuditAction.JobEnded, $"Job {number}: {names}");
        return ChangeAnswer.Done($"Job {number} is ended. Put these locks into another job, and flash them again, also where this job has "
            + $"put them into service: {names}.");
    }

    private async Task<JobAnswer> StoreAsync(JobForm form, uint notAfter)
    {
        await runner.BeginTransactionAsync();
        SiteRow site = await db.Sites.SingleAsync();
        FacilityData facility = await doors.FacilityAsync(site, null);
        if (await AddDoorsAsync(facility, form) is { } complaint)
            return new JobAnswer(false, complaint, 0, []);
        long number = 1 + (await db.Jobs.MaxAsync(row => (long?)row.Id) ?? 0);
        // The shared code goes on behind the newest number that it sees.
        if (number > 1)
            facility.Jobs.Add(new JobNote((uint)number - 1, 0, []));
        FacilityData file = JobFile.Make(facility, facility.Locks, clock.Now, notAfter);
        site.NextKeyId = facility.NextKeyId;
        db.Jobs.Add(new Job
        {
            Id = number,
            MadeAt = clock.Now,
            NotAfter = notAfter,
            StaffId = staff.Id,
            Locks = string.Join(' ', facility.Locks.Select(door => door.Id)),
        });
        await SaveAsync(facility, facility.Locks, []);
        LocalTime time = await sites.LocalTimeAsync();
        trail.Add(AuditAction.JobMade, $"Job {number}, until {Moments.Minute(notAfter, time)}: "
            + string.Join(", ", facility.Locks.Select(door => string.Create(CultureInfo.InvariantCulture, $"{door.Name} ({door.Id})"))));
        return new JobAnswer(true, "", number, FacilityFileFormat.ToBytes(file));
    }

    /// <summary>Adds the locks of the form to the facility.</summary>
    /// <returns>Why one cannot be added; null if all are.</returns>
    private async Task<string?> AddDoorsAsync(FacilityData facility, JobForm form)
    {
        foreach (long id in form.Locks.Distinct().Order())
        {
            if (await db.Entries.SingleOrDefaultAsync(row => row.Id == id) is { } entry)
                facility.Locks.Add(await doors.OfEntryAsync(facility, entry, form.Board));
            else if (await db.JobLocks.SingleOrDefaultAsync(row => row.Id == id) is { } begun)
                facility.Locks.Add(doors.Begun(begun, form.Board));
            else
                return $"There is no lock {id}. Open this page again.";
        }
        long next = 1 + Math.Max(await db.Entries.MaxAsync(row => (long?)row.Id) ?? 0,
            await db.JobLocks.MaxAsync(row => (long?)row.Id) ?? 0);
        string[] names = form.NewNames();
        if (next + names.Length > uint.MaxValue)
            return "No lock numbers are left above those of the facility. Add the entries with lower numbers first, then choose them here.";
        foreach (string name in names)
        {
            string key = NameKeys.Of(name);
            if (await db.Entries.AnyAsync(row => row.NameKey == key))
                return $"An entry with the name {name} already exists. Choose it in the list, or choose another name.";
            facility.Locks.Add(JobDoors.New((uint)next++, name, form.Kind, form.Board));
        }
        return null;
    }

    private static HashSet<uint> HeldBy(FacilityData facility, long number) =>
        [.. facility.Locks.Where(door => door.JobNumber == number).Select(door => door.Id)];

    /// <summary>Stores the hardware of locks, the generations that are given out, and which locks are in service.</summary>
    private async Task SaveAsync(FacilityData facility, IReadOnlyList<FacilityLock> changed, List<string> lines)
    {
        foreach (FacilityLock door in changed)
        {
            await doors.StoreAsync(door);
            Entry? entry = await db.Entries.SingleOrDefaultAsync(row => row.Id == door.Id);
            if (door.InstalledGeneration == door.Generation)
                await import.TakeInstalledAsync(door, lines);
            else if (entry != null)
            {
                await ledgers.ChangeAsync(entry, (ledger, _) =>
                {
                    while (ledger.HighestGeneration < Math.Max(door.Generation, door.ReservedThrough))
                        ledger.NextGeneration();
                    return true;
                });
            }
        }
    }
}
