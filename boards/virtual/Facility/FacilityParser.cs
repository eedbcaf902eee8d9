using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>Reads a facility file into a <see cref="FacilityFile"/>, or reports the place of a mistake.</summary>
public static class FacilityParser
{
    private const int LockCountMax = 16;

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="DemoFileException">It cannot be used.</exception>
    public static FacilityFile Load(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DemoFileException("the file", 0, $"{exception.Message} Give a facility file that can be read.");
        }
    }

    /// <summary>Checks the bytes of a file.</summary>
    /// <exception cref="DemoFileException">They cannot be used.</exception>
    public static FacilityFile Parse(byte[] json)
    {
        Fields root = new(JsonPlace.Parse(json));
        root.TextOrNull("readme");
        string name = root.Text("name");
        uint id = root.Id("facilityId");
        byte[] secret = root.Secret("facilitySecret");
        ZoneEntry zone = ZoneText.Read(root.Required("zone"));
        LocalTime time = new(zone.Rule);
        byte[] holidays = ReadHolidays(root.Required("holidays"), root.List("holidays"));
        uint start = time.Read(root.Required("start"));
        Names names = new();
        IReadOnlyList<LockEntry> locks = ReadLocks(root, zone.Rule, holidays, names);
        IReadOnlyList<Person> people = [.. root.List("people").Select(place => ReadPerson(place, names))];
        IReadOnlyList<KeyEntry> keys = [.. root.List("keys").Select(place => ReadKey(place, id, time, names))];
        IReadOnlyList<ShareEntry> shares = [.. root.ListOrNone("shares").Select(place => ReadShare(place, time, names))];
        NoticeParser notices = new(id, secret, time, names);
        IReadOnlyList<NoticeEntry> allNotices = [.. root.ListOrNone("notices").Select(notices.Read)];
        IReadOnlyList<Attempt> script = new ScriptParser(time, names, keys, shares).Read(root.List("script"), start);
        root.End();
        return new FacilityFile(name, id, secret, zone, start, locks, people, keys, shares, allNotices, script);
    }

    /// <summary>Reads a set of rights: a list of their names.</summary>
    private static Rights ReadRights(Fields fields)
    {
        Rights rights = Rights.None;
        foreach (JsonPlace place in fields.List("rights"))
            rights |= Fields.ChoiceOf<Rights>(place);
        return rights;
    }

    private static byte[] ReadHolidays(JsonPlace place, IReadOnlyList<JsonPlace> items)
    {
        if (items.Count > AccessCalendar.HolidayCountMax)
            throw place.Wrong($"A lock has at most {AccessCalendar.HolidayCountMax} holidays. Remove some.");
        byte[] days = new byte[items.Count * AccessCalendar.HolidaySize];
        for (int i = 0; i < items.Count; i++)
            Bytes.WriteU16(days, i * AccessCalendar.HolidaySize, TimeText.ReadDay(items[i]));
        return days;
    }

    private static IReadOnlyList<LockEntry> ReadLocks(Fields root, ZoneRule zone, byte[] holidays, Names names)
    {
        IReadOnlyList<JsonPlace> places = root.List("locks");
        if (places.Count is < 1 or > LockCountMax)
            throw root.Required("locks").Wrong($"A facility file has 1 to {LockCountMax} locks. Add or remove locks.");
        return [.. places.Select(place => ReadLock(place, zone, holidays, names))];
    }

    private static LockEntry ReadLock(JsonPlace place, ZoneRule zone, byte[] holidays, Names names)
    {
        Fields fields = new(place);
        LockEntry entry = new(
            fields.Text("name"),
            fields.Id("lockId"),
            (ushort)fields.Number("generation", 1, ushort.MaxValue),
            fields.Secret("setupSecret"),
            fields.Id("serviceKey"),
            ReadConfiguration(fields, zone, holidays));
        fields.End();
        names.AddLock(fields, entry);
        return entry;
    }

    private static LockConfiguration ReadConfiguration(Fields fields, ZoneRule zone, byte[] holidays)
    {
        LockConfiguration configuration = new()
        {
            ReleaseMs = (ushort)fields.Number("releaseMs", LockConfiguration.ReleaseMsMin, ushort.MaxValue),
            HeldOpenSeconds = (ushort)fields.Number("heldOpenSeconds", 0, ushort.MaxValue),
            ClocklessHours = (ushort)fields.Number("clocklessHours", 0, LockConfiguration.ClocklessHoursMax, 72),
            IsExit = fields.Flag("exit"),
            RelockOnClose = fields.Flag("relockOnClose"),
            RelockWhenClosed = fields.Flag("relockWhenClosed"),
        };
        JsonPlace? grace = fields.Optional("exitGraceMinutes");
        if (grace != null && !configuration.IsExit)
            throw grace.Wrong("Only an exit can have exit grace minutes. Set \"exit\": true, or remove this field.");
        configuration.Calendar.TrySetExitGrace((int)fields.Number("exitGraceMinutes", 0, AccessCalendar.ExitGraceMinutesMax, 0));
        configuration.Calendar.TryReadHolidays(holidays, 0, holidays.Length / AccessCalendar.HolidaySize);
        byte[] rule = new byte[ZoneRule.Size];
        zone.WriteTo(rule, 0);
        configuration.Calendar.Zone.TryRead(rule, 0);
        return configuration;
    }

    private static Person ReadPerson(JsonPlace place, Names names)
    {
        Fields fields = new(place);
        Person person = new(fields.Text("name"), fields.Id("id"), fields.Text("about"));
        fields.End();
        names.AddPerson(fields, person);
        return person;
    }

    private static KeyEntry ReadKey(JsonPlace place, uint facilityId, LocalTime time, Names names)
    {
        Fields fields = new(place);
        Person holder = names.Person(fields.Required("holder"));
        LockEntry door = names.Lock(fields.Required("lock"));
        Grant grant = new()
        {
            FacilityId = facilityId,
            LockId = door.Id,
            KeyId = fields.Id("keyId"),
            HolderId = holder.Id,
            IssuedAt = time.Read(fields.Required("issued")),
            NotBefore = time.Read(fields.Required("notBefore")),
            NotAfter = time.Read(fields.Required("notAfter")),
            Tenancy = (ushort)fields.Number("tenancy", 0, ushort.MaxValue, 0),
            Rights = ReadRights(fields),
        };
        WindowFields.Read(fields.Required("windows"), fields.List("windows"), grant.Windows);
        fields.End();
        if (grant.NotAfter <= grant.NotBefore)
            throw fields.Required("notAfter").Wrong("This key ends before it begins. Make notAfter later than notBefore.");
        KeyEntry key = new(holder, door, grant);
        names.AddKey(fields, key);
        return key;
    }

    private static ShareEntry ReadShare(JsonPlace place, LocalTime time, Names names)
    {
        Fields fields = new(place);
        Person guest = names.Person(fields.Required("guest"));
        KeyEntry key = names.Key(fields.Required("key"));
        Share share = new()
        {
            GuestId = guest.Id,
            NotAfter = time.Read(fields.Required("notAfter")),
            Rights = ReadRights(fields),
        };
        WindowFields.Read(fields.Required("windows"), fields.List("windows"), share.Windows);
        fields.End();
        return new ShareEntry(guest, key, share);
    }
}
