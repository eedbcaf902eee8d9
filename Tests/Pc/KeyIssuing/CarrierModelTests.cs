using System;
using System.Globalization;
using LockFirmware.Tests.Pc.Access;

namespace LockFirmware.Tests.Pc.KeyIssuing;

/// <summary>
/// A facility, a lock and carriers who deliver late, twice, out of order or not at all, drawn from a seed. A plain model holds what
/// the office has said.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class CarrierModelTests
{
    private const int LifeCount = 60;
    private const int StepCount = 150;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Whatever_the_carriers_do_every_item_is_applied_as_intended()
    {
        int seed = TestSeed.Draw(TestContext);
        for (int life = 0; life < LifeCount; life++)
        {
            var world = new CarrierWorld(unchecked(seed + life));
            try
            {
                for (int step = 0; step < StepCount; step++)
                    world.Step();
                world.Finish();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{TestSeed.Variable}={seed + life}"),
                    exception);
            }
        }
    }
}
