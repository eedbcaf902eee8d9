namespace LockFirmware.VirtualRadio;

/// <summary>What a central got for one request.</summary>
/// <param name="Ok">Whether it was carried out.</param>
/// <param name="Error">If not: the ATT error code, or 0 when no answer came because the connection is gone.</param>
/// <param name="Value">The bytes read; empty otherwise.</param>
public sealed record AttResult(bool Ok, byte Error, byte[] Value)
{
    /// <summary>The connection is gone.</summary>
    public static readonly AttResult Disconnected = new(false, 0, []);

    /// <summary>Carried out; there is no value.</summary>
    public static readonly AttResult Done = new(true, 0, []);

    /// <summary>Carried out.</summary>
    /// <param name="value">The bytes read.</param>
    /// <returns>The result.</returns>
    public static AttResult Success(byte[] value) => new(true, 0, value);

    /// <summary>Refused.</summary>
    /// <param name="error">ATT error code.</param>
    /// <returns>The result.</returns>
    public static AttResult Refused(byte error) => new(false, error, []);

    internal static AttResult OfCode(byte code) => code == 0 ? Done : Refused(code);
}
