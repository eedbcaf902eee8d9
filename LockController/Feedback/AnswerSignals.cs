using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Feedback;

/// <summary>Selects the signal for the answer to an authentic request.</summary>
public static class AnswerSignals
{
    /// <summary>
    /// The signal of an answer. Only commands by which somebody wants in have one: a phone that delivers a notice or a
    /// gateway that reads the trail makes neither light nor sound. Nor do answers after which the phone tries again by itself.
    /// </summary>
    /// <param name="command">What was asked.</param>
    /// <param name="status">The answer.</param>
    public static Signal Of(Command command, Status status)
    {
        if (command != Command.Unlock && command != Command.HoldOpen)
            return Signal.None;
        switch (status)
        {
            case Status.Ok:
                return Signal.Granted;
            case Status.Expired:
            case Status.NotPermitted:
            case Status.NotApplicable:
                return Signal.Refused;
            case Status.OutsideHours:
            case Status.NotYetValid:
                return Signal.OutsideHours;
            case Status.Overlocked:
            case Status.Revoked:
                return Signal.CallOffice;
            case Status.Lockdown:
                return Signal.Lockdown;
            case Status.ClockUnknown:
                return Signal.ClockUnknown;
            case Status.Jammed:
                return Signal.Jammed;
            case Status.StorageFault:
            case Status.InternalError:
                return Signal.Fault;
            default:
                return Signal.None;
        }
    }
}
