using System.Text;

namespace LockFirmware.NanoffStandIn;

/// <summary>Runtime and application: Tool/Esp32Manager.cs, Library/Esp32Operations.cs, Library/EspTool.cs.</summary>
internal sealed class Esp32(Dictionary<string, string> options, int verbosity, Computer computer)
{
    private const int Normal = 2;
    private const string NewestRuntime = "2.0.0.1";
    private const int DownloadMs = 100;

    /// <summary>Does what the options ask for.</summary>
    public ExitCodes Process()
    {
        if (!options.TryGetValue("serialport", out string? port))
            return ExitCodes.E6001;
        // The constructor of EspTool ends with an exception when the port does not exist, and Esp32Manager makes this of it.
        if (Device.At(port, computer) is not { } device)
            return ExitCodes.E4005;
        ReadDetails(device);
        if (options.ContainsKey("devicedetails"))
            return ExitCodes.OK;
        if (options.ContainsKey("update"))
            return Update(device);
        if (options.ContainsKey("deploy"))
            return Deploy(device);
        computer.Output.WriteLine("No operation was performed with the options supplied.");
        return ExitCodes.OK;
    }

    /// <summary>EspTool.GetDeviceDetails, and what Esp32Manager shows of it.</summary>
    private void ReadDetails(Device device)
    {
        if (verbosity >= Normal)
            computer.Output.Write("Reading details from chip...");
        if (device.Has("does not connect"))
        {
            // At every verbosity.
            computer.Output.WriteLine();
            computer.Output.WriteLine("Can't connect to ESP32 bootloader. Try to put the board in bootloader manually.");
            computer.Output.WriteLine(
                "For troubleshooting steps visit: https://docs.espressif.com/projects/esptool/en/latest/troubleshooting.html.");
            computer.Output.WriteLine();
            throw new IOException("Failed to connect to the chip.");
        }
        if (verbosity < Normal)
            return;
        computer.Output.WriteLine("OK");
        // Library/Esp32DeviceInfo.cs, ToString.
        computer.Output.WriteLine($"\nConnected to:\n{device.Chip} ({device.Chip} (revision v3.0))");
        computer.Output.WriteLine("Features Wi-Fi, BT, Dual Core, 240MHz");
        computer.Output.WriteLine("Flash size 4MB unknown from  (manufacturer 0x20 device 0x4016)");
        computer.Output.WriteLine("PSRAM: undetermined\nCrystal 40MHz");
        computer.Output.WriteLine($"MAC {device.Mac}\n");
    }

    /// <summary>Esp32Operations.UpdateFirmwareAsync.</summary>
    private ExitCodes Update(Device device)
    {
        if (device.Has("no network"))
            return ExitCodes.E9007;
        string version = options.GetValueOrDefault("fwversion", NewestRuntime);
        if (!Download(options["target"]))
            return ExitCodes.E9007;
        if (options.ContainsKey("masserase"))
        {
            if (verbosity >= Normal)
                computer.Output.Write("Erasing flash...");
            device.Erase();
            computer.Output.WriteLine(verbosity >= Normal ? "OK" : string.Empty);
        }
        string backup = Path.Combine(computer.Temporary, Path.GetRandomFileName());
        bool hasBackup = !options.ContainsKey("masserase") && !options.ContainsKey("nobackupconfig");
        if (hasBackup)
        {
            if (verbosity >= Normal)
                computer.Output.WriteLine("Backup configuration...");
            File.WriteAllBytes(backup, device.ReadConfig());
            if (verbosity >= Normal)
                computer.ReplaceLine("Backup configuration...OK");
        }
        if (verbosity >= Normal)
            computer.Output.WriteLine("Flashing firmware...");
        // An exception of WriteFlash leaves the backup where it is, too.
        WriteFlash(device);
        device.Write("runtime", Encoding.UTF8.GetBytes($"{options["target"]} {version}"));
        if (hasBackup)
            device.WriteConfig(File.ReadAllBytes(backup));
        if (verbosity >= Normal)
            computer.ReplaceLine("Flashing firmware...OK");
        else
            computer.Output.WriteLine();
        File.Delete(backup);
        return ExitCodes.OK;
    }

    /// <summary>
    /// Library/FirmwarePackage.cs stores what it downloads in one folder and does not lock it: two that download at once break the archive.
    /// </summary>
    private bool Download(string target)
    {
        string cache = Path.Combine(computer.Folder, $"cache-{target}");
        string part = cache + ".part";
        if (File.Exists(cache))
            return true;
        try
        {
            new FileStream(part, FileMode.CreateNew).Dispose();
            // As long as a download lasts at least: another one that begins meanwhile must see this one.
            Thread.Sleep(DownloadMs);
            File.Move(part, cache, true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Esp32Operations.DeployApplicationAsync.</summary>
    private ExitCodes Deploy(Device device)
    {
        string image = options["image"];
        if (!File.Exists(image))
            return ExitCodes.E9008;
        if (verbosity >= Normal)
            computer.Output.Write("Flashing deployment partition...");
        WriteFlash(device);
        device.Write("application.bin", File.ReadAllBytes(image));
        device.Write("address", Encoding.UTF8.GetBytes(options.GetValueOrDefault("address", string.Empty)));
        computer.Output.WriteLine(verbosity >= Normal ? "OK" : string.Empty);
        return ExitCodes.OK;
    }

    /// <summary>EspTool.WriteFlash: a progress bar on one line, which carriage returns rewind.</summary>
    private void WriteFlash(Device device)
    {
        if (device.Has("does not write"))
            throw new IOException("Failed to write partition at 0x00010000 after retry.");
        if (verbosity < Normal)
            return;
        computer.Output.Write("\rWriting at 0x00010000 [====>     ]  50.0% 2/4 bytes...");
        computer.Output.Write("\rWriting at 0x00010004 [==========] 100.0% 4/4 bytes...");
        computer.Output.WriteLine("\nWrote 4 bytes (4 compressed) at 0x00010000 in 0.1 seconds (0.3 kbit/s).");
        computer.Output.WriteLine("Verifying written data...");
        computer.Output.WriteLine("Hash of data verified.");
        computer.Output.WriteLine("Flash write complete.");
    }
}
