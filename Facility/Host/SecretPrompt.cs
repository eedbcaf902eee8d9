using System.Text;

namespace LockFirmware.Facility.Host;

/// <summary>Asks for a secret at the keyboard.</summary>
internal static class SecretPrompt
{
    /// <summary>Reads one line, which is not shown while it is typed. If the input is redirected, it reads from the input.</summary>
    public static string Secret(TextWriter output, string question)
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine() ?? "";
        output.Write(question);
        StringBuilder typed = new();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (key.KeyChar != '\0')
                typed.Append(key.KeyChar);
        }
        output.WriteLine();
        return typed.ToString();
    }
}
