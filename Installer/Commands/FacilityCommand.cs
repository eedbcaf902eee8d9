using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using Command = System.CommandLine.Command;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl facility new.</summary>
internal static class FacilityCommand
{
    public static Command Make(Terminal terminal)
    {
        Option<string> path = Options.NewFacility();
        Option<string> name = new("--name") { Description = "The facility's name.", Required = true };
        Option<uint?> id = new("--id") { Description = "The facility's number, 1 or more. Default: a random number." };
        Option<string?> zone = new("--zone")
        {
            Description = "The facility's time zone, an IANA name like Europe/Berlin. Default: the " +
            "zone of this computer."
        };
        Option<string?> zoneRule = new("--zone-rule")
        {
            Description = "The rule of the time zone as a TZ string, like " +
            "CET-1CEST,M3.5.0,M10.5.0/3, instead of a zone name."
        };
        Option<string[]> holidays = new("--holiday")
        {
            Description = "A holiday, like 2026-12-25. Up to " +
            "16.",
            AllowMultipleArgumentsPerToken = true
        };
        id.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value == "0")
                result.AddError("A facility's number is 1 or more.");
        });
        Command make = new("new", """
            Creates a facility file with a new secret. It never overwrites a file. Only the owner can read the file. Whoever has
            it can make a key for every lock of the facility. Keep copies of it, and never go back to an old copy.
            """) { path, name, id, zone, zoneRule, holidays };
        make.SetAction(parsed => New(
            terminal,
            parsed.GetValue(path)!,
            parsed.GetValue(name)!,
            parsed.GetValue(id),
            parsed.GetValue(zone),
            parsed.GetValue(zoneRule),
            parsed.GetValue(holidays) ?? []));
        return new Command("facility", "The facility file: secret, zone, holidays, locks.") { make };
    }

    private static int New(Terminal terminal, string path, string name, uint? id, string? zone, string? zoneText, string[] holidays)
    {
        if (string.IsNullOrWhiteSpace(name) || NameText.Complaint(name) != null)
            throw new ToolException(ExitCode.Unusable, $"--name " +
                $"{(string.IsNullOrWhiteSpace(name) ? "is empty" : NameText.Complaint(name))}. Give the facility another name.");
        CheckHolidays(holidays);
        ZoneRule rule = PickZone(terminal, zone, zoneText, out string zoneName);
        byte[] ruleBytes = new byte[ZoneRule.Size];
        rule.WriteTo(ruleBytes, 0);
        FacilityData site = new()
        {
            Format = FacilityData.FormatName,
            Name = name,
            FacilityId = id ?? (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue),
            FacilitySecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Hmac.HashSize)),
            CreatedAt = terminal.Now,
            Zone = zoneName,
            ZoneRule = Convert.ToHexStringLower(ruleBytes),
            Holidays = [.. holidays],
            NextKeyId = FacilityData.FirstKeyId,
            Locks = [],
        };
        FacilityFileStore.Create(path, site);
        SiteFolder.IgnoreByGit(path);
        if (SiteFolder.RepositoryOf(path) is { } repository)
            terminal.Warn($"{path} is in the git repository {repository}, where \"git clean -x\" deletes it. Move the folder with all " +
                $"files of the facility to a place of its own.");
        if (OperatingSystem.IsWindows())
            terminal.Warn($"{path} has the permissions of its folder. Keep it in a folder that only you can read.");
        LocalTime time = new(rule);
        terminal.Say($"{path}: facility \"{name}\", number {site.FacilityId}, zone {zoneName}: {time.Full(terminal.Now)} there now.");
        terminal.Say("Whoever has this file can open every lock of the facility. Keep the file and its copies where only you can read " +
            "them.");
        terminal.Say("Next: write a list of the locks and run \"lockctl manifest locks.csv\".");
        return ExitCode.Ok;
    }

    private static ZoneRule PickZone(Terminal terminal, string? zone, string? zoneText, out string zoneName)
    {
        if (zoneText != null)
        {
            zoneName = zone ?? zoneText;
            return ZonePick.Parse(zoneText);
        }
        ZoneRule rule = ZonePick.Find(zone, terminal.Time.GetUtcNow(), out zoneName, out DateTime? difference);
        if (difference is { } moment)
        {
            string at = moment.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            terminal.Warn($"The clock changes of {zoneName} do not follow a yearly rule. From {at} UTC on the locks will show the wrong " +
                $"time unless each gets a new configuration before. Give the current fixed offset with --zone-rule, and plan a notice " +
                $"before each change.");
        }
        return rule;
    }

    private static void CheckHolidays(string[] holidays)
    {
        try
        {
            Holidays.Read(holidays);
        }
        catch (FormatException exception)
        {
            throw new ToolException(ExitCode.Unusable, exception.Message);
        }
    }
}
