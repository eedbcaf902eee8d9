using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LockFirmware.Fuzz;
using LockFirmware.TestKit.Repository;
using LockFirmware.Tests.Pc.Access;

namespace LockFirmware.Tests.Pc.Fuzz;

/// <summary>Runs the inputs of Fuzz/corpus and mutations of them through every target. AFL++ fuzzes the same targets.</summary>
[TestClass]
public class CorpusFuzzTests
{
    private const int MutationCount = 4_000;

    public TestContext TestContext { get; set; } = null!;

    public static IEnumerable<object[]> Targets => FuzzTargets.All.Select(target => new object[] { target.Name });

    [TestMethod]
    [TestCategory("Slow")]
    [DynamicData(nameof(Targets))]
    public void The_corpus_and_mutations_of_it_fail_nowhere(string target)
    {
        byte[][] corpus = ReadCorpus(target);
        FuzzTarget fuzzed = FuzzTargets.Named(target).Single();
        int seed = TestSeed.Draw(TestContext);
        Mutator mutator = new(seed);
        for (int i = -corpus.Length; i < MutationCount; i++)
        {
            byte[] input = i < 0 ? corpus[i + corpus.Length] : mutator.Next(corpus);
            Execute(fuzzed, input, $"seed {seed}, mutation {i}");
        }
        TestContext.WriteLine($"{target}: {corpus.Length} inputs and {MutationCount} mutations");
    }

    [TestMethod]
    public void The_corpus_holds_what_the_generator_makes()
    {
        foreach (FuzzTarget target in FuzzTargets.All)
        {
            foreach ((string name, byte[] input) in target.Seeds())
                CollectionAssert.AreEqual(input, File.ReadAllBytes(Path.Combine(FolderOf(target.Name), name)), $"{target.Name}/{name}");
        }
    }

    private static void Execute(FuzzTarget target, byte[] input, string origin)
    {
        try
        {
            target.Execute(input);
        }
        catch (Exception failure)
        {
            Assert.Fail($"{origin}: {Convert.ToHexString(input)}: {failure}");
        }
    }

    private static byte[][] ReadCorpus(string target)
    {
        byte[][] corpus = [.. Corpus.Read([FolderOf(target)]).Select(file => file.Input)];
        Assert.IsGreaterThan(1, corpus.Length, "the corpus is there");
        return corpus;
    }

    private static string FolderOf(string target) => RepositoryFiles.PathOf($"Fuzz/corpus/{target}");
}
