using System.Text.Json;
using System.Text.Json.Serialization;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Acceptance;

/// <summary>How one test of a door ended.</summary>
/// <param name="Item">The id of the <see cref="AcceptanceItem"/>.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Utc">When this was said, as in ISO 8601.</param>
/// <param name="By">Who said it: a person, or lockctl.</param>
/// <param name="Note">What lockctl saw; empty for nothing.</param>
internal sealed record AcceptanceEntry(string Item, [property: JsonConverter(typeof(JsonStringEnumConverter<AcceptanceResult>))]
    AcceptanceResult Result, string Utc, string By, string Note);

/// <summary>The acceptance of one lock in one generation. It has no secrets, and is kept.</summary>
internal sealed class AcceptanceRecord
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The facility.</summary>
    public required string Facility { get; init; }

    /// <summary>The lock's number.</summary>
    public required uint Lock { get; init; }

    /// <summary>The lock's name.</summary>
    public required string Name { get; set; }

    /// <summary>The lock's generation.</summary>
    public required ushort Generation { get; init; }

    /// <summary>The board that the lock reports.</summary>
    public string Board { get; set; } = string.Empty;

    /// <summary>The lock's firmware.</summary>
    public string Firmware { get; set; } = string.Empty;

    /// <summary>Who mounted it.</summary>
    public string Installer { get; set; } = string.Empty;

    /// <summary>Who takes it over.</summary>
    public string Operator { get; set; } = string.Empty;

    /// <summary>The tests, by the order of <see cref="AcceptanceItem.All"/>.</summary>
    public List<AcceptanceEntry> Entries { get; init; } = [];

    /// <summary>Whether nothing is open and nothing failed.</summary>
    [JsonIgnore]
    public bool IsComplete =>
        AcceptanceItem.All.All(item => ResultOf(item.Id) is AcceptanceResult.Passed or AcceptanceResult.Absent);

    /// <summary>The file of a lock without its end.</summary>
    public static string PathOf(FacilityFileStore store, FacilityLock door) =>
        Path.Combine(Path.GetDirectoryName(store.FilePath)!, "acceptance", $"{door.Id}-{door.Generation}");

    /// <summary>Reads what is known of a lock's acceptance, or begins it.</summary>
    public static AcceptanceRecord Read(FacilityFileStore store, FacilityLock door)
    {
        string path = PathOf(store, door) + ".json";
        try
        {
            AcceptanceRecord record = File.Exists(path)
                ? JsonSerializer.Deserialize<AcceptanceRecord>(File.ReadAllBytes(path), Json) ?? throw new JsonException("It is empty.")
                : new AcceptanceRecord { Facility = store.Facility.Name, Lock = door.Id, Name = door.Name, Generation = door.Generation };
            if (record.Lock != door.Id || record.Generation != door.Generation || record.Entries.Any(entry => entry == null))
                throw new JsonException("It is of another lock, or one of its entries is empty.");
            record.Name = door.Name;
            return record;
        }
        catch (JsonException exception)
        {
            throw new ToolException(ExitCode.Unusable, $"{path} cannot be used: {exception.Message} Move it away; the tests are then " +
                $"done again.");
        }
    }

    /// <summary>Stores it, and the page for printing beside it.</summary>
    /// <returns>The path of the page.</returns>
    public string Write(FacilityFileStore store, FacilityLock door)
    {
        string path = PathOf(store, door);
        SafeFile.CreateFolder(Path.GetDirectoryName(path)!);
        SafeFile.Replace(path + ".json", JsonSerializer.SerializeToUtf8Bytes(this, Json));
        SafeFile.Replace(path + ".html", AcceptancePage.Of(this));
        return path + ".html";
    }

    /// <summary>How a test ended.</summary>
    public AcceptanceResult ResultOf(string item) => Entries.Find(entry => entry.Item == item)?.Result ?? AcceptanceResult.Open;

    /// <summary>Stores how a test ended; what was said before is replaced.</summary>
    public void Set(AcceptanceEntry entry)
    {
        Entries.RemoveAll(known => known.Item == entry.Item);
        Entries.Add(entry);
    }
}
