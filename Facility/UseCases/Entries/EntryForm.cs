using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>What the office writes about a lock.</summary>
public sealed class EntryForm
{
    private const int TextLengthMax = 100;

    /// <summary>What people call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Who may pass.</summary>
    public EntryKind Kind { get; set; }

    /// <summary>Its building.</summary>
    public string? Building { get; set; }

    /// <summary>Whether people leave the site by it.</summary>
    public bool IsExit { get; set; }

    /// <summary>Where the gateway finds it.</summary>
    public string? Address { get; set; }

    /// <summary>What a row has.</summary>
    public static EntryForm Of(Entry entry) =>
        new() { Name = entry.Name, Kind = entry.Kind, Building = entry.Building, IsExit = entry.IsExit, Address = entry.Address };

    /// <summary>The kind of a lock, for people.</summary>
    public static string KindName(EntryKind kind) => kind switch
    {
        EntryKind.Gate => "gate",
        EntryKind.BuildingDoor => "building door",
        _ => "unit",
    };

    /// <summary>What is wrong; null for nothing.</summary>
    public string? Complaint(ILockLinkFactory links)
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > TextLengthMax || (Building ?? "").Length > TextLengthMax)
            return $"Enter a name. Name and building have at most {TextLengthMax} characters.";
        if (Kind == EntryKind.BuildingDoor && string.IsNullOrWhiteSpace(Building))
            return "A building door needs a building. Enter the same building name as its units have.";
        return string.IsNullOrWhiteSpace(Address) ? null : links.Complaint(Address.Trim());
    }

    /// <summary>Puts it into a row.</summary>
    public void Fill(Entry entry)
    {
        entry.Name = Name.Trim();
        entry.Kind = Kind;
        entry.Building = (Building ?? "").Trim();
        entry.IsExit = IsExit;
        entry.Address = (Address ?? "").Trim();
    }
}
