namespace LockFirmware.Fuzz;

/// <summary>The inputs in the repository: Fuzz/corpus/TARGET/NAME.</summary>
internal static class Corpus
{
    /// <summary>Writes the inputs of every target.</summary>
    internal static void Write(string folder)
    {
        foreach (FuzzTarget target in FuzzTargets.All)
        {
            Directory.CreateDirectory(Path.Combine(folder, target.Name));
            foreach ((string name, byte[] input) in target.Seeds())
                File.WriteAllBytes(Path.Combine(folder, target.Name, name), input);
        }
    }

    /// <summary>Reads files, and all files of folders, in the order of their names.</summary>
    internal static List<(string File, byte[] Input)> Read(IEnumerable<string> paths)
    {
        List<(string, byte[])> inputs = [];
        foreach (string path in paths)
        {
            string[] files = Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories) : [path];
            inputs.AddRange(files.Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllBytes(file))));
        }
        return inputs;
    }
}
