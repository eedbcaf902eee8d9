using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace LockFirmware.Phone;

/// <summary>
/// All files of the app by their path below /app, such as "protocol/bytes.js". They are read once and never change while the program
/// runs. May be used from any thread.
/// </summary>
public sealed class AppFiles
{
    /// <summary>The page of the app.</summary>
    public const string Page = "index.html";

    /// <summary>The service worker, which has the list of all files in it.</summary>
    public const string Worker = "worker.js";

    private const string Prefix = "app/";
    private const string RadioMark = "{{radio}}";
    private const string VersionMark = "{{version}}";
    private const string FilesMark = "\"{{files}}\"";
    private const int TagLength = 16;

    private readonly Dictionary<string, AppFile> _files;

    /// <summary>Reads the files.</summary>
    /// <param name="radio">How the page reaches locks: "bluetooth", or "demo" for the virtual locks of the demo.</param>
    public AppFiles(string radio = "bluetooth")
    {
        Assembly assembly = typeof(AppFiles).Assembly;
        SortedDictionary<string, byte[]> contents = new(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
            contents[name[Prefix.Length..]] = Read(assembly, name);
        contents[Page] = Fill(contents[Page], RadioMark, radio);
        Version = VersionOf(contents);
        string list = string.Join(", ", contents.Keys.Where(name => name != Worker).Select(name => $"\"{name}\""));
        contents[Worker] = Fill(Fill(contents[Worker], VersionMark, Version), FilesMark, list);
        contents[Page] = Fill(contents[Page], VersionMark, Version);
        _files = contents.ToDictionary(file => file.Key, file => Make(file.Key, file.Value), StringComparer.Ordinal);
    }

    /// <summary>The name of this state of all files: it changes when one of them does.</summary>
    public string Version { get; }

    /// <summary>The paths of all files.</summary>
    public IReadOnlyCollection<string> Paths => _files.Keys;

    /// <summary>Finds a file.</summary>
    /// <param name="path">Its path below /app; empty for the page.</param>
    /// <returns>Null when there is none.</returns>
    public AppFile? Find(string path) => _files.GetValueOrDefault(path.Length == 0 ? Page : path);

    private static byte[] Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static byte[] Fill(byte[] content, string mark, string text) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace(mark, text, StringComparison.Ordinal));

    private static string VersionOf(SortedDictionary<string, byte[]> contents)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, byte[] content) in contents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(content);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..TagLength];
    }

    private static AppFile Make(string name, byte[] content)
    {
        string tag = Convert.ToHexStringLower(SHA256.HashData(content))[..TagLength];
        return new AppFile(TypeOf(name), content, tag);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".webmanifest" => "application/manifest+json",
        ".png" => "image/png",
        _ => throw new InvalidOperationException($"The file {name} of the app has no content type here."),
    };
}
