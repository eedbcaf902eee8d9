namespace LockFirmware.LockController.Door;

/// <summary>How far the bolt has followed its command (docs/door.md).</summary>
public enum BoltState : byte
{
    /// <summary>The sensor shows what was commanded.</summary>
    Following = 0,

    /// <summary>The sensor shows the opposite, for less than <see cref="BoltWatch.MoveMsMax"/>.</summary>
    Moving = 1,

    /// <summary>The command was given a second time; the sensor still shows the opposite.</summary>
    Retrying = 2,

    /// <summary>The second try did not help either; the event is recorded.</summary>
    Jammed = 3,
}
