using System;
using System.IO;
using System.Linq;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Gpio;
using LockFirmware.LockLink;
using LockFirmware.Tests.Pc.Boards;
using LockFirmware.VirtualBoard.Facility;

namespace LockFirmware.Tests.Pc.Demo;

/// <summary>What boards/virtual/README.md claims in bytes and numbers.</summary>
[TestClass]
public class ReadmeTests
{
    [TestMethod]
    public void The_worked_example_of_the_readme_is_what_the_facility_issues()
    {
        FacilityFile facility = FacilityParser.Load(ProgramRun.DemoFile);
        KeyEntry entry = facility.Keys.Single(key => key.Grant.KeyId == 1001);
        LockSecrets secrets = Issuer.SecretsOf(facility, entry.Lock);
        PhoneKey key = Issuer.KeyOf(facility, entry);
        ShowsHex("facilitySecret", facility.Secret);
        ShowsHex("lockSecret", secrets.LockSecret);
        ShowsHex("keyMinter", secrets.KeyMinter);
        ShowsHex("grant", key.Grant);
        ShowsHex("holderSecret", key.Secret);
    }

    [TestMethod]
    public void The_readme_names_every_characteristic_pin_and_event()
    {
        string readme = Readme();
        foreach (Guid uuid in new[] { LockUuids.Service, LockUuids.Identity, LockUuids.Challenge, LockUuids.Request, LockUuids.Reply })
            StringAssert.Contains(readme, uuid.ToString(), "uuid");
        foreach (EventKind kind in Enum.GetValues<EventKind>())
            StringAssert.Contains(readme, $"| {(int)kind} | {kind} |", kind.ToString());
        foreach (int pin in BoardSources.Fitted(BoardSources.Constants("virtual")).Values)
            StringAssert.Contains(readme, $"| GPIO {pin} |", "pin");
    }

    private static void ShowsHex(string name, byte[] bytes)
    {
        string shown = string.Concat(Readme().Where(c => !char.IsWhiteSpace(c)));
        StringAssert.Contains(shown, $"{name}={Convert.ToHexStringLower(bytes)}", name);
    }

    private static string Readme() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "virtual-board-readme.md"));
}
