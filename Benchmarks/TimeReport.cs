using System.Runtime.InteropServices;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace LockFirmware.Benchmarks;

/// <summary>Measures times with BenchmarkDotNet and prints them as multiples of one native HMAC of the same run.</summary>
internal static class TimeReport
{
    private const double UnlockRatioMax = 20;
    private const int WarmUpCount = 30;
    private const int IterationCount = 200;
    private const int QuickWarmUpCount = 15;
    private const int QuickIterationCount = 30;

    /// <summary>Runs the benchmarks in this process: one build, no generated projects.</summary>
    /// <param name="isQuick">Few and short iterations.</param>
    /// <param name="output">Receives the table.</param>
    /// <returns>Whether the unlock keeps its budget.</returns>
    internal static bool Run(bool isQuick, TextWriter output)
    {
        // One invocation for each iteration, each with a loop of its own. Then benchmarks with and without a new lock are one group,
        // and the ratio column has its unit.
        Job job = Job.Default
            .WithWarmupCount(isQuick ? QuickWarmUpCount : WarmUpCount)
            .WithIterationCount(isQuick ? QuickIterationCount : IterationCount)
            .WithInvocationCount(1)
            .WithUnrollFactor(1)
            .WithToolchain(InProcessEmitToolchain.Instance);
        // DeviceCosts, whose counts another command prints, is never optimized, and nothing of it is measured here. The others are
        // optimized unless they were built with -p:Optimize=false.
        IConfig config = DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableOptimizationsValidator);
        Summary summary = BenchmarkRunner.Run<LockBenchmarks>(config);
        double unit = Least(summary, nameof(LockBenchmarks.Unit));
        output.WriteLine();
        output.WriteLine(
            $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores. The least of all iterations, which another "
            + "load on the machine disturbs least.");
        output.WriteLine();
        output.WriteLine("| what | microseconds, least | median | least, in native HMACs |");
        output.WriteLine("|---|---:|---:|---:|");
        foreach (BenchmarkReport report in summary.Reports.OrderBy(one => one.BenchmarkCase.Descriptor.WorkloadMethod.MetadataToken))
        {
            double least = Least(report);
            double median = report.ResultStatistics?.Median ?? double.NaN;
            string name = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
            output.WriteLine($"| {name} | {least / 1000:0.00} | {median / 1000:0.00} | {least / unit:0.0} |");
        }
        double holder = Least(summary, nameof(LockBenchmarks.UnlockByHolder)) / unit;
        double guest = Least(summary, nameof(LockBenchmarks.UnlockByGuest)) / unit;
        bool isKept = holder <= UnlockRatioMax && guest <= UnlockRatioMax;
        output.WriteLine();
        string verdict = isKept ? "kept" : "NOT kept";
        output.WriteLine($"Budget of an unlock, {UnlockRatioMax} native HMACs: {verdict} (holder {holder:0.0}, guest {guest:0.0}).");
        return isKept;
    }

    private static double Least(Summary summary, string method) =>
        Least(summary.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method));

    private static double Least(BenchmarkReport report) => report.ResultStatistics?.Min ?? double.NaN;
}
