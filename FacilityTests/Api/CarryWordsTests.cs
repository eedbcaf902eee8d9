using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.FacilityTests.Api;

/// <summary>The words of POST /api/carry, which apps in use compare: they do not follow a renamed member of an enum.</summary>
[TestClass]
public sealed class CarryWordsTests
{
    [TestMethod]
    public void The_words_for_the_result_of_a_batch_stay_as_they_are() =>
        CollectionAssert.AreEqual(
            new[]
            {
                "ok", "duplicate", "gap", "rotten-event", "too-scattered", "generation-unknown", "not-authentic", "inconsistent",
                "lower-head", "lower-boot-count", "lower-generation",
            },
            Enum.GetValues<BatchStatus>().Select(status => ApiWords.Of(status)).ToArray());
}
