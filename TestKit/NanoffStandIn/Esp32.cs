using System.Text;

namespace LockFirmware.NanoffStandIn;

/// <summary>Runtime and application: Tool/Esp32Manager.cs, Library/Esp32Operations.cs, Library/EspTool.cs.</summary>
internal sealed class Esp32(Dictionary<string, string> options, int verbosity)
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
        if (Device.At(port) is not { } device)
            return ExitCodes.E4005;
        ReadDetails(device);
        if (options.ContainsKey("devicedetails"))
            return ExitCodes.OK;
        if (options.ContainsKey("update"))
            return Update(device);
        if (options.ContainsKey("deploy"))
            return Deploy(device);
        Console.WriteLine("No operation was performed with the options supplied.");
        return ExitCodes.OK;
    }

    /// <summary>EspTool.GetDeviceDetails, and what Esp32Manager shows of it.</summary>
    private void ReadDetails(Device device)
    {
        if (verbosity >= Normal)
            Console.Write("Reading details from chip...");
        if (device.Has("does not connect"))
        {
            // At every verbosity.
            Console.WriteLine();
            Console.WriteLine("Can't connect to ESP32 bootloader. Try to put the board in bootloader manually.");
            Console.WriteLine(
                "For troubleshooting steps visit: https://docs.espressif.com/projects/esptool/en/latest/troubleshooting.html.");
            Console.WriteLine();
            throw new IOException("Failed to connect to the chip.");
        }
        if (verbosity < Normal)
            return;
        Console.WriteLine("OK");
        // Library/Esp32DeviceInfo.cs, ToString.
        Console.WriteLine($"\nConnected to:\n{device.Chip} ({device.Chip} (revision v3.0))");
        Console.WriteLine("Features Wi-Fi, BT, Dual Core, 240MHz");
        Console.WriteLine("Flash size 4MB unknown from  (manufacturer 0x20 device 0x4016)");
        Console.WriteLine("PSRAM: undetermined\nCrystal 40MHz");
        Console.WriteLine($"MAC {device.Mac}\n");
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
                Console.Write("Erasing flash...");
            device.Erase();
            Console.WriteLine(verbosity >= Normal ? "OK" : string.Empty);
        }
        string backup = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        bool hasBackup = !options.ContainsKey("masserase") && !options.ContainsKey("nobackupconfig");
        if (hasBackup)
        {
            if (verbosity >= Normal)
                Console.WriteLine("Backup configuration...");
            File.WriteAllBytes(backup, device.ReadConfig());
            if (verbosity >= Normal)
                ClearProgress("Backup configuration...OK");
        }
        if (verbosity >= Normal)
            Console.WriteLine("Flashing firmware...");
        // An exception of WriteFlash leaves the backup where it is, too.
        WriteFlash(device);
        device.Write("runtime", Encoding.UTF8.GetBytes($"{options["target"]} {version}"));
        if (hasBackup)
            device.WriteConfig(File.ReadAllBytes(backup));
        if (verbosity >= Normal)
            ClearProgress("Flashing firmware...OK");
        else
            Console.WriteLine();
        File.Delete(backup);
        return ExitCodes.OK;
    }

    /// <summary>
    /// Library/FirmwarePackage.cs stores what it downloads in one folder and does not lock it: two that download at once break the archive.
    /// </summary>
    private static bool Download(string target)
    {
        string cache = Path.Combine(AppContext.BaseDirectory, $"cache-{target}");
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

    /// <summary>The same calls as in Esp32Operations. With redirected output they end with an exception.</summary>
    private static void ClearProgress(string line)
    {
        Console.SetCursorPosition(0, Console.CursorTop);
        Console.Write(new string(' ', Console.WindowWidth));
        int current = Console.CursorTop;
        Console.SetCursorPosition(0, current - 1);
        Console.Write(new string(' ', Console.WindowWidth));
        Console.SetCursorPosition(0, current - 1);
        Console.WriteLine(line);
    }

    /// <summary>Esp32Operations.DeployApplicationAsync.</summary>
    private ExitCodes Deploy(Device device)
    {
        string image = options["image"];
        if (!File.Exists(image))
            return ExitCodes.E9008;
        if (verbosity >= Normal)
            Console.Write("Flashing deployment partition...");
        WriteFlash(device);
        device.Write("application.bin", File.ReadAllBytes(image));
        device.Write("address", Encoding.UTF8.GetBytes(options.GetValueOrDefault("address", string.Empty)));
        Console.WriteLine(verbosity >= Normal ? "OK" : string.Empty);
        return ExitCodes.OK;
    }

    /// <summary>EspTool.WriteFlash: a progress bar on one line, which carriage returns rewind.</summary>
    private void WriteFlash(Device device)
    {
        if (device.Has("does not write"))
            throw new IOException("Failed to write partition at 0x00010000 after retry.");
        if (verbosity < Normal)
            return;
        Console.Write("\rWriting at 0x00010000 [====>     ]  50.0% 2/4 bytes...");
        Console.Write("\rWriting at 0x00010004 [==========] 100.0% 4/4 bytes...");
        Console.WriteLine("\nWrote 4 bytes (4 compressed) at 0x00010000 in 0.1 seconds (0.3 kbit/s).");
        Console.WriteLine("Verifying written data...");
        Console.WriteLine("Hash of data verified.");
        Console.WriteLine("Flash write complete.");
    }
}
