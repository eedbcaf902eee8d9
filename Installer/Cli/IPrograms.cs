using System.ComponentModel;

namespace LockFirmware.InstallerTool.Cli;

/// <summary>The other programs of this computer.</summary>
internal interface IPrograms
{
    /// <summary>Runs a program until it ends.</summary>
    /// <param name="path">Its path, or a name that is looked for in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that it gets besides those of this process.</param>
    /// <param name="show">Gets each line that it writes, one at a time.</param>
    /// <param name="stop">Kills it.</param>
    /// <returns>Its exit code. A Unix shell passes on one byte of it.</returns>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was killed.</exception>
    Task<int> RunAsync(string path, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, Action<string> show,
        CancellationToken stop);
}
