using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using LockFirmware.InstallerTool.Cli;
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
        Option<string> path = Options.Facility();
        Option<string> name = new("--name") { Description = "The facility's name, for people.", Required = true };
        Option<uint?> id = new("--id") { Description = "The facility's number, 1 or more; a random one when left out." };
        Option<string?> zone =
            new("--zone")
            {
                Description =
                "The facility's time zone, an IANA name like Europe/Berlin; that of this computer when left out."
            };
        Option<string?> zoneRule =
            new("--zone-rule") { Description = "The zone's rule instead, a TZ string like CET-1CEST,M3.5.0,M10.5.0/3." };
        Option<string[]> holidays =
            new("--holiday") { Description = "A holiday, like 2026-12-25; up to 16.", AllowMultipleArgumentsPerToken = true };
        id.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value == "0")
                result.AddError("A facility's number is 1 or more.");
        });
        Command make = new("new", """
            Makes a facility file with a new secret. It refuses to overwrite one. Only its owner can read the file; who has it can
            make a key to every lock of the facility. Keep copies of it, and never go back to an old one.
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
            throw new ToolException(ExitCode.Unusable,
                $"--name {(string.IsNullOrWhiteSpace(name) ? "is empty" : NameText.Complaint(name))}. Give the facility another name.");
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
        if (OperatingSystem.IsWindows())
            terminal.Warn($"{path} has the permissions of its folder. Keep it in a folder that only you can read.");
        LocalTime time = new(rule);
        terminal.Say($"{path}: facility \"{name}\", number {site.FacilityId}, zone {zoneName}: {time.Full(terminal.Now)} there now.");
        terminal.Say("It opens every lock of the facility: keep it, and its copies, where only you can read them.");
        terminal.Say("Next: write the list of locks, and run \"lockctl manifest locks.csv\".");
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
            terminal.Warn(
                $"{zoneName} changes its clocks in a way that no yearly rule can say: from {at} UTC on the locks will be off, unless each "
                + "gets a new configuration before. Set the fixed offset in force with --zone-rule, and plan a notice before each change.");
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
