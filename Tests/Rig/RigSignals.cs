using LockFirmware.LockController.Ports;

namespace LockFirmware.Tests.Rig;

/// <summary>Lights and buzzer that a test reads.</summary>
public sealed class RigSignals : ISignalPort
{
    public bool IsRed { get; private set; }

    public bool IsGreen { get; private set; }

    public bool IsSounding { get; private set; }

    /// <summary>How often anything was switched.</summary>
    public int SwitchCount { get; private set; }

    /// <summary>When set, switching throws: a broken port.</summary>
    public bool Throws { get; set; }

    /// <summary>What is on, as a character of the table of patterns.</summary>
    public char Slot
    {
        get
        {
            char light = IsRed && IsGreen ? 'y' : IsRed ? 'r' : IsGreen ? 'g' : '.';
            if (!IsSounding)
                return light;
            return light == '.' ? '!' : (char)(light - 'a' + 'A');
        }
    }

    public void Show(bool red, bool green, bool buzzer)
    {
        if (Throws)
            throw new System.InvalidOperationException("broken lights");
        IsRed = red;
        IsGreen = green;
        IsSounding = buzzer;
        SwitchCount++;
    }
}
