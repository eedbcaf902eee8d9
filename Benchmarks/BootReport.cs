using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace LockFirmware.Benchmarks;

/// <summary>Measures the start of a full lock: files opened, bytes read, time.</summary>
internal static class BootReport
{
    private const double BootMsMax = 150;
    private const uint EventCountMin = 10_000;
    private const double NanosecondsPerMs = 1_000_000;
    private const int WarmUpCount = 5;
    private const int IterationCount = 100;

    /// <summary>Counts one boot and measures many.</summary>
    /// <returns>Whether the slowest boot keeps the budget, with a full ring.</returns>
    internal static bool Run(TextWriter output)
    {
        BootBenchmarks one = new();
        one.Fill();
        long opened = one.Disk.Opened;
        long read = one.Disk.ReadBytes;
        one.BootFromDisk();
        opened = one.Disk.Opened - opened;
        read = one.Disk.ReadBytes - read;
        one.CleanUp();
        Job job = Job.Default.WithWarmupCount(WarmUpCount).WithIterationCount(IterationCount).WithInvocationCount(1).WithUnrollFactor(1)
            .WithToolchain(InProcessEmitToolchain.Instance);
        Summary summary = BenchmarkRunner.Run<BootBenchmarks>(DefaultConfig.Instance.AddJob(job));
        output.WriteLine();
        output.WriteLine($"{one.EventCount} events, {one.TrailSize} bytes of them; opened {opened} files, read {read} bytes.");
        output.WriteLine();
        output.WriteLine($"| {IterationCount} boots | ms, least | median | most |");
        output.WriteLine("|---|---:|---:|---:|");
        double most = 0;
        foreach (BenchmarkReport report in summary.Reports)
        {
            IReadOnlyList<double> times =
                [.. report.AllMeasurements.Where(m => m.IterationMode == BenchmarkDotNet.Engines.IterationMode.Workload
                && m.IterationStage == BenchmarkDotNet.Engines.IterationStage.Actual)
                .Select(m => m.Nanoseconds / m.Operations / NanosecondsPerMs).Order()];
            most = Math.Max(most, times[^1]);
            string name = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
            output.WriteLine($"| {name} | {times[0]:0.00} | {times[times.Count / 2]:0.00} | {times[^1]:0.00} |");
        }
        bool isKept = most <= BootMsMax && one.EventCount >= EventCountMin && summary.Reports.Length > 0;
        output.WriteLine();
        output.WriteLine($"Budget of a boot with {EventCountMin} events or more, {BootMsMax} ms: {(isKept ? "kept" : "NOT kept")}.");
        return isKept;
    }
}
