using System.Globalization;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Jobs;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Jobs;

/// <summary>A job that was not taken back yet.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Locks">The names of the locks that it still has.</param>
/// <param name="Made">When and by whom.</param>
/// <param name="Ends">When it ends.</param>
/// <param name="HasEnded">Whether that is past.</param>
public sealed record OpenJob(long Number, string Locks, string Made, string Ends, bool HasEnded);

/// <summary>A lock that can be in a job.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Words">Its name, and what the job is for.</param>
public sealed record LockChoice(long Id, string Words);

/// <summary>The page on which an administrator gives out job files and takes them back.</summary>
[RequestSizeLimit(ResultSizeMax)]
public sealed class IndexModel(FacilityDb db, JobFiles jobs, JobDoors doors, StaffAccounts accounts, CurrentStaff current, SiteReader sites,
    FacilityClock clock) : PageModel
{
    /// <summary>The maximum size of a request with a job file, bytes: 100 locks with everything that lockctl stores of them.</summary>
    public const int ResultSizeMax = 1024 * 1024;

    private const int DaysAtFirst = 7;
    private const int EveningHour = 18;

    /// <summary>The jobs that were not taken back yet, the newest first.</summary>
    public IReadOnlyList<OpenJob> Open { get; private set; } = [];

    /// <summary>The locks that can be in a job.</summary>
    public IReadOnlyList<LockChoice> Choices { get; private set; } = [];

    /// <summary>The form for a new job.</summary>
    [BindProperty]
    public JobForm Form { get; set; } = new();

    /// <summary>Why no job file was made; null if one was, or none was asked for.</summary>
    public string? MakeComplaint { get; private set; }

    /// <summary>Why no file was taken back; null if one was, or none was sent.</summary>
    public string? TakeBackComplaint { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        LocalTime time = await sites.LocalTimeAsync();
        if (Form.Until.Length == 0)
            Form.Until = time.Of(clock.Now).Date.AddDays(DaysAtFirst).AddHours(EveningHour)
                .ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
        List<JobLock> rows = await db.JobLocks.AsNoTracking().ToListAsync();
        var entries = await db.Entries.Select(entry => new { entry.Id, entry.Name, entry.ContactAt }).ToListAsync();
        Dictionary<long, string> names = entries.ToDictionary(entry => entry.Id, entry => entry.Name);
        await ShowJobsAsync(rows, names, time);
        HashSet<long> held = [.. rows.Where(row => row.JobId != null).Select(row => row.Id)];
        HashSet<long> begun = [.. rows.Where(row => !row.IsInService).Select(row => row.Id)];
        Choices =
            [.. entries.Select(entry => (entry.Id, entry.Name,
                    Other: !begun.Contains(entry.Id) && (entry.ContactAt != null || rows.Exists(row => row.Id == entry.Id))))
                .Concat(rows.Where(row => !names.ContainsKey(row.Id)).Select(row => (row.Id, Name: doors.NameOf(row), Other: false)))
                .Where(choice => !held.Contains(choice.Id)).InOrder(choice => choice.Name)
                .Select(choice => new LockChoice(choice.Id,
                    choice.Name + (choice.Other ? ": in service, the job is for other hardware" : "")))];
    }

    /// <summary>Makes a job and sends its file.</summary>
    public async Task<IActionResult> OnPostMakeAsync()
    {
        string login = await db.Staff.Where(row => row.Id == current.Id).Select(row => row.Login).SingleAsync();
        JobAnswer? answer = null;
        if (await accounts.CheckAsync(login, Request.Secret("password"), KnownBrowser.OriginOf(HttpContext)) == null)
            MakeComplaint = "Your password is wrong. After five wrong passwords wait five minutes.";
        else
            MakeComplaint = (answer = await jobs.MakeAsync(Form)).IsDone ? null : answer.Words;
        if (MakeComplaint != null)
        {
            await OnGetAsync();
            return Page();
        }
        Response.Headers.CacheControl = "no-store";
        return File(answer!.File, "application/json", $"job-{answer.Number}.json");
    }

    /// <summary>Takes back the file of a job.</summary>
    public async Task<IActionResult> OnPostTakeBackAsync()
    {
        TakeBackComplaint = await TakeBackAsync();
        if (TakeBackComplaint == null)
            return Redirect("/Jobs");
        await OnGetAsync();
        return Page();
    }

    /// <summary>Ends a job whose file does not come back.</summary>
    /// <param name="number">The job.</param>
    public async Task<IActionResult> OnPostEndAsync(long number)
    {
        ChangeAnswer answer = await jobs.EndAsync(number);
        TempData[answer.IsDone ? "Said" : "Refused"] = answer.Words;
        return Redirect("/Jobs");
    }

    private async Task<string?> TakeBackAsync()
    {
        if (Request.Form.Files.GetFile("file") is not { Length: > 0 } file)
            return "Choose the job file.";
        using MemoryStream bytes = new();
        await file.CopyToAsync(bytes, HttpContext.RequestAborted);
        try
        {
            ChangeAnswer answer = await jobs.TakeBackAsync(FacilityFileFormat.ReadForeign(bytes.ToArray()));
            if (!answer.IsDone)
                return answer.Words;
            TempData["Said"] = answer.Words;
            return null;
        }
        catch (FacilityFileException exception)
        {
            return $"{exception.Message} Nothing was changed.";
        }
    }

    private async Task ShowJobsAsync(List<JobLock> rows, Dictionary<long, string> names, LocalTime time)
    {
        ILookup<long, string> held = rows.Where(row => row.JobId != null)
            .ToLookup(row => row.JobId!.Value, row => names.GetValueOrDefault(row.Id) ?? doors.NameOf(row));
        long[] numbers = [.. held.Select(group => group.Key)];
        Dictionary<long, string> staff = await db.Staff.ToDictionaryAsync(member => member.Id, member => member.Name);
        Open = [.. (await db.Jobs.Where(job => numbers.Contains(job.Id)).OrderByDescending(job => job.Id).ToListAsync())
            .Select(job => new OpenJob(job.Id, string.Join(", ", held[job.Id].InOrder(name => name)),
                $"{Moments.Minute(job.MadeAt, time)}, {staff.GetValueOrDefault(job.StaffId ?? 0) ?? "on the console"}",
                Moments.Minute(job.NotAfter, time), job.NotAfter <= clock.Now))];
    }
}
