using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Access;

/// <summary>What a command needs; see <see cref="CommandTable"/>.</summary>
internal sealed class CommandRule
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

    /// <summary>The key needs one of these rights; None: the command needs no key.</summary>
    public Rights AnyOf { get; }

    /// <summary>The shortest body, bytes.</summary>
    public int BodyMin { get; }

    /// <summary>The longest body, bytes.</summary>
    public int BodyMax { get; }

    /// <summary>Whether it releases the latch: overlock and lockdown refuse it.</summary>
    public bool Opens { get; }

    /// <summary>Whether it moves the latch, to release or to secure: an old challenge refuses it.</summary>
    public bool MovesLatch { get; }

    /// <summary>Whether it is admitted only within the access hours of the key.</summary>
    public bool KeepsHours { get; }

    /// <summary>Whether it may come without a key.</summary>
    public bool NeedsNoKey => AnyOf == Rights.None;
}
