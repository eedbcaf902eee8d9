using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;

namespace LockFirmware.Benchmarks;

/// <summary>
/// Measures the decision of a lock, from the bytes of the request to the bytes of the reply, with its challenge, next to
/// one native HMAC-SHA256 of 64 bytes (the unit) and to what other designs do for each opening.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class LockBenchmarks
{
    // Iterations of some milliseconds: on a machine with other work, some of them run undisturbed.
    private const int Count = 1024;
    private const int UnitCount = 4096;
    private const int SignatureCount = 32;
    private const int UnitSize = 64;

    private readonly byte[] _unitSecret = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] _unitMessage = RandomNumberGenerator.GetBytes(UnitSize);
    private readonly Dictionary<Workload, byte[][]> _pieces = [];
    private readonly Others _others = new();
    private MeasuredLock? _lock;

    /// <summary>The unit of the ratios.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = UnitCount, Description = "Native HMAC-SHA256 of 64 bytes")]
    public byte[] Unit()
    {
        byte[] last = [];
        for (int i = 0; i < UnitCount; i++)
            last = HMACSHA256.HashData(_unitSecret, _unitMessage);
        return last;
    }

    [IterationSetup(Target = nameof(UnlockByHolder))]
    public void SetUpUnlockByHolder() => SetUp(Workload.UnlockByHolder);

    [Benchmark(OperationsPerInvoke = Count, Description = "Unlock, holder")]
    public void UnlockByHolder() => Play(Workload.UnlockByHolder);

    [IterationSetup(Target = nameof(UnlockByGuest))]
    public void SetUpUnlockByGuest() => SetUp(Workload.UnlockByGuest);

    [Benchmark(OperationsPerInvoke = Count, Description = "Unlock, guest")]
    public void UnlockByGuest() => Play(Workload.UnlockByGuest);

    [IterationSetup(Target = nameof(Expired))]
    public void SetUpExpired() => SetUp(Workload.Expired);

    [Benchmark(OperationsPerInvoke = Count, Description = "Unlock refused, Expired")]
    public void Expired() => Play(Workload.Expired);

    [IterationSetup(Target = nameof(OutsideHours))]
    public void SetUpOutsideHours() => SetUp(Workload.OutsideHours);

    [Benchmark(OperationsPerInvoke = Count, Description = "Unlock refused, OutsideHours")]
    public void OutsideHours() => Play(Workload.OutsideHours);

    [IterationSetup(Target = nameof(NotAuthentic))]
    public void SetUpNotAuthentic() => SetUp(Workload.NotAuthentic);

    [Benchmark(OperationsPerInvoke = Count, Description = "Unlock refused, NotAuthentic")]
    public void NotAuthentic() => Play(Workload.NotAuthentic);

    [IterationSetup(Target = nameof(SetTime))]
    public void SetUpSetTime() => SetUp(Workload.SetTime);

    [Benchmark(OperationsPerInvoke = Count, Description = "SetTime, of a set clock that is right")]
    public void SetTime() => Play(Workload.SetTime);

    [IterationSetup(Target = nameof(Deliver))]
    public void SetUpDeliver() => SetUp(Workload.Deliver);

    [Benchmark(OperationsPerInvoke = Count, Description = "Deliver, one revocation")]
    public void Deliver() => Play(Workload.Deliver);

    [IterationSetup(Target = nameof(ReadEvents))]
    public void SetUpReadEvents() => SetUp(Workload.ReadEvents);

    [Benchmark(OperationsPerInvoke = Count, Description = "ReadEvents, full batch")]
    public void ReadEvents() => Play(Workload.ReadEvents);

    /// <summary>Others: a key and a proof, each signed.</summary>
    [Benchmark(OperationsPerInvoke = SignatureCount, Description = "Others: two ECDSA P-256 verifications")]
    public bool TwoSignatures() => AllOf(SignatureCount, _others.VerifyTwoSignatures);

    /// <summary>Others: a bearer token under a shared secret.</summary>
    [Benchmark(OperationsPerInvoke = Count, Description = "Others: JSON Web Token, HS256")]
    public bool TokenHs256() => AllOf(Count, _others.ValidateHs256);

    /// <summary>Others: a signed bearer token.</summary>
    [Benchmark(OperationsPerInvoke = SignatureCount, Description = "Others: JSON Web Token, ES256")]
    public bool TokenEs256() => AllOf(SignatureCount, _others.ValidateEs256);

    private static bool AllOf(int count, Func<bool> verify)
    {
        bool all = true;
        for (int i = 0; i < count; i++)
            all &= verify();
        return all;
    }

    private void SetUp(Workload workload)
    {
        if (!_pieces.ContainsKey(workload))
            _pieces[workload] = workload.Record(Count);
        _lock = workload.NewLock();
    }

    private void Play(Workload workload) => workload.Play(_lock!, _pieces[workload]);
}
