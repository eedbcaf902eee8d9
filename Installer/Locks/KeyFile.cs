using System.CommandLine;
using System.Text;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Files;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>A key as a file: its text (<see cref="KeyText"/>) and a line end, for its owner alone.</summary>
internal static class KeyFile
{
    /// <summary>The option to use a key instead of the tool's own.</summary>
    public static Option<FileInfo?> Option() => new("--key") { Description = "Ask with this key file instead of the tool's own key.", HelpName = "file" };

    /// <summary>Reads a key; null for none.</summary>
    public static PhoneKey? Read(FileInfo? file)
    {
        if (file == null)
            return null;
        if (!file.Exists)
            throw new ToolException(ExitCode.Unusable, $"There is no key file {file}. Make one with \"lockctl key issue\".");
        return ReadText(File.ReadAllText(file.FullName)) ?? throw new ToolException(ExitCode.Unusable, $"{file} holds no whole key. It is one line that begins with {KeyText.Prefix}.");
    }

    /// <summary>Reads a key from its text.</summary>
    public static PhoneKey? ReadText(string text) => KeyText.TryRead(text);

    /// <summary>Writes a key to a file that must not exist.</summary>
    public static void Write(string path, PhoneKey key)
    {
        if (File.Exists(path))
            throw new ToolException(ExitCode.Unusable, $"{path} exists, and a key is never overwritten. Choose another --out.");
        SafeFile.Create(path, Encoding.ASCII.GetBytes(KeyText.Of(key) + Environment.NewLine));
    }
}
