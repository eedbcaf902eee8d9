using LockFirmware.KeyCrypto;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>Access windows in a facility file.</summary>
internal static class WindowFields
{
    /// <summary>Reads a list of windows.</summary>
    /// <exception cref="DemoFileException">One is wrong, or there are too many or none.</exception>
    public static void Read(JsonPlace place, IReadOnlyList<JsonPlace> items, AccessWindows windows)
    {
        string[] texts = [.. items.Select(Fields.TextOf)];
        if (LockLink.Words.WindowText.TryRead(texts, windows) is { } wrong)
            throw (wrong.Index < 0 ? place : items[wrong.Index]).Wrong(wrong.Complaint);
    }
}
