namespace LockFirmware.LockLink.Words;

/// <summary>Who the numbers in an audit trail are, as far as the reader knows.</summary>
public interface IKeyNames
{
    /// <summary>Whether the key is the gateway's own.</summary>
    bool IsGateway(uint keyId);

    /// <summary>The name of a key's holder; null when it is not known.</summary>
    string? Holder(uint keyId);

    /// <summary>The name of a guest; null when it is not known.</summary>
    string? Guest(uint guestId);

    /// <summary>Whether a part of the key was handed to a guest, as far as is known.</summary>
    bool IsShared(uint keyId);
}
