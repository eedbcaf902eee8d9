using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace LockFirmware.Tests.Pc.Boards;

/// <summary>
/// A board on which the lock would open by itself, not start, or not see its wires does not build, and the error says why.
/// </summary>
[TestClass]
public class UnsafeBoardTests
{
    private const string Strapping = "PinMustNotStrapTheChipAtBoot";
    private const string Memory = "PinMustNotBelongToFlashOrPsram";
    private const string Usb = "PinMustNotBelongToUsb";
    private const string Console = "PinMustNotBelongToTheConsole";
    private const string Missing = "PinMustExistOnTheChip";
    private const string Shared = "TwoWiresMustNotShareAPin";

    private static readonly string[] Outputs = ["Latch", "RedLed", "GreenLed", "Buzzer"];
    private static readonly string[] Inputs = ["DoorContact", "RequestToExit", "BoltSensor", "FireRelease", "Tamper", "ResetButton"];

    // For each chip the pins that no wire may use, and the rule that forbids them. Source: ESP-IDF Programming Guide, "GPIO & RTC GPIO", of
    // each chip.
    private static readonly Dictionary<string, Dictionary<string, int[]>> Forbidden = new()
    {
        ["esp32"] = new()
        {
            [Strapping] = [0, 2, 5, 12, 15],
            [Memory] = [6, 7, 8, 9, 10, 11, 16, 17],
            [Console] = [1, 3],
            [Missing] = [20, 24, 28, 29, 30, 31, 40, 48, 63, 64, 255, 300],
        },
        ["esp32-c3"] = new()
        {
            [Strapping] = [2, 8, 9],
            [Memory] = [11, 12, 13, 14, 15, 16, 17],
            [Usb] = [18, 19],
            [Console] = [20, 21],
            [Missing] = [22, 40, 63, 64, 1000],
        },
        ["esp32-s3"] = new()
        {
            [Strapping] = [0, 3, 45, 46],
            [Memory] = [26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37],
            [Usb] = [19, 20],
            [Console] = [43, 44],
            [Missing] = [22, 23, 24, 25, 49, 63, 64],
        },
    };

    [TestMethod]
    public void A_pin_with_another_duty_is_refused_with_the_wire_the_pin_and_the_rule()
    {
        int next = 0;
        foreach ((string board, Dictionary<string, int[]> rules) in Forbidden)
        {
            foreach ((string rule, int[] pins) in rules)
            {
                foreach (int pin in pins)
                    AssertRefused(board, Wire(next++), pin, rule);
            }
        }
        Assert.IsGreaterThan(60, next);
    }

    [TestMethod]
    public void Every_wire_is_looked_at()
    {
        foreach (string wire in Outputs.Concat(Inputs))
            AssertRefused("esp32-s3", wire, 46, Strapping);
    }

    [TestMethod]
    public void A_latch_on_a_pin_that_is_pulled_up_at_reset_is_refused_and_other_wires_are_not()
    {
        // The pins with a pull-up at reset that no other rule forbids. Source: the datasheet of each chip, the table of its pins at
        // and after reset ("wpu", "WPU"): MTMS of the ESP32, MTCK of the ESP32-C3 and the ESP32-S3.
        foreach ((string board, int pin) in new[] { ("esp32", 14), ("esp32-c3", 6), ("esp32-s3", 39) })
        {
            string profile = Set(BoardSources.Read(board), "GreenLed", -1);
            string[] errors = BoardSources.Compile(Set(profile, "Latch", pin), out _);
            Assert.HasCount(2, errors, $"{board}: {string.Join('\n', errors)}");
            AssertHas(errors, "LatchMustNotBePulledUpAtReset");
            AssertHas(errors, $"'{1000 + pin}' cannot be converted to a 'BoardCheck.LatchMustHaveAFreePin'");
            profile = Set(profile, "GreenLed", pin);
            Assert.IsEmpty(BoardSources.Compile(profile, out _), $"{board}: a light may glow");
        }
    }

    [TestMethod]
    public void An_input_only_pin_drives_nothing()
    {
        foreach (string wire in Outputs)
            AssertRefused("esp32", wire, 34 + System.Array.IndexOf(Outputs, wire), "OutputMustNotBeAnInputOnlyPin");
    }

    [TestMethod]
    public void An_input_without_a_pull_up_inside_is_refused()
    {
        foreach (string wire in Inputs)
            AssertRefused("esp32", wire, 34 + System.Array.IndexOf(Inputs, wire), "InputMustHaveAPullUpInside");
    }

    [TestMethod]
    public void Two_wires_on_one_pin_are_refused_and_both_are_named()
    {
        string[] wires = [.. Outputs, .. Inputs];
        for (int i = 0; i < wires.Length; i++)
        {
            string other = wires[(i + 1) % wires.Length];
            string profile = Set(Set(BoardSources.Read("esp32-s3"), wires[i], 13), other, 13);
            string[] errors = BoardSources.Compile(profile, out _);
            Assert.HasCount(3, errors, string.Join('\n', errors));
            AssertHas(errors, Shared);
            AssertHas(errors, $"'1013' cannot be converted to a 'BoardCheck.{wires[i]}MustHaveAFreePin'");
            AssertHas(errors, $"'1013' cannot be converted to a 'BoardCheck.{other}MustHaveAFreePin'");
        }
    }

    [TestMethod]
    public void Wires_that_are_not_fitted_share_nothing()
    {
        string profile = BoardSources.Read("esp32");
        foreach (string wire in Outputs.Concat(Inputs).Where(wire => wire != "Latch"))
            profile = Set(profile, wire, -1);
        Assert.IsEmpty(BoardSources.Compile(profile, out _));
    }

    [TestMethod]
    public void A_board_without_a_latch_is_refused()
    {
        string[] errors = BoardSources.Compile(Set(BoardSources.Read("esp32"), "Latch", -1), out _);
        Assert.HasCount(1, errors);
        StringAssert.Contains(errors[0], "LatchMustHaveAPin");
    }

    [TestMethod]
    public void A_board_says_which_chip_it_has()
    {
        string profile = Regex.Replace(BoardSources.Read("esp32"), "global using Chip.*", string.Empty);
        string[] errors = BoardSources.Compile(profile, out _);
        Assert.IsNotEmpty(errors);
        StringAssert.Contains(errors[0], "'Chip'");
    }

    private static string Wire(int number) => number % 2 == 0 ? Outputs[number / 2 % Outputs.Length] : Inputs[number / 2 % Inputs.Length];

    private static void AssertRefused(string board, string wire, int pin, string rule)
    {
        string[] errors = BoardSources.Compile(Set(BoardSources.Read(board), wire, pin), out _);
        string all = $"{board}, {wire} at {pin}: {string.Join('\n', errors)}";
        Assert.HasCount(2, errors, all);
        AssertHas(errors, $"'BoardCheck.{rule}'");
        AssertHas(errors, $"'{1000 + pin}' cannot be converted to a 'BoardCheck.{wire}MustHaveAFreePin'");
    }

    private static void AssertHas(string[] errors, string part) =>
        Assert.IsTrue(errors.Any(error => error.Contains(part, System.StringComparison.Ordinal)), $"{part} in {string.Join('\n', errors)}");

    private static string Set(string profile, string wire, int pin)
    {
        string changed = Regex.Replace(profile, $@"\bint {wire}Pin = -?\d+;", $"int {wire}Pin = {pin};");
        StringAssert.Contains(changed, $"int {wire}Pin = {pin};");
        return changed;
    }
}
