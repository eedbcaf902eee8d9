using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>A facility as its file describes it. All values are checked and all names are resolved.</summary>
public sealed record FacilityFile(
    string Name,
    uint Id,
    byte[] Secret,
    ZoneEntry Zone,
    uint Start,
    IReadOnlyList<LockEntry> Locks,
    IReadOnlyList<Person> People,
    IReadOnlyList<KeyEntry> Keys,
    IReadOnlyList<ShareEntry> Shares,
    IReadOnlyList<NoticeEntry> Notices,
    IReadOnlyList<Attempt> Script)
{
    /// <summary>The facility's wall clock.</summary>
    public LocalTime Time { get; } = new(Zone.Rule);
}

/// <summary>A named zone rule.</summary>
public sealed record ZoneEntry(string Name, ZoneRule Rule);

/// <summary>A lock, as it is provisioned.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Id">Unique in the facility.</param>
/// <param name="Generation">Of its secret, from 1.</param>
/// <param name="SetupSecret">The setup secret of the hardware, 32 bytes.</param>
/// <param name="ServiceKeyId">The number of the gateway's own key to this lock.</param>
/// <param name="Configuration">Zone, holidays, times.</param>
public sealed record LockEntry(string Name, uint Id, ushort Generation, byte[] SetupSecret, uint ServiceKeyId,
    LockConfiguration Configuration);

/// <summary>A person who uses the doors.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Id">Holder or guest number, unique in the file.</param>
/// <param name="About">A few words about the person.</param>
public sealed record Person(string Name, uint Id, string About);

/// <summary>An offline key that the facility has issued.</summary>
public sealed record KeyEntry(Person Holder, LockEntry Lock, Grant Grant);

/// <summary>A share of a key that its holder gave to a guest.</summary>
public sealed record ShareEntry(Person Guest, KeyEntry Key, Share Share);

/// <summary>A notice for a lock.</summary>
public sealed record NoticeEntry(string Name, LockEntry Lock, uint Number, byte[] Bytes, string About);
