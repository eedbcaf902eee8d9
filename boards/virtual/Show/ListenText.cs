using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Listen;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>The sentences of a lock that runs in real time.</summary>
internal static class ListenText
{
    /// <summary>The keys.</summary>
    public const string Keys = DoorKeys.Help + ", t bring the time, ? help, q quit";

    /// <summary>The line that scripts wait for.</summary>
    public static string Listening(int port) => $"listening on 127.0.0.1:{port}";

    /// <summary>The lock and how to use it.</summary>
    public static string Identity(FacilityFile facility, LockSite site) =>
        site.Entry.Generation == 0 ? "A lock that was flashed with the files of the cable." :
        $"{site.Entry.Name} is lock {site.Entry.Id} of facility {facility.Id}, generation {site.Entry.Generation}; its secrets are derived "
        + "from the facility file.";
}
