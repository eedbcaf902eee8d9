using System.Globalization;
using SharpFuzz;

namespace LockFirmware.Fuzz;

/// <summary>Runs inputs through the parsers of lock and gateway. Fuzz/run starts it under AFL.</summary>
internal static class Program
{
    private const string Help =
        """
        Usage: dotnet run --project Fuzz -c Release -- MODE

          corpus [FOLDER]               writes the inputs made from real data; FOLDER is Fuzz/corpus
          replay TARGET [PATH...]       executes files and folders of inputs; Fuzz/corpus/TARGET where none is named
          random TARGET COUNT SEED      executes COUNT mutations of the corpus; the same seed does the same
          afl TARGET                    executes what afl-fuzz gives; only for Fuzz/run

        TARGET: frame, authentic, grant, share, request, notice, batch, records, files; all (not for afl)
        Exit code 0; 1 where an input fails, it is then in Fuzz/findings; 2 for arguments that are none of these.
        """;

    private const string CorpusFolder = "Fuzz/corpus";

    private static int Main(string[] arguments)
    {
        FuzzTarget[] targets = arguments.Length > 1 ? FuzzTargets.Named(arguments[1]) : [];
        switch (arguments)
        {
            case ["--help"] or ["-h"]:
                Console.WriteLine(Help);
                return 0;
            case ["corpus"] or ["corpus", _]:
                Corpus.Write(arguments.ElementAtOrDefault(1) ?? CorpusFolder);
                return 0;
            case ["replay", _, ..] when targets.Length > 0:
                return targets.Sum(target => Replay(target, arguments[2..])) == 0 ? 0 : 1;
            case ["random", _, string count, string seed] when targets.Length > 0
                && int.TryParse(count, CultureInfo.InvariantCulture, out int rounds)
                && int.TryParse(seed, CultureInfo.InvariantCulture, out int start):
                return targets.Sum(target => Mutate(target, rounds, start)) == 0 ? 0 : 1;
            case ["afl", _] when targets.Length == 1:
                Fuzzer.Run(stream => targets[0].Execute(ReadAll(stream)));
                return 0;
            default:
                Console.Error.WriteLine(Help);
                return 2;
        }
    }

    private static int Replay(FuzzTarget target, string[] paths)
    {
        List<(string File, byte[] Input)> inputs = Corpus.Read(paths.Length == 0 ? [Path.Combine(CorpusFolder, target.Name)] : paths);
        int failures = 0;
        foreach ((string file, byte[] input) in inputs)
            failures += Fails(target, input, file) ? 1 : 0;
        Console.WriteLine($"{target.Name}: {inputs.Count} inputs, {failures} failed");
        return failures;
    }

    private static int Mutate(FuzzTarget target, int count, int seed)
    {
        byte[][] corpus = [.. Corpus.Read([Path.Combine(CorpusFolder, target.Name)]).Select(file => file.Input)];
        Mutator mutator = new(seed);
        for (int i = 0; i < count; i++)
        {
            byte[] input = mutator.Next(corpus);
            if (!Fails(target, input, $"seed {seed}, mutation {i}"))
                continue;
            Directory.CreateDirectory("Fuzz/findings");
            File.WriteAllBytes($"Fuzz/findings/{target.Name}-{seed}-{i}", input);
            return 1;
        }
        Console.WriteLine($"{target.Name}: {count} mutations with seed {seed}, none failed");
        return 0;
    }

    private static bool Fails(FuzzTarget target, byte[] input, string origin)
    {
        try
        {
            target.Execute(input);
            return false;
        }
        catch (Exception failure)
        {
            Console.WriteLine($"{target.Name}: {origin}: {failure}");
            return true;
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        using MemoryStream all = new();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
