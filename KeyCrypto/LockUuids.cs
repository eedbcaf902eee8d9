using System;

namespace LockFirmware.KeyCrypto;

/// <summary>The lock's GATT service (docs/protocol.md, 4). They never change, because phones search for them.</summary>
/// <remarks>Each is made when it is asked for, because a device needs them only while it starts.</remarks>
public static class LockUuids
{
    /// <summary>The service, in the advertisement.</summary>
    public static Guid Service => new Guid("8c1f0001-6a3e-4d0c-9b7e-4c4631204b59");

    /// <summary>Identity, read: facilityId u32 | lockId u32 | generation u16 | firmware version 3 x u8.</summary>
    public static Guid Identity => new Guid("8c1f0002-6a3e-4d0c-9b7e-4c4631204b59");

    /// <summary>Challenge, read: the challenge frame, 22 bytes, drawn when a read begins.</summary>
    public static Guid Challenge => new Guid("8c1f0003-6a3e-4d0c-9b7e-4c4631204b59");

    /// <summary>Request, write: pieces of a request, each with a header byte.</summary>
    public static Guid Request => new Guid("8c1f0004-6a3e-4d0c-9b7e-4c4631204b59");

    /// <summary>Reply, read and notify: the reply whole, or its pieces.</summary>
    public static Guid Reply => new Guid("8c1f0005-6a3e-4d0c-9b7e-4c4631204b59");
}
