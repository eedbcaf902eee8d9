using System.Globalization;
using LockFirmware.Facility.Data;

namespace LockFirmware.FacilityDemo;

/// <summary>The text that the demo prints: who signs in where, and commands to try every step.</summary>
internal sealed class DemoGuide
{
    private const string Lockctl = "dotnet run --project Installer --";
    private const string FindToken = """sed 's/.*"token":"\([^"]*\)".*/\1/'""";
    private const string Json = "-H \"Content-Type: application/json\"";

    /// <summary>The facility's name.</summary>
    public required string Site { get; init; }

    /// <summary>The portal's address without a slash at its end.</summary>
    public required string Portal { get; init; }

    /// <summary>The staff members who can sign in.</summary>
    public required IReadOnlyList<DemoLogin> Staff { get; init; }

    /// <summary>The entries that have a lock.</summary>
    public required IReadOnlyList<Entry> Entries { get; init; }

    /// <summary>The number of the gate's lock.</summary>
    public required uint GateId { get; init; }

    /// <summary>The address of the gate's lock, "host:port".</summary>
    public required string Gate { get; init; }

    /// <summary>The path of the facility file for lockctl.</summary>
    public required string FacilityFile { get; init; }

    /// <summary>The path of a key that opens the gate.</summary>
    public required string ActiveKey { get; init; }

    /// <summary>The path of a key that has expired.</summary>
    public required string ExpiredKey { get; init; }

    /// <summary>The path of the file for the facility's answer with new keys.</summary>
    public required string AnswerFile { get; init; }

    /// <summary>The one-time code with which Ben's phone signs in.</summary>
    public required string Code { get; init; }

    /// <summary>The link that signs the phone of the tenant with an active key in.</summary>
    public required string TenantLink { get; init; }

    /// <summary>The link with the key of a guest.</summary>
    public required string GuestLink { get; init; }

    /// <summary>The link with the key of a visitor.</summary>
    public required string VisitorLink { get; init; }

    /// <summary>The link that signs Ben's phone in and gives it the expired key.</summary>
    public required string ExpiredLink { get; init; }

    /// <summary>The text. Each command is on a line of its own.</summary>
    public string Text => $"""

        The demo: {Site}. All its data is new and not secret. The next start deletes it.

        Open a door in a browser: each link is another person's phone. Open each in a private window of its own.
          Ada Moreno, tenant, active key: sign in, tap a door
            {TenantLink}
          {DemoKeys.Guest}, Ada's guest at Unit 12: keep the key, tap the door
            {GuestLink}
          {DemoKeys.Visitor}, Ada's visitor there for {DemoKeys.VisitorHours} hours: the same
            {VisitorLink}
          Ben Okafor, expired key: keep the key, sign in, tap the gate; the app fetches a new key by itself
            {ExpiredLink}
          To be refused: as Ada, choose Unit 14 under "You stand at", and tap "Open the door I stand at"

        Staff members sign in at {Portal}
        {Lines(Staff.Select(member => $"  login {member.Login}, password {member.Password}  ({member.About})"))}

        Virtual locks in this process:
        {Lines(Entries.Select(LineOf))}

        Tenants: Ada Moreno has an active key, Ben Okafor an expired one, Cleo Hart none; Finn Walsh owes rent.
          {DemoKeys.Guest} and {DemoKeys.Visitor} have no account: Ada has shared her key to Unit 12 with them, and sees them under My keys.
          Ben's phone signs in once with the code {Code}
          It is in his link too: use it there or below.

        Try, in another terminal with a Unix shell, in this order:

        1. Ada's key opens the gate. Ben's is refused as expired.
          {Open(ActiveKey)}
          {Open(ExpiredKey)}

        2. After the gateway's next visit, within 15 s, Activity shows both. The Users tab shows Ben as Expired:
          {Portal}/Activity
          {Portal}/Users?filter=Expired

        3. Ben's phone signs in, passes the security check, and gets new keys.
          TOKEN=$(curl -sS {Json} -d '{SignIn}' {Portal}/api/sign-in | {FindToken})
          curl -sS {Json} -H "Authorization: Bearer $TOKEN" -d '{Body("")}' -o "{AnswerFile}" {Portal}/api/keys

        4. The gate admits Ben. The Users tab shows his key as active.
          dotnet run --project FacilityDemo -- phone-keys "{AnswerFile}"
          {Open($"{AnswerFile}.{GateId}.key")}

        5. The phone asks what it may do, and what it can carry to the gate.
          curl -sS -H "Authorization: Bearer $TOKEN" {Portal}/api/me
          curl -sS {Json} -H "Authorization: Bearer $TOKEN" -d '{Body($"\"locks\":[{Body($"\"lockId\":{GateId}")}]")}' {Portal}/api/carry
        """;

    private string SignIn => Body($"\"code\":\"{Code}\",\"deviceName\":\"Ben by hand\"");

    private static string LineOf(Entry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"  {entry.Name}, number {entry.Id}, at {entry.Address}");

    private string Open(string key) => $"{Lockctl} open \"Exit gate\" --virtual {Gate} --facility \"{FacilityFile}\" --key \"{key}\"";

    private static string Body(string fields) => $"{{{fields}}}";

    private static string Lines(IEnumerable<string> lines) => string.Join(Environment.NewLine, lines);
}
