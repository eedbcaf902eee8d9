namespace LockFirmware.VirtualBoard.Facility;

/// <summary>The names and numbers of a facility file so far. Each stands for one thing.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, LockEntry> _locks = [];
    private readonly Dictionary<string, Person> _people = [];
    private readonly Dictionary<uint, KeyEntry> _keys = [];
    private readonly Dictionary<string, NoticeEntry> _notices = [];
    private readonly Dictionary<string, Attempt> _steps = [];
    private readonly HashSet<uint> _lockIds = [];
    private readonly HashSet<uint> _personIds = [];
    private readonly HashSet<uint> _keyIds = [];

    public void AddLock(Fields fields, LockEntry entry)
    {
        Add(_locks, fields.Required("name"), entry.Name, entry);
        Take(_lockIds, fields.Required("lockId"), entry.Id);
        Take(_keyIds, fields.Required("serviceKey"), entry.ServiceKeyId);
    }

    public void AddPerson(Fields fields, Person person)
    {
        Add(_people, fields.Required("name"), person.Name, person);
        Take(_personIds, fields.Required("id"), person.Id);
    }

    public void AddKey(Fields fields, KeyEntry key)
    {
        Take(_keyIds, fields.Required("keyId"), key.Grant.KeyId);
        _keys.Add(key.Grant.KeyId, key);
    }

    public void AddNotice(Fields fields, NoticeEntry notice) => Add(_notices, fields.Required("name"), notice.Name, notice);

    public void AddStep(JsonPlace place, Attempt step) => Add(_steps, place, place.Text, step);

    public LockEntry Lock(JsonPlace place) => Find(_locks, place, "lock", "locks");

    public Person Person(JsonPlace place) => Find(_people, place, "person", "people");

    public NoticeEntry Notice(JsonPlace place) => Find(_notices, place, "notice", "notices");

    public Attempt Step(JsonPlace place) => Find(_steps, place, "earlier step with that \"label\"", "script");

    public KeyEntry Key(JsonPlace place)
    {
        uint id = (uint)Fields.NumberOf(place, 1, uint.MaxValue);
        return _keys.GetValueOrDefault(id)
            ?? throw place.Wrong($"There is no key {id}. Add it to \"keys\" or use one of: {string.Join(", ", _keys.Keys)}.");
    }

    private static T Find<T>(Dictionary<string, T> all, JsonPlace place, string what, string list)
        where T : class
    {
        string name = Fields.TextOf(place);
        return all.GetValueOrDefault(name)
            ?? throw place.Wrong($"There is no {what} \"{name}\". Add it to \"{list}\" or use one of: {string.Join(", ", all.Keys)}.");
    }

    private static void Add<T>(Dictionary<string, T> all, JsonPlace place, string name, T value)
    {
        if (!all.TryAdd(name, value))
            throw place.Wrong($"\"{name}\" is already the name of another entry. Choose another name.");
    }

    private static void Take(HashSet<uint> taken, JsonPlace place, uint number)
    {
        if (!taken.Add(number))
            throw place.Wrong($"{number} is already the number of another entry. Choose another number.");
    }
}
