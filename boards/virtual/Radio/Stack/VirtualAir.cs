using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.VirtualRadio;

/// <summary>A value that the firmware offers.</summary>
/// <param name="Uuid">Its UUID.</param>
/// <param name="Properties">What a central may do with it.</param>
public sealed record OfferedValue(Guid Uuid, GattCharacteristicProperties Properties);

/// <summary>
/// The radio of one virtual board, seen from outside. A process can have several: the static members of the platform's
/// library belong to the board whose radio is <see cref="Current"/>. All members may be used from any thread.
/// </summary>
public sealed class VirtualAir
{
    /// <summary>
    /// The MTU that the board's radio offers, in bytes: the default of NimBLE, which the nanoFramework targets do not change.
    /// Source: NimBLE syscfg.yml, BLE_ATT_PREFERRED_MTU; nf-interpreter, targets/ESP32/_IDF/sdkconfig.default*.
    /// </summary>
    public const int PreferredMtuDefault = 256;

    private static readonly AsyncLocal<VirtualAir?> CurrentAir = new();

    private readonly List<RadioFault> _faults = [];
    private volatile RadioLife? _life;

    /// <summary>Makes a radio that is off.</summary>
    /// <param name="time">Its time.</param>
    public VirtualAir(IRadioTime time) => Time = time;

    /// <summary>
    /// The radio that the platform's static members use, in this thread and in threads that it starts. A board sets it before it boots its
    /// firmware; in event handlers it is set.
    /// </summary>
    public static VirtualAir? Current
    {
        get => CurrentAir.Value;
        set => CurrentAir.Value = value;
    }

    /// <summary>The MTU that the board's radio offers, in bytes, from 23 on.</summary>
    public int PreferredMtu { get; set; } = PreferredMtuDefault;

    /// <summary>Whether a scan finds the board: it has power, has started, and no central is connected.</summary>
    public bool IsAdvertising => _life?.IsAdvertising ?? false;

    /// <summary>Whether a central is connected.</summary>
    public bool HasCentral => _life?.HasCentral ?? false;

    /// <summary>The services in the advertisement; none before StartAdvertising.</summary>
    public Guid[] AdvertisedServices => _life?.Advertisement?.Services ?? [];

    /// <summary>The name in the advertisement; empty before StartAdvertising, or when it did not fit.</summary>
    public string DeviceName => _life?.Advertisement?.Name ?? string.Empty;

    /// <summary>The values that the firmware offers since StartAdvertising; none before.</summary>
    public IReadOnlyList<OfferedValue> OfferedValues => _life?.OfferedValues ?? [];

    /// <summary>The firmware has started to advertise, or the power is off: services, values and name may be others. Any thread.</summary>
    public event Action? OfferChanged;

    /// <summary>Whether a mistake of the firmware has stopped the radio. Only switching the power off and on restores it.</summary>
    public bool IsDead => _life?.IsDead ?? false;

    /// <summary>The firmware's mistakes since the radio was made, oldest first; a copy.</summary>
    public IReadOnlyList<RadioFault> Faults
    {
        get
        {
            lock (_faults)
                return [.. _faults];
        }
    }

    internal static RadioLife CurrentLife =>
        Current?._life ?? throw new InvalidOperationException("No virtual board with power is current here.");

    internal IRadioTime Time { get; }

    /// <summary>The power comes on, or the board reboots: the radio starts without services. Earlier centrals are dropped.</summary>
    public void PowerOn()
    {
        PowerOff();
        _life = new RadioLife(this);
    }

    /// <summary>
    /// The power fails: the central is dropped, services are forgotten, and later answers of the firmware are
    /// ignored. The firmware is not told.
    /// </summary>
    public void PowerOff()
    {
        RadioLife? life = _life;
        _life = null;
        life?.End();
        OfferChanged?.Invoke();
    }

    /// <summary>Connects a phone.</summary>
    /// <returns>
    /// The phone's end; null if it cannot connect: no power, not started, not connectable, another central
    /// is connected, or the radio has crashed. A radio whose mutex was never released still connects, and then answers nothing.
    /// </returns>
    public VirtualCentral? Connect() => _life?.Connect();

    internal void TellOffer() => OfferChanged?.Invoke();

    internal void Report(RadioFaultKind kind, string sentence)
    {
        lock (_faults)
            _faults.Add(new RadioFault(kind, sentence, Time.NowMs));
    }
}
