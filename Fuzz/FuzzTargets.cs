using LockFirmware.Fuzz.Targets;

namespace LockFirmware.Fuzz;

/// <summary>All fuzzing targets.</summary>
internal static class FuzzTargets
{
    internal static FuzzTarget[] All { get; } =
    [
        new FrameTarget(), new AuthenticTarget(), new GrantTarget(), new ShareTarget(), new RequestTarget(), new NoticeTarget(),
        new BatchTarget(), new RecordsTarget(), new FilesTarget(),
    ];

    /// <summary>The targets of a name; all of them for "all", none for any other.</summary>
    internal static FuzzTarget[] Named(string name) => [.. All.Where(target => name == "all" || target.Name == name)];
}
