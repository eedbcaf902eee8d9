using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>The form in which the office describes a lock.</summary>
public sealed class EntryForm
{
    private const int TextLengthMax = 100;

    /// <summary>The name, for people.</summary>
    public string Name { get; set; } = "";

    /// <summary>Who may pass.</summary>
    public EntryKind Kind { get; set; }

    /// <summary>The building; empty for none.</summary>
    public string? Building { get; set; }

    /// <summary>Whether the entry is an exit from the site.</summary>
    public bool IsExit { get; set; }

    /// <summary>The address of the lock's radio for the gateway; empty for none.</summary>
    public string? Address { get; set; }

    /// <summary>The form with the values of a row.</summary>
    public static EntryForm Of(Entry entry) =>
        new() { Name = entry.Name, Kind = entry.Kind, Building = entry.Building, IsExit = entry.IsExit, Address = entry.Address };

    /// <summary>The name of a kind, for people.</summary>
    public static string KindName(EntryKind kind) => kind switch
    {
        EntryKind.Gate => "gate",
        EntryKind.BuildingDoor => "building door",
        _ => "unit",
    };

    /// <summary>What is wrong with the form, as a text for people; null if nothing is.</summary>
    public string? Complaint(ILockLinkFactory links)
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > TextLengthMax || (Building ?? "").Length > TextLengthMax)
            return $"Enter a name. Name and building have at most {TextLengthMax} characters.";
        if (Kind == EntryKind.BuildingDoor && string.IsNullOrWhiteSpace(Building))
            return "A building door needs a building. Enter the same building name as its units have.";
        return string.IsNullOrWhiteSpace(Address) ? null : links.Complaint(Address.Trim());
    }

    /// <summary>Copies the form into a row.</summary>
    public void Fill(Entry entry)
    {
        entry.Name = NameKeys.Clean(Name);
        entry.Kind = Kind;
        entry.Building = NameKeys.Clean(Building ?? "");
        entry.IsExit = IsExit;
        entry.Address = (Address ?? "").Trim();
    }
}
