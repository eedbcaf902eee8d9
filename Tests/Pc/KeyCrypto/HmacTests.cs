namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The counter of HMACs belongs to the whole process.</summary>
[DoNotParallelize]
public sealed partial class HmacTests;
