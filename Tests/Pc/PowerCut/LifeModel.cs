using System.Collections.Generic;

namespace LockFirmware.Tests.Pc.PowerCut;

/// <summary>What a lock was told and has acknowledged: what it must still know after a power cut.</summary>
internal sealed class LifeModel
{
    private readonly Dictionary<(ushort Generation, uint Applied), Settings> _settings = [];

    /// <summary>What notices have made of a lock.</summary>
    internal sealed record Settings(bool Overlocked, ushort ReleaseMs, ushort Tenancy, int Revocations);

    /// <summary>The keys of acknowledged admissions, in order; every admission has a key of its own.</summary>
    public List<uint> Admitted { get; } = [];

    /// <summary>The key of an admission that was asked for and not acknowledged; 0 for none.</summary>
    public uint AdmissionUnderWay { get; set; }

    /// <summary>The last notice acknowledged.</summary>
    public uint Applied { get; set; }

    /// <summary>A notice that was sent and not acknowledged; 0 for none.</summary>
    public uint NoticeUnderWay { get; set; }

    /// <summary>The generation acknowledged; 0 for no identity.</summary>
    public ushort Generation { get; set; }

    /// <summary>A generation that was asked for and not acknowledged.</summary>
    public ushort? GenerationUnderWay { get; set; }

    /// <summary>Every challenge that was seen.</summary>
    public HashSet<string> Challenges { get; } = [];

    public void Expect(ushort generation, uint applied, Settings settings) => _settings[(generation, applied)] = settings;

    public Settings Expected(ushort generation, uint applied) => _settings[(generation, applied)];

    public bool Knows(ushort generation, uint applied) => _settings.ContainsKey((generation, applied));
}
