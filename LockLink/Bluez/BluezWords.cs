namespace LockFirmware.LockLink.Bluez;

/// <summary>What is wrong with the Bluetooth of this computer, each with its cure.</summary>
internal static class BluezWords
{
    public const string NoBus = "Bluetooth needs D-Bus and BlueZ, which run on Linux only, and this computer's system bus does not " +
        "answer. Install them (apt install bluez) and start them (systemctl start bluetooth); in a container, mount /run/dbus.";

    public const string NoService = "BlueZ, the Bluetooth service of Linux, does not run. Install it (apt install bluez) and start it " +
        "(systemctl start bluetooth).";

    public const string NoRights = "This user may not use BlueZ. Add the user to the group bluetooth (sudo usermod -aG bluetooth $USER), " +
        "sign in again, and try again.";

    public const string NoAdapter = "This computer has no Bluetooth adapter. Plug one in that knows Bluetooth 4.0 or later, and look for " +
        "it with \"bluetoothctl list\".";

    public static string Missing(string adapter, IEnumerable<string> present) => $"This computer has no adapter {adapter}. It has " +
        $"{string.Join(", ", present)}. Choose one of them.";

    public static string Blocked(string adapter) => $"The adapter {adapter} is blocked by rfkill (a switch, a key, or flight mode). " +
        "Unblock it with \"rfkill unblock bluetooth\", then turn it on with \"bluetoothctl power on\".";

    public static string Off(string adapter) => $"The adapter {adapter} is off. Turn it on with \"bluetoothctl power on\".";

    public static string Busy(string adapter) => $"The adapter {adapter} is busy with other locks: it serves one at a time. Try again in " +
        "a minute.";

    public static string NotHeard(string what, int seconds, IEnumerable<HeardLock> others)
    {
        string[] heard = [.. others.Take(5).Select(one => one.ToString())];
        string rest = heard.Length > 0 ? $"Heard were {string.Join(", ", heard)}. " : "No other lock was heard either. ";
        return $"{what} was not heard within {seconds} s. {rest}It is out of reach, has no power, or another phone is connected to it: " +
            "go nearer and try again.";
    }

    public static string SeveralNew(IEnumerable<HeardLock> locks) => $"Several locks without identity are heard: " +
        $"{string.Join(", ", locks.Select(one => one.ToString()))}. Choose one by its address, for example ble:{locks.First().Address}, " +
        "or cut the power of the others.";

    public static string Connected(HeardLock one) => $"A program of this computer is connected to {one}. Wait until it has ended; if " +
        $"none runs, \"bluetoothctl disconnect {one.Address}\".";

    public static string Dropped(HeardLock one, int tries, string last) => $"The connection to {one} could not be made in {tries} tries " +
        $"({last}). Go nearer and try again.";

    public static string OtherLocks(string what, IEnumerable<string> found) => $"{what} was not found: what uses its name is " +
        $"{string.Join(", ", found)}. Go to the right door, or look for the lock with \"lockctl scan\".";

    /// <summary>What a failed call means.</summary>
    public static string Of(BluezException exception) => OfComputer(exception)
        ?? $"BlueZ refused: {exception.Message.TrimEnd('.')} ({exception.Name}). Try again; if it stays so, restart it with \"systemctl " +
        "restart bluetooth\".";

    /// <summary>What a failed call means; null if it is not about this computer.</summary>
    public static string? OfComputer(BluezException exception) => exception.Name switch
    {
        BluezException.NoBus => $"{NoBus} ({exception.Message.TrimEnd('.')}.)",
        "org.freedesktop.DBus.Error.ServiceUnknown" or "org.freedesktop.DBus.Error.NameHasNoOwner"
            or "org.freedesktop.DBus.Error.Spawn.ChildExited" => NoService,
        "org.freedesktop.DBus.Error.AccessDenied" => NoRights,
        _ => null,
    };
}
