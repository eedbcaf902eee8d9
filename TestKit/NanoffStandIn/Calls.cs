using System.Security.Cryptography;
using System.Text;

namespace LockFirmware.NanoffStandIn;

/// <summary>What the program was called with: a line each in a file beside it. Several may run at once.</summary>
internal static class Calls
{
    /// <summary>Adds a line.</summary>
    public static void Add(string folder, string line)
    {
        byte[] place = SHA256.HashData(Encoding.UTF8.GetBytes(folder));
        using Mutex turn = new(false, "nanoff-stand-in-" + Convert.ToHexString(place)[..16]);
        turn.WaitOne();
        File.AppendAllText(Path.Combine(folder, "calls"), line + "\n");
        turn.ReleaseMutex();
    }
}
