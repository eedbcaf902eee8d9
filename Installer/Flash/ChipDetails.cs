namespace LockFirmware.InstallerTool.Flash;

/// <summary>Which chip is on a port. The address in it tells one board from another.</summary>
/// <remarks>
/// Read in nanoff v2.5.162: Tool/Esp32Manager.cs writes "Connected to:" and the lines of Library/Esp32DeviceInfo.cs; the names are those of
/// Library/Esp32Serial/Esp32ChipConfigs.cs.
/// </remarks>
/// <param name="Chip">Like ESP32-C3.</param>
/// <param name="Mac">The address that the chip was made with, like 10:97:BD:00:00:01.</param>
internal sealed record ChipDetails(string Chip, string Mac)
{
    private const string Begin = "Connected to:";
    private const string MacBegin = "MAC ";

    /// <summary>Reads what nanoff says about a chip.</summary>
    /// <returns>Null when it did not say which chip it is.</returns>
    public static ChipDetails? Read(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.Trim()).SkipWhile(line => line != Begin).Skip(1)];
        string? chip = lines.FirstOrDefault(line => line.Length > 0)?.Split(' ')[0];
        string? mac = lines.FirstOrDefault(line => line.StartsWith(MacBegin, StringComparison.Ordinal))?[MacBegin.Length..].Trim();
        return chip is { Length: > 0 } && mac is { Length: > 0 } ? new ChipDetails(chip, mac) : null;
    }
}
