namespace LockFirmware.LockController.Access;

/// <summary>What a request has proved about its origin.</summary>
internal enum Proof : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The facility made the content (a notice or a time). Anybody may have carried it, even a recording.</summary>
    Content = 1,

    /// <summary>The sender holds the key or the setup secret.</summary>
    Sender = 2,
}
