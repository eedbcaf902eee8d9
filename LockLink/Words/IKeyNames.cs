namespace LockFirmware.LockLink.Words;

/// <summary>The names for the numbers in an audit trail, as far as the reader knows them.</summary>
public interface IKeyNames
{
    /// <summary>Whether the key is the gateway's own.</summary>
    bool IsGateway(uint keyId);

    /// <summary>The name of a key's holder; null when it is not known.</summary>
    string? Holder(uint keyId);

    /// <summary>The name of a guest; null when it is not known.</summary>
    string? Guest(uint guestId);

    /// <summary>Whether the key was shared with a guest, as far as the reader knows.</summary>
    bool IsShared(uint keyId);
}
