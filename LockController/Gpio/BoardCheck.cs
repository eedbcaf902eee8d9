namespace LockFirmware.LockController.Gpio;

/// <summary>
/// Refuses a wrong board at compile time. The compiler reports a broken rule as an error (CS0221) that names the rule. For a
/// pin it reports a second error that names the wire and its GPIO n, as 1000 + n. <c>Board.cs</c> gives the chip by the
/// alias <c>Chip</c>; the sets of its pins are in <c>Chips/</c>.
/// </summary>
internal static class BoardCheck
{
    private const int Holds = 1;
    private const int Broken = -1;
    private const int GpioBase = 1000;
    private const int LastBit = 63;

    // Each wire as a set of pins; empty when it is not fitted. The last bit stands for all pins above 62, which no chip has.
    private const ulong Latch = Board.LatchPin < 0 ? 0 : 1UL << (Board.LatchPin > LastBit ? LastBit : Board.LatchPin);
    private const ulong DoorContact = Board.DoorContactPin < 0
        ? 0
        : 1UL << (Board.DoorContactPin > LastBit ? LastBit : Board.DoorContactPin);
    private const ulong RequestToExit = Board.RequestToExitPin < 0
        ? 0
        : 1UL << (Board.RequestToExitPin > LastBit ? LastBit : Board.RequestToExitPin);
    private const ulong BoltSensor = Board.BoltSensorPin < 0 ? 0 : 1UL << (Board.BoltSensorPin > LastBit ? LastBit : Board.BoltSensorPin);
    private const ulong FireRelease = Board.FireReleasePin < 0
        ? 0
        : 1UL << (Board.FireReleasePin > LastBit ? LastBit : Board.FireReleasePin);
    private const ulong Tamper = Board.TamperPin < 0 ? 0 : 1UL << (Board.TamperPin > LastBit ? LastBit : Board.TamperPin);
    private const ulong ResetButton = Board.ResetButtonPin < 0
        ? 0
        : 1UL << (Board.ResetButtonPin > LastBit ? LastBit : Board.ResetButtonPin);
    private const ulong RedLed = Board.RedLedPin < 0 ? 0 : 1UL << (Board.RedLedPin > LastBit ? LastBit : Board.RedLedPin);
    private const ulong GreenLed = Board.GreenLedPin < 0 ? 0 : 1UL << (Board.GreenLedPin > LastBit ? LastBit : Board.GreenLedPin);
    private const ulong Buzzer = Board.BuzzerPin < 0 ? 0 : 1UL << (Board.BuzzerPin > LastBit ? LastBit : Board.BuzzerPin);

    private const ulong Outputs = Latch | RedLed | GreenLed | Buzzer;
    private const ulong Inputs = DoorContact | RequestToExit | BoltSensor | FireRelease | Tamper | ResetButton;
    private const ulong Wires = Outputs | Inputs;

    // For each wire: the pins of all wires so far, and the pins that two of them share.
    private const ulong UpToDoorContact = Latch | DoorContact;
    private const ulong SharedUpToDoorContact = Latch & DoorContact;
    private const ulong UpToRequestToExit = UpToDoorContact | RequestToExit;
    private const ulong SharedUpToRequestToExit = SharedUpToDoorContact | (UpToDoorContact & RequestToExit);
    private const ulong UpToBoltSensor = UpToRequestToExit | BoltSensor;
    private const ulong SharedUpToBoltSensor = SharedUpToRequestToExit | (UpToRequestToExit & BoltSensor);
    private const ulong UpToFireRelease = UpToBoltSensor | FireRelease;
    private const ulong SharedUpToFireRelease = SharedUpToBoltSensor | (UpToBoltSensor & FireRelease);
    private const ulong UpToTamper = UpToFireRelease | Tamper;
    private const ulong SharedUpToTamper = SharedUpToFireRelease | (UpToFireRelease & Tamper);
    private const ulong UpToResetButton = UpToTamper | ResetButton;
    private const ulong SharedUpToResetButton = SharedUpToTamper | (UpToTamper & ResetButton);
    private const ulong UpToRedLed = UpToResetButton | RedLed;
    private const ulong SharedUpToRedLed = SharedUpToResetButton | (UpToResetButton & RedLed);
    private const ulong UpToGreenLed = UpToRedLed | GreenLed;
    private const ulong SharedUpToGreenLed = SharedUpToRedLed | (UpToRedLed & GreenLed);
    private const ulong UpToBuzzer = UpToGreenLed | Buzzer;
    private const ulong SharedUpToBuzzer = SharedUpToGreenLed | (UpToGreenLed & Buzzer);
    private const ulong Shared = SharedUpToBuzzer;

    private const ulong BadForAny = Shared | ~Chip.Pins | Chip.StrappingPins | Chip.MemoryPins | Chip.UsbPins | Chip.ConsolePins;
    private const ulong BadForOutput = BadForAny | Chip.InputOnlyPins;
    // Between reset and the first instruction the chip's own pull-up would drive the latch's transistor.
    private const ulong BadForLatch = BadForOutput | Chip.PulledUpAtResetPins;
    private const ulong BadForInput = BadForAny | Chip.NoPullUpPins;

    // Opening an output drives it low, so an active-low latch would open the door at every boot.
    private const LatchOutputMustBeActiveHigh Polarity = (LatchOutputMustBeActiveHigh)(Board.LatchActiveHigh ? Holds : Broken);
    private const LatchMustHaveAPin Fitted = (LatchMustHaveAPin)(Board.LatchPin >= 0 ? Holds : Broken);
    private const PinMustExistOnTheChip Existing = (PinMustExistOnTheChip)((Wires & ~Chip.Pins) == 0 ? Holds : Broken);
    private const TwoWiresMustNotShareAPin Unshared = (TwoWiresMustNotShareAPin)(Shared == 0 ? Holds : Broken);
    private const PinMustNotStrapTheChipAtBoot Unstrapped =
        (PinMustNotStrapTheChipAtBoot)((Wires & Chip.StrappingPins) == 0 ? Holds : Broken);
    private const PinMustNotBelongToFlashOrPsram NotMemory =
        (PinMustNotBelongToFlashOrPsram)((Wires & Chip.MemoryPins) == 0 ? Holds : Broken);
    private const PinMustNotBelongToUsb NotUsb = (PinMustNotBelongToUsb)((Wires & Chip.UsbPins) == 0 ? Holds : Broken);
    private const PinMustNotBelongToTheConsole NotConsole =
        (PinMustNotBelongToTheConsole)((Wires & Chip.ConsolePins) == 0 ? Holds : Broken);
    private const OutputMustNotBeAnInputOnlyPin Driving =
        (OutputMustNotBeAnInputOnlyPin)((Outputs & Chip.InputOnlyPins) == 0 ? Holds : Broken);
    private const LatchMustNotBePulledUpAtReset Quiet =
        (LatchMustNotBePulledUpAtReset)((Latch & Chip.PulledUpAtResetPins & ~BadForOutput) == 0 ? Holds : Broken);
    private const InputMustHaveAPullUpInside Pulled = (InputMustHaveAPullUpInside)((Inputs & Chip.NoPullUpPins) == 0 ? Holds : Broken);

    // These name the wire of a wrong pin.
    private const LatchMustHaveAFreePin LatchIs = (LatchMustHaveAFreePin)((Latch & BadForLatch) == 0 ? Holds : GpioBase + Board.LatchPin);
    private const DoorContactMustHaveAFreePin DoorContactIs =
        (DoorContactMustHaveAFreePin)((DoorContact & BadForInput) == 0 ? Holds : GpioBase + Board.DoorContactPin);
    private const RequestToExitMustHaveAFreePin RequestToExitIs =
        (RequestToExitMustHaveAFreePin)((RequestToExit & BadForInput) == 0 ? Holds : GpioBase + Board.RequestToExitPin);
    private const BoltSensorMustHaveAFreePin BoltSensorIs =
        (BoltSensorMustHaveAFreePin)((BoltSensor & BadForInput) == 0 ? Holds : GpioBase + Board.BoltSensorPin);
    private const FireReleaseMustHaveAFreePin FireReleaseIs =
        (FireReleaseMustHaveAFreePin)((FireRelease & BadForInput) == 0 ? Holds : GpioBase + Board.FireReleasePin);
    private const TamperMustHaveAFreePin TamperIs =
        (TamperMustHaveAFreePin)((Tamper & BadForInput) == 0 ? Holds : GpioBase + Board.TamperPin);
    private const ResetButtonMustHaveAFreePin ResetButtonIs =
        (ResetButtonMustHaveAFreePin)((ResetButton & BadForInput) == 0 ? Holds : GpioBase + Board.ResetButtonPin);
    private const RedLedMustHaveAFreePin RedLedIs =
        (RedLedMustHaveAFreePin)((RedLed & BadForOutput) == 0 ? Holds : GpioBase + Board.RedLedPin);
    private const GreenLedMustHaveAFreePin GreenLedIs =
        (GreenLedMustHaveAFreePin)((GreenLed & BadForOutput) == 0 ? Holds : GpioBase + Board.GreenLedPin);
    private const BuzzerMustHaveAFreePin BuzzerIs =
        (BuzzerMustHaveAFreePin)((Buzzer & BadForOutput) == 0 ? Holds : GpioBase + Board.BuzzerPin);

    private enum LatchOutputMustBeActiveHigh : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum LatchMustHaveAPin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum PinMustExistOnTheChip : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum TwoWiresMustNotShareAPin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum PinMustNotStrapTheChipAtBoot : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum PinMustNotBelongToFlashOrPsram : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum PinMustNotBelongToUsb : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum PinMustNotBelongToTheConsole : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum OutputMustNotBeAnInputOnlyPin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum LatchMustNotBePulledUpAtReset : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum InputMustHaveAPullUpInside : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum LatchMustHaveAFreePin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum DoorContactMustHaveAFreePin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum RequestToExitMustHaveAFreePin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum BoltSensorMustHaveAFreePin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum FireReleaseMustHaveAFreePin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum TamperMustHaveAFreePin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum ResetButtonMustHaveAFreePin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum RedLedMustHaveAFreePin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum GreenLedMustHaveAFreePin : byte
    {
        Holds = BoardCheck.Holds,
    }

    private enum BuzzerMustHaveAFreePin : byte
    {
        Holds = BoardCheck.Holds,
    }
}
