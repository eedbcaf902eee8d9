namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>What a job file is for: some locks that an installer puts into service without the facility's secret.</summary>
/// <param name="Number">The number of the job at its facility, from 1.</param>
/// <param name="MadeAt">When it was made, seconds since 2020-01-01T00:00:00Z.</param>
/// <param name="NotAfter">From this second on lockctl does not use it any more.</param>
/// <param name="KeyIdEnd">The first key number that the job may not use.</param>
public sealed record JobData(uint Number, uint MadeAt, uint NotAfter, uint KeyIdEnd);

/// <summary>The secret of one lock in one generation, in a job file.</summary>
/// <param name="Generation">The generation.</param>
/// <param name="Secret">The lock secret, 32 bytes in hex.</param>
public sealed record JobSecret(ushort Generation, string Secret);

/// <summary>A job that was given out, in the facility's own file.</summary>
/// <param name="Number">Its number.</param>
/// <param name="NotAfter">When it ends, seconds since 2020-01-01T00:00:00Z.</param>
/// <param name="Locks">The numbers of its locks.</param>
public sealed record JobNote(uint Number, uint NotAfter, List<uint> Locks);
