using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Boards;

[TestClass]
public class BoardFileTests
{
    private const string Port = "{serialPort}";

    // Targets whose image has Bluetooth, cryptography and files.
    private static readonly Dictionary<string, string> Targets = new()
    {
        ["esp32"] = "ESP32_BLE_REV3",
        ["esp32-c3"] = "ESP32_C3",
        ["esp32-s3"] = "ESP32_S3_QUAD",
        ["esp32-s3-octal"] = "ESP32_S3_OCTAL",
    };

    // Where the application begins, if not where nanoff assumes (0x1B0000). Also for chips that have no profile yet.
    // Source: targets/ESP32/_IDF/<chip>/partitions_nanoclr_4mb.csv of nanoframework/nf-interpreter, main of July 2026.
    private static readonly Dictionary<string, string> DeployAddresses = new()
    {
        ["ESP32_BLE_REV3"] = "0x1E0000",
        ["ESP32_C5_THREAD"] = "0x250000",
        ["ESP32_C6_THREAD"] = "0x250000",
        ["ESP32_C61"] = "0x250000",
        ["ESP32_H2_THREAD"] = "0x1C0000",
    };

    // Pins that have no part in starting the chip, are not wired to its flash, PSRAM, USB or UART0, and can be outputs and have a
    // pull-up. The JTAG pins are left free on chips that have enough other pins.
    // Source: ESP-IDF Programming Guide, "GPIO & RTC GPIO", of each chip.
    private static readonly Dictionary<string, int[]> FreePins = new()
    {
        ["esp32"] = [4, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33],
        ["esp32-c3"] = [0, 1, 3, 4, 5, 6, 7, 10],
        ["esp32-s3"] = [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21, 38, 47, 48],
        ["esp32-s3-octal"] = [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21, 38],
    };

    [TestMethod]
    public void Every_real_board_says_what_flashing_needs()
    {
        CollectionAssert.AreEquivalent(Targets.Keys.ToArray(), BoardSources.RealNames.ToArray());
        foreach (string name in BoardSources.RealNames)
        {
            JsonElement board = Read(name);
            Assert.AreEqual(name, board.GetProperty("name").GetString());
            Assert.AreEqual(Targets[name], board.GetProperty("target").GetString(), name);
            Assert.AreEqual("LockController.bin", board.GetProperty("image").GetString(), name);
            Assert.IsFalse(string.IsNullOrEmpty(board.GetProperty("chip").GetString()), name);
        }
    }

    [TestMethod]
    public void Its_pins_are_those_that_the_firmware_is_built_with()
    {
        foreach (string name in BoardSources.RealNames)
        {
            Dictionary<string, object?> constants = BoardSources.Constants(name);
            Dictionary<string, int> wires = BoardSources.Fitted(constants);
            JsonElement[] pins = [.. Read(name).GetProperty("pins").EnumerateArray()];
            Assert.HasCount(wires.Count, pins, name);
            foreach ((string wire, int gpio) in wires)
            {
                string signal = char.ToLowerInvariant(wire[0]) + wire[1..];
                JsonElement pin = pins.Single(one => one.GetProperty("signal").GetString() == signal);
                bool isOutput = wire is "Latch" or "RedLed" or "GreenLed" or "Buzzer";
                AssertPin(name, pin, signal, gpio, isOutput ? "output" : "input", Active(wire, constants), isOutput ? "none" : "up");
            }
            Assert.AreEqual(constants["LatchFailSafe"], Read(name).GetProperty("latchFailSafe").GetBoolean(), name);
        }
    }

    [TestMethod]
    public void No_pin_has_another_duty_on_its_chip()
    {
        foreach (string name in BoardSources.RealNames)
        {
            foreach (JsonElement pin in Read(name).GetProperty("pins").EnumerateArray())
                CollectionAssert.Contains(FreePins[name], pin.GetProperty("gpio").GetInt32(), $"{name}: {pin}");
        }
    }

    [TestMethod]
    public void The_application_goes_where_its_chip_expects_it()
    {
        foreach (string name in BoardSources.RealNames)
        {
            string[] application = Command(name, "application");
            int at = System.Array.IndexOf(application, "--address");
            string? address = Read(name).GetProperty("deployAddress").GetString();
            Assert.AreEqual(DeployAddresses.GetValueOrDefault(Targets[name]), address, name);
            Assert.AreEqual(address, at < 0 ? null : application[at + 1], name);
        }
        string readme = RepositoryFiles.Read("boards/README.md");
        foreach ((string target, string address) in DeployAddresses)
            StringAssert.Contains(readme, $"| `{target}` | {address} |");
    }

    [TestMethod]
    public void Its_commands_build_and_flash_this_board()
    {
        foreach (string name in BoardSources.RealNames)
        {
            string target = Targets[name];
            CollectionAssert.Contains(Command(name, "build"), $"-p:Board={name}", name);
            CollectionAssert.AreEqual(new[] { "nanoff", "--update", "--target", target, "--serialport", Port }, Command(name, "firmware"),
                name);
            string[] application = Command(name, "application");
            CollectionAssert.AreEqual(new[] { "nanoff", "--target", target, "--deploy", "--image", $"bin/{name}/LockController.bin" },
                application[..6], name);
            CollectionAssert.AreEqual(new[] { "--serialport", Port }, application[^2..], name);
        }
    }

    [TestMethod]
    public void Its_readme_has_the_same_pins_and_commands()
    {
        foreach (string name in BoardSources.RealNames)
        {
            string readme = RepositoryFiles.Read($"boards/{name}/README.md");
            foreach (JsonElement pin in Read(name).GetProperty("pins").EnumerateArray())
                StringAssert.Contains(readme, $"| GPIO {pin.GetProperty("gpio").GetInt32()} | {pin.GetProperty("direction").GetString()}",
                    name);
            foreach (string command in new[] { "build", "firmware", "files", "application" })
                StringAssert.Contains(readme, $"`{string.Join(' ', Command(name, command)).Replace(Port, "<port>")}`", name);
        }
    }

    private static string Active(string wire, Dictionary<string, object?> constants)
    {
        bool isHigh = wire switch
        {
            "DoorContact" => Equals(constants["DoorContactOpenIsHigh"], true),
            "BoltSensor" => Equals(constants["BoltSensorReleasedIsHigh"], true),
            "RequestToExit" or "ResetButton" => false,
            _ => true,
        };
        return isHigh ? "high" : "low";
    }

    private static JsonElement Read(string name) => JsonDocument.Parse(RepositoryFiles.Read($"boards/{name}/board.json")).RootElement;

    private static string[] Command(string name, string command) =>
        [.. Read(name).GetProperty("commands").GetProperty(command).EnumerateArray().Select(argument => argument.GetString()!)];

    private static void AssertPin(string name, JsonElement pin, string signal, object? gpio, string direction, string active, string pull)
    {
        Assert.AreEqual(signal, pin.GetProperty("signal").GetString(), name);
        Assert.AreEqual(gpio, pin.GetProperty("gpio").GetInt32(), $"{name}: {signal}");
        Assert.AreEqual(direction, pin.GetProperty("direction").GetString(), $"{name}: {signal}");
        Assert.AreEqual(active, pin.GetProperty("active").GetString(), $"{name}: {signal}");
        Assert.AreEqual(pull, pin.GetProperty("pull").GetString(), $"{name}: {signal}");
    }
}
