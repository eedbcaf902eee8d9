using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>The names of notice items in a facility file.</summary>
internal enum ItemWord
{
    /// <summary>Refuse a holder's keys issued before a moment.</summary>
    RevokeHolder,

    /// <summary>Refuse one key.</summary>
    RevokeKey,

    /// <summary>Refuse one guest of one key.</summary>
    RevokeGuest,

    /// <summary>Refuse keys of lower tenancies.</summary>
    Tenancy,

    /// <summary>Overlock the unit, or end that.</summary>
    Overlock,

    /// <summary>Start a lockdown of the site, or end it.</summary>
    Lockdown,
}

/// <summary>Reads the notices of a facility file and makes their bytes.</summary>
internal sealed class NoticeParser(uint facilityId, byte[] facilitySecret, LocalTime time, Names names)
{
    /// <summary>Reads one notice.</summary>
    public NoticeEntry Read(JsonPlace place)
    {
        Fields fields = new(place);
        string name = fields.Text("name");
        LockEntry door = names.Lock(fields.Required("lock"));
        uint number = fields.Id("number");
        uint after = (uint)fields.Number("after", 0, number - 1);
        uint issued = time.Read(fields.Required("issued"));
        NoticeBuilder builder = new(door.Id, number, after, issued);
        List<string> about = [];
        foreach (JsonPlace item in fields.List("items"))
            about.Add(AddItem(builder, item));
        fields.End();
        LockSecrets secrets = Issuer.SecretsOf(facilityId, facilitySecret, door);
        NoticeEntry notice = new(name, door, number, builder.ToBytes(secrets.NoticeSecret), string.Join(", ", about));
        names.AddNotice(fields, notice);
        return notice;
    }

    private string AddItem(NoticeBuilder builder, JsonPlace place)
    {
        Fields fields = new(place);
        ItemWord word = fields.Choice<ItemWord>("kind");
        string about;
        bool fits = word switch
        {
            ItemWord.RevokeHolder => RevokeHolder(builder, fields, out about),
            ItemWord.RevokeKey => RevokeKey(builder, fields, out about),
            ItemWord.RevokeGuest => RevokeGuest(builder, fields, out about),
            ItemWord.Tenancy => Tenancy(builder, fields, out about),
            _ => Switch(builder, fields, word, out about),
        };
        fields.End();
        if (!fits)
            throw place.Wrong("The notice is full, and this item does not fit. Put the item into another notice.");
        return about;
    }

    private bool RevokeHolder(NoticeBuilder builder, Fields fields, out string about)
    {
        Person holder = names.Person(fields.Required("holder"));
        about = $"revokes the keys of {holder.Name}";
        return builder.RevokeHolder(holder.Id, time.Read(fields.Required("before")), time.Read(fields.Required("until")));
    }

    private bool RevokeKey(NoticeBuilder builder, Fields fields, out string about)
    {
        KeyEntry key = names.Key(fields.Required("key"));
        about = $"revokes key {key.Grant.KeyId} of {key.Holder.Name}";
        return builder.RevokeKey(key.Grant.KeyId, time.Read(fields.Required("until")));
    }

    private bool RevokeGuest(NoticeBuilder builder, Fields fields, out string about)
    {
        KeyEntry key = names.Key(fields.Required("key"));
        Person guest = names.Person(fields.Required("guest"));
        about = $"revokes {guest.Name}, a guest of {key.Holder.Name}";
        return builder.RevokeGuest(key.Grant.KeyId, guest.Id, time.Read(fields.Required("until")));
    }

    private static bool Tenancy(NoticeBuilder builder, Fields fields, out string about)
    {
        ushort tenancy = (ushort)fields.Number("tenancy", 1, ushort.MaxValue);
        about = $"tenancy is now {tenancy}";
        return builder.Tenancy(tenancy);
    }

    private static bool Switch(NoticeBuilder builder, Fields fields, ItemWord word, out string about)
    {
        fields.Required("on");
        bool on = fields.Flag("on");
        about = $"{word.ToString().ToLowerInvariant()} {(on ? "on" : "off")}";
        return word == ItemWord.Overlock ? builder.Overlock(on) : builder.Lockdown(on);
    }
}
