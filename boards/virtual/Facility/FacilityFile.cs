using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>A facility as its file describes it: everything checked, every name found.</summary>
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
/// <param name="SetupSecret">What it was flashed with, 32 bytes.</param>
/// <param name="ServiceKeyId">The key with which the gateway commits it and reads its trail.</param>
/// <param name="Configuration">Zone, holidays, times.</param>
public sealed record LockEntry(string Name, uint Id, ushort Generation, byte[] SetupSecret, uint ServiceKeyId,
    LockConfiguration Configuration);

/// <summary>Somebody who comes to the doors.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Id">Holder or guest number, unique in the file.</param>
/// <param name="About">Who that is, in a few words.</param>
public sealed record Person(string Name, uint Id, string About);

/// <summary>An offline key that the facility has issued.</summary>
public sealed record KeyEntry(Person Holder, LockEntry Lock, Grant Grant);

/// <summary>A part of a key that its holder has handed to a guest.</summary>
public sealed record ShareEntry(Person Guest, KeyEntry Key, Share Share);

/// <summary>A notice on its way to a lock.</summary>
public sealed record NoticeEntry(string Name, LockEntry Lock, uint Number, byte[] Bytes, string About);
