using System;
using System.Collections.Generic;
using LockFirmware.LockController.Door;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>
/// Drives each state machine of the door through random inputs, always the same, and notes every state that it starts in and every
/// change of state that a call makes.
/// </summary>
internal sealed class DoorMachines
{
    private const int Steps = 20_000;

    private readonly Random _random = new(1);
    private readonly SortedSet<string> _seen = [];

    /// <summary>The transitions of a machine, as <see cref="StateChart.Transitions"/>.</summary>
    /// <param name="name">The enum of its states.</param>
    public static SortedSet<string> Observe(string name)
    {
        DoorMachines machines = new();
        switch (name)
        {
            case nameof(LatchDemand):
                machines.DriveLatch();
                break;
            case nameof(RelockState):
                machines.DriveRelockWait();
                break;
            case nameof(LatchCommand):
                machines.DriveEgress(egress => egress.Command);
                break;
            case nameof(LatchOutput):
                machines.DriveEgress(egress => egress.Output);
                break;
            case nameof(DoorState):
                machines.DriveContact(false);
                machines.DriveContact(true);
                break;
            case nameof(BoltState):
                machines.DriveBolt();
                break;
            case nameof(ResetButtonState):
                machines.DriveResetButton();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "no machine of the door");
        }
        return machines._seen;
    }

    private void Drive<T>(Func<T> state, Action step, int steps = Steps)
        where T : struct, Enum
    {
        string before = state().ToString();
        _seen.Add(StateChart.Transition(StateChart.Start, before));
        for (int i = 0; i < steps; i++)
        {
            step();
            string after = state().ToString();
            if (after != before)
                _seen.Add(StateChart.Transition(before, after));
            before = after;
        }
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private void DriveLatch()
    {
        Latch latch = new();
        long now = 0;
        Drive(() => latch.State, () =>
        {
            now += _random.Next(400);
            switch (_random.Next(8))
            {
                case 0:
                    latch.Release(now, _random.Next(1, 3_000));
                    break;
                case 1:
                    latch.Hold(now, _random.Next(1, 3_000));
                    break;
                case 2:
                    latch.EndHold(now);
                    break;
                case 3:
                    latch.EndRelease(now);
                    break;
                case 4:
                    latch.Secure();
                    break;
                default:
                    latch.Tick(now);
                    break;
            }
        });
    }

    private void DriveRelockWait()
    {
        RelockWait wait = new();
        long now = 0;
        Drive(() => wait.State, () =>
        {
            now += _random.Next((int)RelockWait.WaitMsMax);
            wait.Tick(Chance(70), Chance(80), Chance(40), now);
        });
    }

    private void DriveEgress<T>(Func<Egress, T> state)
        where T : struct, Enum
    {
        RigDoor door = new();
        Egress egress = new(door);
        long now = 0;
        Drive(() => state(egress), () =>
        {
            now += _random.Next(60);
            door.Throws = Chance(20);
            door.IsRequestToExit = Chance(5);
            door.IsFireAlarm = Chance(5);
            egress.ReleaseMs = _random.Next(200);
            try
            {
                StepEgress(egress, now);
            }
            catch (InvalidOperationException)
            {
                // The port failed; the next step drives it again.
            }
        });
    }

    private void StepEgress(Egress egress, long now)
    {
        switch (_random.Next(5))
        {
            case 0:
                egress.SetDemand(Chance(60), now);
                break;
            case 1:
                egress.RetryDrive(now);
                break;
            case 2:
                egress.EndExit();
                break;
            default:
                egress.Tick(now);
                break;
        }
    }

    private void DriveContact(bool isOpenAtStart)
    {
        LockRig rig = new();
        rig.Door.IsOpen = isOpenAtStart;
        if (isOpenAtStart)
            rig.Boot();
        rig.Connect();
        Drive(() => rig.Engine.Door.State, () =>
        {
            if (Chance(10))
                rig.Door.IsOpen = !rig.Door.IsOpen;
            if (Chance(10))
                rig.Door.IsFireAlarm = !rig.Door.IsFireAlarm;
            if (Chance(10))
                rig.Engine.Memory.Configuration.HeldOpenSeconds = (ushort)_random.Next(8);
            rig.Advance(20 * _random.Next(1, 40));
        }, 2_000);
    }

    private void DriveBolt()
    {
        BoltWatch bolt = new(0);
        long now = 0;
        bool isToRelease = false;
        bool isReleased = false;
        Drive(() => bolt.State, () =>
        {
            now += _random.Next(600);
            isToRelease ^= Chance(6);
            isReleased ^= Chance(12);
            bolt.Tick(isToRelease, isReleased, now);
        });
    }

    private void DriveResetButton()
    {
        ResetButton button = new();
        long now = 0;
        bool isPressed = true;
        Drive(() => button.State, () =>
        {
            now += _random.Next(1_000);
            isPressed ^= Chance(5);
            button.Tick(isPressed, now);
        });
    }
}
