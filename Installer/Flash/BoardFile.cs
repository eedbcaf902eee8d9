using System.Text.Json;
using LockFirmware.InstallerTool.Cli;

namespace LockFirmware.InstallerTool.Flash;

/// <summary>The flashing data of a board, from boards/&lt;name&gt;/board.json.</summary>
internal sealed class BoardFile
{
    private const string PortPlace = "{serialPort}";
    private const string DeployPlace = "deploy.json";
    private const string TargetOption = "--target";
    private const string EraseOption = "--masserase";

    private readonly JsonElement _commands;
    private readonly string? _deployAddress;

    private BoardFile(string name, JsonElement root)
    {
        Name = name;
        _commands = root.GetProperty("commands");
        Chip = root.GetProperty("chip").GetString()!.Split(' ', ',')[0];
        Image = root.GetProperty("image").GetString()!;
        RuntimeVersion = root.TryGetProperty("runtimeVersion", out JsonElement version) ? version.GetString() : null;
        _deployAddress = root.TryGetProperty("deployAddress", out JsonElement address) ? address.GetString() : null;
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "boards");

    /// <summary>The board.</summary>
    public string Name { get; }

    /// <summary>The chip, as nanoff names it, like ESP32-S3.</summary>
    public string Chip { get; }

    /// <summary>The file name of the application's image.</summary>
    public string Image { get; }

    /// <summary>The version of the runtime that the application was made for; null when none is pinned.</summary>
    public string? RuntimeVersion { get; }

    /// <summary>The boards that lockctl knows.</summary>
    public static IReadOnlyList<string> Names() =>
        [.. Directory.GetDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, "board.json")))
            .Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    /// <summary>Reads the flashing data of a board.</summary>
    public static BoardFile Read(string name)
    {
        string path = Path.Combine(Folder, name, "board.json");
        if (!File.Exists(path))
            throw new ToolException(ExitCode.Unusable, $"This version of lockctl does not know the board \"{name}\". It knows " +
                $"{string.Join(", ", Names())}. Use the lockctl of the firmware's version.");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new BoardFile(name, document.RootElement.Clone());
    }

    /// <summary>The command that erases a board completely, as a person types it. Unknown values are shown as placeholders.</summary>
    /// <param name="name">The board; it may be unknown to lockctl.</param>
    /// <param name="port">The serial port; null when it is not known.</param>
    public static string EraseLine(string name, string? port)
    {
        string[] words = Names().Contains(name) ? [.. Read(name).Words("firmware")] : [];
        int at = Array.IndexOf(words, TargetOption);
        return Nanoff.Line(
            ["--update", EraseOption, TargetOption, at < 0 ? "<target>" : words[at + 1], "--serialport", port ?? "<port>"]);
    }

    /// <summary>The command that builds the application.</summary>
    public string Build => string.Join(' ', Words("build"));

    /// <summary>The version of the runtime to write. A runtime 2.x does not run an application that was built for 1.x.</summary>
    /// <param name="given">The version that was asked for; null for the pinned one.</param>
    public string RuntimeFor(string? given)
    {
        string version = given ?? RuntimeVersion ?? throw new ToolException(ExitCode.Unusable, $"No version of the runtime is pinned for " +
            $"the board {Name}. Give one that exists with --runtime: \"nanoff --listtargets --platform esp32\" lists them. Take the " +
            $"newest that begins with 1.");
        return Version.TryParse(version, out Version? parsed) && parsed is { Major: 1, Revision: >= 0 }
            ? version
            : throw new ToolException(ExitCode.Unusable, $"The application runs on a runtime 1.x only, and \"{version}\" is none. Give " +
                $"--runtime with four numbers, the first of them 1.");
    }

    /// <summary>The arguments of nanoff for a step: firmware, files or application.</summary>
    /// <remarks>
    /// Esp32Operations.UpdateFirmwareAsync of nanoff moves the cursor at the verbosity normal, which fails without a terminal; so the
    /// step firmware is minimal. FileDeploymentManager tells a file that caused an exception at normal only. The step firmware erases
    /// the whole flash: else nanoff would read the storage of the board, with the identity that it may have, into a file of this
    /// computer, and write it back.
    /// </remarks>
    /// <param name="step">The step.</param>
    /// <param name="port">The serial port.</param>
    /// <param name="deployFile">The list of files.</param>
    /// <param name="image">The application's image; null keeps the path of the board file.</param>
    /// <param name="runtime">The version of the runtime.</param>
    public IReadOnlyList<string> Arguments(string step, string port, string deployFile, string? image, string runtime)
    {
        List<string> words = [.. Words(step).Skip(1).Select(word => word.Replace(PortPlace, port, StringComparison.Ordinal))];
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i] == DeployPlace)
                words[i] = deployFile;
            else if (image != null && i > 0 && words[i - 1] == "--image")
                words[i] = image;
        }
        if (step == FlashStep.Application && _deployAddress != null && !words.Contains(_deployAddress))
            throw new ToolException(ExitCode.Unusable, $"The command in boards/{Name}/board.json has no address {_deployAddress}, so it " +
                $"would overwrite the firmware. Correct that file.");
        if (step == FlashStep.Firmware)
            words.AddRange([EraseOption, "--fwversion", runtime]);
        return [.. words, "--verbosity", step == FlashStep.Firmware ? "minimal" : "normal", "--suppressnanoffversioncheck"];
    }

    private IEnumerable<string> Words(string step) => _commands.GetProperty(step).EnumerateArray().Select(word => word.GetString()!);
}
