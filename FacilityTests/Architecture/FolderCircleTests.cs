namespace LockFirmware.FacilityTests.Architecture;

/// <summary>No two folders of a project use each other, directly or through others.</summary>
[TestClass]
public class FolderCircleTests
{
    [TestMethod]
    [DataRow("KeyCrypto", "KeyCrypto")]
    [DataRow("KeyIssuing", "KeyIssuing")]
    [DataRow("LockController", "LockController")]
    [DataRow("LockLink", "LockLink")]
    [DataRow("Installer", "lockctl")]
    [DataRow("Facility", "facility")]
    [DataRow("FacilityDemo", "facility-demo")]
    [DataRow("boards/virtual", "virtual-lock")]
    [DataRow("boards/virtual/Radio", "VirtualRadio")]
    [DataRow("TestKit", "LockFirmware.TestKit")]
    public void The_folders_of_a_project_make_no_circle(string project, string assembly)
    {
        string[] circles = [.. Folders.Circles(Folders.Arrows(project, assembly))];
        Assert.IsEmpty(circles, $"{project}:\n{string.Join('\n', circles)}");
    }
}
