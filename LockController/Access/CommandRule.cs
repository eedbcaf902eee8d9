using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Access;

/// <summary>What one command needs; see <see cref="CommandTable"/>.</summary>
public sealed class CommandRule
{
    internal CommandRule(Command command, Rights anyOf, int bodyMin, int bodyMax, bool opens, bool movesLatch, bool keepsHours)
    {
        Command = command;
        AnyOf = anyOf;
        BodyMin = bodyMin;
        BodyMax = bodyMax;
        Opens = opens;
        MovesLatch = movesLatch;
        KeepsHours = keepsHours;
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    /// <summary>One of these rights is needed; None: the command carries its own authenticity and needs no key.</summary>
    public Rights AnyOf { get; }

    /// <summary>The shortest body, bytes.</summary>
    public int BodyMin { get; }

    /// <summary>The longest body, bytes.</summary>
    public int BodyMax { get; }

    /// <summary>Releases the latch: overlock and lockdown count.</summary>
    public bool Opens { get; }

    /// <summary>Moves the latch either way: refused under an old challenge.</summary>
    public bool MovesLatch { get; }

    /// <summary>Is bound to the access hours of the key.</summary>
    public bool KeepsHours { get; }

    /// <summary>Whether it may come without a key.</summary>
    public bool NeedsNoKey => AnyOf == Rights.None;
}
