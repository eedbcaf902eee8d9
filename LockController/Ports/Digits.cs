namespace LockFirmware.LockController.Ports;

/// <summary>
/// Numbers as text, without the formatting of the runtime: that runs hundreds of instructions and keeps a culture in memory.
/// </summary>
internal static class Digits
{
    private const int CountMax = 10;

    /// <summary>The decimal digits of a number.</summary>
    internal static string Of(uint number)
    {
        char[] digits = new char[CountMax];
        int at = CountMax;
        do
        {
            at--;
            digits[at] = (char)('0' + (number % 10));
            number /= 10;
        }
        while (number != 0);
        return new string(digits, at, CountMax - at);
    }
}
