using System.Linq;
using LockFirmware.ImageSize;
using LockFirmware.TestKit.Repository;
using LockFirmware.Tests.Pc.Boards;

namespace LockFirmware.Tests.Pc.Budget;

/// <summary>How large the images of the firmware are (docs/performance.md, Images).</summary>
[TestClass]
public class ImageBudgetTests
{
    // Bytes of both images together. The estimate lies about 1 % above the real size.
    private const int ImageBytesMax = 98_304;
    private const int StringBytesMax = 65_535;

    [TestMethod]
    public void KeyCrypto_and_LockController_together_keep_the_budget()
    {
        // The boards differ in constants only.
        ImageTables[] images = Firmware.Images(RepositoryFiles.Root, BoardSources.RealNames.First());
        Assert.AreSequenceEqual(new[] { "KeyCrypto", "LockController" }, images.Select(image => image.Name));
        Assert.IsLessThanOrEqualTo(ImageBytesMax, images.Sum(image => image.ImageBytes));
        foreach (ImageTables image in images)
        {
            Assert.IsGreaterThan(1_000, image.CodeBytes, image.Name);
            Assert.IsLessThanOrEqualTo(StringBytesMax, image.NameBytes + image.LiteralBytes, image.Name);
        }
    }
}
