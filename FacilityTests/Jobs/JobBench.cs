extern alias lockctl;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using lockctl::LockFirmware.InstallerTool;
using lockctl::LockFirmware.InstallerTool.Cli;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;

namespace LockFirmware.FacilityTests.Jobs;

/// <summary>An administrator at the portal, and an installer with lockctl on a computer that has nothing but the job file.</summary>
internal sealed class JobBench : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("facility-jobs-").FullName;

    private JobBench(PhoneStage stage, Browser office)
    {
        Stage = stage;
        Office = office;
    }

    /// <summary>The facility.</summary>
    public PhoneStage Stage { get; }

    /// <summary>The browser of the administrator.</summary>
    public Browser Office { get; }

    /// <summary>The installer's copy of the job file.</summary>
    public string File => Path.Combine(_folder, "job.json");

    /// <summary>By how much the installer's clock is ahead of the facility's.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>Starts a facility.</summary>
    public static async Task<JobBench> StartAsync()
    {
        PhoneStage stage = await PhoneStage.StartAsync();
        return new JobBench(stage, await stage.Bench.SignInAsync(Permissions.All));
    }

    /// <summary>Asks for a job file for a day and gives it to the installer.</summary>
    /// <returns>The content of the file.</returns>
    public async Task<JsonNode> MakeAsync(params (string Name, string Value)[] fields)
    {
        HttpResponseMessage answer = await PostMakeAsync(fields);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.AreEqual("application/json", answer.Content.Headers.ContentType?.MediaType, text);
        Assert.IsTrue(answer.Headers.CacheControl!.NoStore);
        await System.IO.File.WriteAllTextAsync(File, text);
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Asks for a job file and gets a page that says why there is none.</summary>
    public async Task<string> RefusedAsync(params (string Name, string Value)[] fields)
    {
        HttpResponseMessage answer = await PostMakeAsync(fields);
        Assert.AreEqual("text/html", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Takes a file back in the portal.</summary>
    /// <returns>The text of the page.</returns>
    public async Task<string> TakeBackAsync(string? text = null)
    {
        await Office.OpenAsync("/Jobs");
        using MultipartFormDataContent form = new()
        {
            { new StringContent(Token("#take-back")), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(text ?? await System.IO.File.ReadAllTextAsync(File))), "file", "job.json" },
        };
        HttpResponseMessage answer = await Office.Client.PostAsync("/Jobs?handler=TakeBack", form);
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Runs lockctl with the job file.</summary>
    /// <returns>The exit code and everything that it said.</returns>
    public async Task<(int Code, string Said)> LockctlAsync(params string[] args)
    {
        StringWriter output = new();
        Terminal terminal = new(output, output, TextReader.Null, false, false)
        {
            Time = new Afternoon(Stage.Bench.Time.GetUtcNow() + Ahead)
        };
        int code = await Lockctl.RunAsync([.. args, "--facility", File], terminal, default);
        return (code, output.ToString());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stage.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<HttpResponseMessage> PostMakeAsync((string Name, string Value)[] fields)
    {
        await Office.OpenAsync("/Jobs");
        (string Name, string Value)[] usual =
        [
            ("__RequestVerificationToken", Token("#make")), ("Form.Board", "esp32-s3"), ("Form.Kind", "Unit"),
            ("Form.Until", "2026-09-03T18:00"), ("password", FacilityBench.Password),
        ];
        return await Office.Client.PostAsync("/Jobs?handler=Make", new FormUrlEncodedContent(
            [.. usual.Where(field => !fields.Any(given => given.Name == field.Name)).Concat(fields)
                .Select(field => new KeyValuePair<string, string>(field.Name, field.Value))]));
    }

    private string Token(string form) =>
        Office.Page.QuerySelector($"{form} input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    private sealed class Afternoon(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
