using System.Linq;
using LockFirmware.ImageSize;
using LockFirmware.TestKit.Repository;
using LockFirmware.Tests.Pc.Boards;

namespace LockFirmware.Tests.Pc.Budget;

/// <summary>How large the image of the firmware is (docs/performance.md, Images).</summary>
[TestClass]
public class ImageBudgetTests
{
    // The estimate is about 1 % above the real size.
    private const int ImageBytesMax = 98_304;
    private const int StringBytesMax = 65_535;

    [TestMethod]
    public void KeyCrypto_and_LockController_together_keep_the_budget()
    {
        // The boards differ in constants only.
        ImageTables image = Firmware.Image(RepositoryFiles.Root, BoardSources.RealNames.First());
        Assert.AreEqual("LockController", image.Name);
        Assert.IsLessThanOrEqualTo(ImageBytesMax, image.ImageBytes);
        Assert.IsGreaterThan(20_000, image.CodeBytes);
        Assert.IsLessThanOrEqualTo(StringBytesMax, image.NameBytes + image.LiteralBytes);
    }
}
