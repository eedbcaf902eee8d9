namespace LockFirmware.LockController.Ports;

/// <summary>
/// Numbers as text, without the formatting of the runtime: that runs hundreds of instructions and keeps a culture in memory.
/// </summary>
internal static class Digits
{
    private const int CountMax = 10;

    // Each file has a number of one or two digits in its name, which is made from here without an array of digits. The short one is for
    // the event of an unlock: the runtime decodes the whole text to take a part of it.
    private const string Ones = "0123456789";

    private const string Pairs =
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849" +
        "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

    /// <summary>The decimal digits of a number.</summary>
    internal static string Of(uint number)
    {
        if (number < 10)
            return Ones.Substring((int)number, 1);
        if (number < 100)
            return Pairs.Substring((int)number * 2, 2);
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
