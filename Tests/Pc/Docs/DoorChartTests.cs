using System;
using System.Linq;
using LockFirmware.LockController.Door;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>The charts of docs/door.md show the states and transitions that the code of the door has, and no others.</summary>
[TestClass]
public sealed class DoorChartTests
{
    private static readonly Type[] Machines =
    [
        typeof(LatchDemand), typeof(RelockState), typeof(LatchCommand), typeof(LatchOutput), typeof(DoorState), typeof(BoltState),
        typeof(ResetButtonState),
    ];

    private static StateChart[] Charts => StateChart.Of(RepositoryFiles.Read("docs/door.md"));

    [TestMethod]
    public void Every_machine_has_a_chart_and_every_chart_a_machine()
    {
        CollectionAssert.AreEqual(Machines.Select(machine => machine.Name).ToArray(), Charts.Select(chart => chart.Name).ToArray());
    }

    [TestMethod]
    public void The_charts_name_the_states_of_the_code()
    {
        foreach (StateChart chart in Charts)
        {
            string[] states = [.. Enum.GetNames(Machines.Single(machine => machine.Name == chart.Name)).Order()];
            CollectionAssert.AreEqual(states, chart.States, chart.Name);
        }
    }

    [TestMethod]
    public void The_charts_show_the_transitions_of_the_code()
    {
        foreach (StateChart chart in Charts)
            Assert.AreEqual(string.Join("; ", DoorMachines.Observe(chart.Name)), string.Join("; ", chart.Transitions), chart.Name);
    }
}
