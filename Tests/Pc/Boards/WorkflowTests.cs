using System.Linq;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Boards;

/// <summary>The workflows build every board.</summary>
[TestClass]
public class WorkflowTests
{
    [TestMethod]
    [DataRow("ci.yml")]
    [DataRow("release.yml")]
    public void Every_real_board_is_built(string workflow) => StringAssert.Contains(
        RepositoryFiles.Read($".github/workflows/{workflow}"),
        $"board: [{string.Join(", ", BoardSources.RealNames.OrderBy(name => name, System.StringComparer.Ordinal))}]");
}
