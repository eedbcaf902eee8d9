using System.Collections.Generic;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.PowerCut;

/// <summary>What a lock was told and has acknowledged: what it must still know after a power cut.</summary>
internal sealed class LifeModel
{
    private Dictionary<(ushort Generation, uint Applied), Settings> _settings = [];

    /// <summary>What notices have made of a lock.</summary>
    internal sealed record Settings(bool Overlocked, ushort ReleaseMs, ushort Tenancy, int Revocations, uint Synced);

    /// <summary>How many events the trail held before this life.</summary>
    public uint EventsBefore { get; set; }

    /// <summary>The keys of acknowledged admissions, in order; every admission has a key of its own.</summary>
    public List<uint> Admitted { get; private set; } = [];

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

    /// <summary>The tenancy that an admission under way would begin; 0 for none.</summary>
    public ushort TenancyUnderWay { get; set; }

    /// <summary>The events that each notice brings, in order.</summary>
    public Dictionary<uint, List<EventKind>> NoticeEvents { get; private set; } = [];

    /// <summary>Acknowledged Provisioned, Reset and ClockSet, in order, with generation or time.</summary>
    public List<(EventKind Kind, uint Value)> Changes { get; private set; } = [];

    /// <summary>A change that was asked for and not acknowledged.</summary>
    public (EventKind Kind, uint Value)? ChangeUnderWay { get; set; }

    /// <summary>Every challenge that was seen.</summary>
    public HashSet<string> Challenges { get; private set; } = [];

    /// <summary>A model that goes on by itself from here.</summary>
    public LifeModel Fork()
    {
        LifeModel fork = (LifeModel)MemberwiseClone();
        fork._settings = new(_settings);
        fork.Admitted = [.. Admitted];
        fork.NoticeEvents = new(NoticeEvents);
        fork.Changes = [.. Changes];
        fork.Challenges = [.. Challenges];
        return fork;
    }

    /// <summary>The lock has said that the change under way is made.</summary>
    public void Acknowledge()
    {
        if (ChangeUnderWay != null)
            Changes.Add(ChangeUnderWay.Value);
        ChangeUnderWay = null;
    }

    public void Expect(ushort generation, uint applied, Settings settings) => _settings[(generation, applied)] = settings;

    public Settings Expected(ushort generation, uint applied) => _settings[(generation, applied)];

    public bool Knows(ushort generation, uint applied) => _settings.ContainsKey((generation, applied));
}
