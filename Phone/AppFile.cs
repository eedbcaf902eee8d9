namespace LockFirmware.Phone;

/// <summary>One file of the app, as it is sent.</summary>
/// <param name="ContentType">Its content type.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Brotli">The same, compressed.</param>
/// <param name="Tag">The name of this content, without quotes: other content has another one.</param>
public sealed record AppFile(string ContentType, byte[] Content, byte[] Brotli, string Tag);
