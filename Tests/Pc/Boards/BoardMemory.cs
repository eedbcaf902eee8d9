using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Boards;

/// <summary>The managed heap of the boards, and what the lock needs of it.</summary>
internal static class BoardMemory
{
    /// <summary>The smallest heap for the lock, bytes.</summary>
    public static int NeededBytes { get; } = int.Parse(
        XDocument.Parse(RepositoryFiles.Read("boards/Memory.targets")).Descendants("LockHeapBytes").Single().Value,
        CultureInfo.InvariantCulture);

    /// <summary>The managed heap of a board, bytes.</summary>
    public static int HeapBytes(string name)
    {
        using JsonDocument board = JsonDocument.Parse(RepositoryFiles.Read($"boards/{name}/board.json"));
        return board.RootElement.GetProperty("managedHeapBytes").GetInt32();
    }

    /// <summary>Whether the lock fits a board, by these figures.</summary>
    public static bool Fits(string name) => HeapBytes(name) >= NeededBytes;
}
