using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Tests.Pc.Access;

/// <summary>TZ strings become zone rules; a TZ string that no rule can express is refused.</summary>
[TestClass]
public sealed class PosixZoneTests
{
    [TestMethod]
    [DataRow("UTC0", "00000000" + "0000000000" + "0000000000")]
    [DataRow("IST-5:30", "4A014A01" + "0000000000" + "0000000000")]
    [DataRow("EST5EDT,M3.2.0,M11.1.0", "D4FE10FF" + "0302067800" + "0B01067800")]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "3C007800" + "0305067800" + "0A0506B400")]
    [DataRow("IST-2IDT,M3.4.4/26,M10.5.0", "7800B400" + "0304031806" + "0A05067800")]
    [DataRow("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "88FFC4FF" + "030506C4FF" + "0A05060000")]
    [DataRow("IST-1GMT0,M10.5.0,M3.5.0/1", "3C000000" + "0A05067800" + "0305063C00")]
    [DataRow("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "76029402" + "0A01067800" + "0401067800")]
    [DataRow("AAA-24BBB-24,M1.1.1/+167:59,M12.5.6/-167:59:00", "A005A005" + "0101005F27" + "0C0505A1D8")]
    public void A_tz_string_becomes_these_bytes(string text, string expected)
    {
        Assert.AreEqual(expected, Convert.ToHexString(PosixZone.ToBytes(text)), text);
        byte[] written = new byte[ZoneRule.Size];
        PosixZone.Parse(text).WriteTo(written, 0);
        Assert.AreEqual(expected, Convert.ToHexString(written), text);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("UTC")]
    [DataRow("UT0")]
    [DataRow("<+1>1")]
    [DataRow("UTC0\n")]
    [DataRow("UTC25")]
    [DataRow("LMT-0:53:28")]
    [DataRow("CET-1CEST")]
    [DataRow("CET-1CEST,M3.5.0")]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3,")]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/168")]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/2:00:30")]
    [DataRow("CET-1CEST,M13.5.0,M10.5.0")]
    [DataRow("CET-1CEST,M0.5.0,M10.5.0")]
    [DataRow("CET-1CEST,M3.0.0,M10.5.0")]
    [DataRow("CET-1CEST,M3.6.0,M10.5.0")]
    [DataRow("CET-1CEST,M3.5.7,M10.5.0")]
    [DataRow("CET-1CEST,J60,J300")]
    [DataRow("CET-1CEST,60,300")]
    [DataRow("CET-1CEST-24:30,M3.5.0,M10.5.0")]
    public void What_a_rule_cannot_say_is_refused(string text) =>
        Assert.ThrowsExactly<FormatException>(() => PosixZone.Parse(text), text);

    [TestMethod]
    [DataRow("../Europe/Berlin")]
    [DataRow("/Europe/Berlin")]
    [DataRow("Europe//Berlin")]
    [DataRow("")]
    public void A_zone_name_does_not_leave_its_folder(string zoneId) =>
        Assert.ThrowsExactly<FormatException>(() => PosixZone.ReadFooter(zoneId), zoneId);
}
