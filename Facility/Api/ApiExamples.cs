using System.Text.Json;
using System.Text.Json.Nodes;
using LockFirmware.Facility.UseCases.Phones;
using Microsoft.OpenApi;

namespace LockFirmware.Facility.Api;

/// <summary>
/// An example of a call for each operation of the OpenAPI document, and one of each refusal. All are of one story: the lock 4711 of the
/// test vectors, so an app's developer can compute with the bytes.
/// </summary>
internal static class ApiExamples
{
    private const long LockId = 4711;
    private const long KeyId = 65537;
    private const long Now = 217_598_400;
    private const long NotAfter = 218_203_200;
    private const long GuestId = 48_879;
    private const long ShareEnd = 217_684_800;
    private const string DoorName = "Unit 12";
    private const string Hours = "always";
    private const string Until = "Mon 30 Nov 2026 12:00";
    private const string SuccessStatus = "200";

    private static readonly string Grant =
        Bytes("0100d4c3b2a16712000001000100e9030000b03bf80c40f8f60c4084010d0700030001ff0000a005");
    private static readonly string Secret = Bytes("8e7bab4ba34c0a5edb6f87593da92b75585fcfde6679df6a6f15fb3a31813ea7");
    private static readonly string Share = Bytes("efbe0000409bf90c01000101e0013804");
    private static readonly string ServerChallenge = Bytes("c0c1c2c3c4c5c6c7c8c9cacbcccdcecf");
    private static readonly string HereFrame = Bytes("0101cc49f80ce4aacad75ed0cf722d5be5b76a52d607");
    private static readonly string HereBody = Bytes("cc49f80c028d0bdf0538116dbc74d2706a95a94b4c");
    private static readonly string TimeFrame = Bytes("0101b03bf80c46e5431b09d963f083322776b0c3edfd");
    private static readonly string Time = Bytes("c049f80c0210070831ff7c53fbfe26839a3b027a");
    private static readonly string Notice = Bytes("671200000200000001000000a249f80c010922040097767d7a00ef5d85b4aa24b13eec9f549bd8067d4237"
        + "5540f64c55d9a1e616e0c71f19e7a788f638715342343a109fff");
    private static readonly string Batch = Bytes("0a00000002000b000000020000000300779104da8c0cd030cb96a0c5de0b990c7a3613c316c87ed264b6a4"
        + "8cca155cd253b9379bf95a99f6921bd41fda041622");
    private static readonly string DeliverFrame = Bytes("0101cd49f80cac96dd07aa2f4c858bbff2924b71bb33");
    private static readonly string DeliverRequest = Bytes("080100707172737475767778797a7b7c7d7e7f0000450067120000020000000100"
        + "0000a249f80c010922040097767d7a00ef5d85b4aa24b13eec9f549bd8067d42375540f64c55d9a1e616e0c71f19e7a788f638715342343a109fff"
        + "00000000000000000000000000000000");
    private static readonly string DeliverReply = Bytes("0801000008000200000002000000c82e816d361c140701d07c87c87316e1");

    /// <summary>An example of one call.</summary>
    /// <param name="Request">The body; null for none.</param>
    /// <param name="Answer">The answer; null for one without content.</param>
    /// <param name="Codes">The codes of refusals that only this call gives.</param>
    private sealed record Example(object? Request, object? Answer, params string[] Codes);

    private static readonly Dictionary<string, Example> Calls = new()
    {
        ["SignIn"] = new(new SignInRequest { Code = "7K3MP-XW2QA", DeviceName = "Chrome on Android" },
            new SignInAnswer { Token = "kq3vH0dZr8mWnY5tLx_7bEoPiU2sGfAjCw-91KzXyTg", DeviceId = 31, UserName = "Ada Moreno" },
            Refusal.Codes.WrongCode),
        ["SignOut"] = new(null, null),
        ["Me"] = new(null, Me()),
        ["Here"] = new(new HereRequest { LockId = LockId },
            new HereAnswerChallenge { LockId = LockId, ServerChallenge = ServerChallenge, Seconds = PresenceChallenges.ChallengeSeconds },
            Refusal.Codes.UnknownEntry),
        ["Keys"] = new(new KeysRequest { Here = Evidence() },
            new KeysAnswer { Keys = [Key()], NotAfter = NotAfter, Words = $"Your keys open until {Until}." },
            Refusal.Codes.AccountInactive, Refusal.Codes.NoUnit, Refusal.Codes.PaymentDue, Refusal.Codes.OutsideHours,
            Refusal.Codes.NotHere, Refusal.Codes.HereStale, Refusal.Codes.HereUsed, Refusal.Codes.HereNotProven, Refusal.Codes.ClockBehind),
        ["Carry"] = new(new CarryRequest { Locks = [Carried()] }, new CarryAnswer { Locks = [CarriedAnswer()] }),
        ["ReportShare"] = new(new ShareRequest { KeyId = KeyId, GuestName = "Iris", Share = Share },
            new ShareAnswer { ShareId = 5, KeyId = KeyId, GuestId = GuestId, NotAfter = ShareEnd },
            Refusal.Codes.UnknownKey, Refusal.Codes.NotShareable, Refusal.Codes.GuestRevoked, Refusal.Codes.TooManyShares),
        ["RevokeShare"] = new(new RevokeShareRequest { ShareId = 5 }, null, Refusal.Codes.NotRevoked),
        ["Report"] = new(new ReportRequest { AppVersion = "1f0c2ab49e6d7730", Refusal = $"{DoorName}: Opens 06:00", RefusedAt = Now },
            null),
    };

    /// <summary>Codes that every call may give; of those about the content, every call that takes some.</summary>
    private static readonly string[] Everywhere =
    [
        Refusal.Codes.Malformed, Refusal.Codes.TooLarge, Refusal.Codes.TooSlow, Refusal.Codes.TooMany, Refusal.Codes.Busy,
        Refusal.Codes.NotSignedIn, Refusal.Codes.DeviceRevoked, Refusal.Codes.VersionNotSupported,
    ];

    /// <summary>Adds its examples to an operation.</summary>
    public static void AddTo(OpenApiOperation operation)
    {
        if (!Calls.TryGetValue(operation.OperationId ?? "", out Example? example))
            return;
        if (ContentOf(operation.RequestBody?.Content) is { } body && example.Request != null)
            body.Example = Json(example.Request);
        foreach ((string status, IOpenApiResponse response) in operation.Responses ?? [])
        {
            if (ContentOf(response.Content) is not { } content)
                continue;
            if (status == SuccessStatus && example.Answer != null)
                content.Example = Json(example.Answer);
            else
                content.Examples = Refused(status, example);
        }
    }

    private static Dictionary<string, IOpenApiExample> Refused(string status, Example example) => Everywhere.Concat(example.Codes)
        .Where(code => example.Request != null || code != Refusal.Codes.Malformed)
        .Select(code => Reasons.Of(code))
        .Where(refusal => Refusals.StatusesOf(refusal.Code).Any(one => $"{one}" == status))
        .ToDictionary(refusal => refusal.Code, refusal => (IOpenApiExample)new OpenApiExample { Value = Json(refusal) });

    private static OpenApiMediaType? ContentOf(IDictionary<string, OpenApiMediaType>? content) =>
        content?.TryGetValue(ApiBody.JsonType, out OpenApiMediaType? found) == true ? found : null;

    private static JsonNode Json(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), JsonSerializerOptions.Web)!;

    private static string Bytes(string hex) => Convert.ToBase64String(Convert.FromHexString(hex));

    private static MeAnswer Me() => new()
    {
        FacilityName = "North Yard Storage",
        Zone = "Europe/Lisbon",
        SignalPlace = "at the gate, beside the office",
        IsWithinHours = true,
        Name = "Ada Moreno",
        IsActive = true,
        IsPaymentDue = false,
        AccessHours = [Hours],
        Now = Now,
        Entries = [new MyEntry { LockId = LockId, Name = DoorName, IsOwnUnit = true }],
        Shares =
        [
            new MyShare
            {
                ShareId = 5,
                KeyId = KeyId,
                LockId = LockId,
                GuestId = GuestId,
                GuestName = "Iris",
                NotAfter = ShareEnd,
                IsRevoked = false,
            },
        ],
        Units = [new MyUnit { Name = DoorName, LockId = LockId, IsOverlocked = false }],
        Keys = [new MyKey { KeyId = KeyId, LockId = LockId, Name = DoorName, NotAfter = NotAfter, IsExpired = false }],
        OfflineKeyExpiration = Until,
    };

    private static HereEvidence Evidence() => new()
    {
        LockId = LockId,
        ServerChallenge = ServerChallenge,
        ChallengeFrame = HereFrame,
        Body = HereBody,
    };

    private static KeyAnswer Key() => new()
    {
        LockId = LockId,
        Name = DoorName,
        KeyId = KeyId,
        Grant = Grant,
        Secret = Secret,
        NotAfter = NotAfter,
        Words = $"Opens {DoorName} until {Until}; hours: {Hours}.",
    };

    private static CarriedLock Carried() => new()
    {
        LockId = LockId,
        Batches = [Batch],
        Receipts = [new CarriedReceipt { ChallengeFrame = DeliverFrame, Request = DeliverRequest, Reply = DeliverReply }],
        ChallengeFrame = TimeFrame,
    };

    private static LockAnswer CarriedAnswer() => new()
    {
        LockId = LockId,
        Status = LockAnswer.Statuses.Ok,
        Batches = [new BatchAnswer { Status = "ok", NewCount = 2 }],
        Receipts = ["advanced"],
        Notices = [Notice],
        Time = Time,
        ReadFrom = 12,
    };
}
