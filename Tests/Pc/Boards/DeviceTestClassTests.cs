using System;
using System.Linq;
using System.Reflection;

namespace LockFirmware.Tests.Pc.Boards;

/// <summary>The test classes that also run on a board: its launcher calls a test method without an instance.</summary>
[TestClass]
public class DeviceTestClassTests
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const string PcOnly = "LockFirmware.Tests.Pc.";

    [TestMethod]
    public void A_test_class_of_the_device_has_no_instance_members_but_its_tests()
    {
        Type[] classes = [.. typeof(DeviceTestClassTests).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(TestClassAttribute), false) && !type.FullName!.StartsWith(PcOnly))];
        Assert.IsGreaterThan(50, classes.Length);
        string[] offending =
            [.. classes.SelectMany(type => type.GetMembers(Declared).Where(NeedsInstance).Select(member => $"{type.Name}.{member.Name}"))];
        Assert.IsEmpty(offending, string.Join(", ", offending));
    }

    private static bool NeedsInstance(MemberInfo member) => member switch
    {
        FieldInfo => true,
        ConstructorInfo constructor => constructor.GetParameters().Length > 0,
        MethodInfo method => !method.IsDefined(typeof(TestMethodAttribute), false),
        _ => false,
    };
}
