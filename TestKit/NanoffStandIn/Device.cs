namespace LockFirmware.NanoffStandIn;

/// <summary>A board on a serial port: a folder with its flash, and a file with the faults that it has today.</summary>
internal sealed class Device
{
    private readonly string _folder;

    private Device(string folder) => _folder = folder;

    /// <summary>The files of the partition config, which the firmware sees as I:.</summary>
    public string Config => Path.Combine(_folder, "config");

    /// <summary>The board on a port; null when there is none.</summary>
    public static Device? At(string port, Computer computer)
    {
        string folder = Path.Combine(computer.Folder, "ports", Path.GetFileName(port));
        return Directory.Exists(folder) ? new Device(folder) : null;
    }

    /// <summary>Whether the board has a fault today: a line of the file faults.</summary>
    public bool Has(string fault)
    {
        string path = Path.Combine(_folder, "faults");
        return File.Exists(path) && File.ReadAllLines(path).Contains(fault);
    }

    /// <summary>A fault that happens once.</summary>
    /// <returns>Whether it had been there.</returns>
    public bool Forget(string fault)
    {
        if (!Has(fault))
            return false;
        string path = Path.Combine(_folder, "faults");
        File.WriteAllLines(path, File.ReadAllLines(path).Where(line => line != fault));
        return true;
    }

    /// <summary>The chip of the board: the file chip, else an ESP32.</summary>
    public string Chip => File.Exists(Path.Combine(_folder, "chip")) ? File.ReadAllText(Path.Combine(_folder, "chip")) : "ESP32";

    /// <summary>The address of the board: the file mac, else one made from the name of the port.</summary>
    public string Mac
    {
        get
        {
            string path = Path.Combine(_folder, "mac");
            if (File.Exists(path))
                return File.ReadAllText(path);
            byte[] name = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(_folder)));
            return string.Join(':', name.Take(6).Select(part => part.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Erases the whole flash.</summary>
    public void Erase()
    {
        foreach (string part in new[] { "runtime", "application.bin", "address" })
            File.Delete(Path.Combine(_folder, part));
        if (Directory.Exists(Config))
            Directory.Delete(Config, true);
    }

    /// <summary>Writes a part of the flash.</summary>
    public void Write(string part, byte[] content) => File.WriteAllBytes(Path.Combine(_folder, part), content);

    /// <summary>Reads the partition config as one image.</summary>
    public byte[] ReadConfig()
    {
        using MemoryStream image = new();
        using BinaryWriter writer = new(image);
        string[] files = Directory.Exists(Config) ? Directory.GetFiles(Config) : [];
        writer.Write(files.Length);
        foreach (string file in files)
        {
            byte[] content = File.ReadAllBytes(file);
            writer.Write(Path.GetFileName(file));
            writer.Write(content.Length);
            writer.Write(content);
        }
        return image.ToArray();
    }

    /// <summary>Writes the partition config from an image of <see cref="ReadConfig"/>.</summary>
    public void WriteConfig(byte[] image)
    {
        if (Directory.Exists(Config))
            Directory.Delete(Config, true);
        Directory.CreateDirectory(Config);
        using BinaryReader reader = new(new MemoryStream(image));
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            string name = reader.ReadString();
            File.WriteAllBytes(Path.Combine(Config, name), reader.ReadBytes(reader.ReadInt32()));
        }
    }
}
