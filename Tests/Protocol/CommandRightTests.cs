using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Feedback;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>The whole table of commands and rights.</summary>
[TestClass]
public class CommandRightTests
{
    private const int RightCount = 9;

    [TestMethod]
    public void Each_command_is_admitted_with_exactly_the_rights_of_the_table()
    {
        LockRig rig = new LockRig();
        for (int command = 1; command <= CommandSamples.CommandCount; command++)
        {
            if (command == (int)Command.Provision)
                continue;
            for (int right = 0; right < RightCount; right++)
                AssertOne(rig, (Command)command, (Rights)(1 << right));
            AssertOne(rig, (Command)command, Rights.None);
            AssertOne(rig, (Command)command, Rights.All);
            AssertOne(rig, (Command)command, (Rights)((int)Rights.All & ~CommandSamples.NeededRights[command]));
        }
    }

    [TestMethod]
    public void A_reset_is_admitted_with_right_provision_alone()
    {
        for (int right = 0; right < RightCount; right++)
            AssertOne(new LockRig(), Command.Provision, (Rights)(1 << right));
        AssertOne(new LockRig(), Command.Provision, (Rights)((int)Rights.All & ~(int)Rights.Provision));
        LockRig rig = new LockRig();
        AssertOne(rig, Command.Provision, Rights.All);
        Assert.IsFalse(rig.Engine.Memory.Identity.IsProvisioned, "reset");
    }

    [TestMethod]
    public void A_refused_command_does_nothing()
    {
        LockRig rig = new LockRig();
        for (int command = 1; command <= CommandSamples.CommandCount; command++)
        {
            int needed = CommandSamples.NeededRights[command];
            if (needed == 0)
                continue;
            RigMark mark = new RigMark(rig);
            Grant grant = LockRig.NewGrant((Rights)((int)Rights.All & ~needed));
            Assert.AreEqual((int)Status.NotPermitted, (int)CommandSamples.Ask(rig, (Command)command, grant, null),
                "command " + command.ToString());
            mark.AssertUntouched("command " + command.ToString());
            Assert.AreEqual(0, rig.Reply.BodyLength, "body of command " + command.ToString());
        }
        rig.Advance(3000);
        Assert.AreEqual((int)Signal.None, (int)rig.Engine.Feedback.Showing, "not identified");
    }

    [TestMethod]
    public void A_guest_gets_only_what_unlock_and_hold_open_allow()
    {
        Grant grant = LockRig.NewGrant(Rights.All);
        for (int command = 1; command <= CommandSamples.CommandCount; command++)
        {
            int needed = CommandSamples.NeededRights[command];
            bool admitted = needed == 0 || (needed & (int)Rights.Shareable) != 0;
            LockRig rig = new LockRig();
            Status status = CommandSamples.Ask(rig, (Command)command, grant, CommandSamples.NewShare(Rights.All));
            Assert.AreEqual(admitted ? (int)Status.Ok : (int)Status.NotPermitted, (int)status, "command " + command.ToString());
            Assert.IsTrue(rig.IsProven, "proven, command " + command.ToString());
            if (command == (int)Command.Status)
                Assert.AreEqual(11, rig.Reply.BodyLength, "a guest sees of the status the door, and whether it opens");
        }
    }

    [TestMethod]
    public void A_guests_own_rights_bound_it_as_well()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant(Rights.All);
        Assert.AreEqual((int)Status.NotPermitted,
            (int)CommandSamples.Ask(rig, Command.Unlock, grant, CommandSamples.NewShare(Rights.HoldOpen)), "unlock");
        Assert.AreEqual((int)Status.NotPermitted,
            (int)CommandSamples.Ask(rig, Command.HoldOpen, grant, CommandSamples.NewShare(Rights.Unlock)), "hold open");
        Assert.AreEqual((int)Status.NotPermitted, (int)CommandSamples.Ask(rig, Command.Unlock, grant, CommandSamples.NewShare(Rights.None)),
            "nothing shared");
        Grant narrow = LockRig.NewGrant(Rights.Share | Rights.HoldOpen);
        Assert.AreEqual((int)Status.NotPermitted, (int)CommandSamples.Ask(rig, Command.Unlock, narrow, CommandSamples.NewShare(Rights.All)),
            "more than the holder has");
    }

    [TestMethod]
    public void Rights_to_override_and_to_do_without_a_clock_do_not_pass_to_a_guest()
    {
        Grant grant = LockRig.NewGrant(Rights.All);
        Share share = CommandSamples.NewShare(Rights.All);
        LockRig rig = new LockRig();
        NoticeBuilder overlock = new NoticeBuilder(LockRig.LockId, 1, 0, LockRig.Noon);
        overlock.Overlock(true);
        rig.Deliver(overlock);
        Assert.AreEqual((int)Status.Overlocked, (int)CommandSamples.Ask(rig, Command.Unlock, grant, share), "overlock");
        Assert.AreEqual((int)Status.Ok, (int)CommandSamples.Ask(rig, Command.Unlock, grant, null), "overlock, the holder");
        NoticeBuilder lockdown = new NoticeBuilder(LockRig.LockId, 2, 1, LockRig.Noon);
        lockdown.Overlock(false);
        lockdown.Lockdown(true);
        rig.Deliver(lockdown);
        Assert.AreEqual((int)Status.Lockdown, (int)CommandSamples.Ask(rig, Command.Unlock, grant, share), "lockdown");
        rig.CutPower();
        Assert.AreEqual((int)Status.ClockUnknown, (int)CommandSamples.Ask(rig, Command.Unlock, grant, share), "no clock");
        Assert.AreEqual((int)Status.Ok, (int)CommandSamples.Ask(rig, Command.Unlock, grant, null), "no clock, the holder");
    }

    [TestMethod]
    public void Unknown_commands_are_refused_unkeyed_whatever_the_rights()
    {
        LockRig rig = new LockRig();
        RigMark mark = new RigMark(rig);
        for (int command = 0; command < 256; command++)
        {
            if (command >= 1 && command <= CommandSamples.CommandCount)
                continue;
            Status status = rig.Ask((Command)command, LockRig.NewGrant(Rights.All));
            Assert.AreEqual((int)Status.UnknownCommand, (int)status, "command " + command.ToString());
            Assert.IsTrue(rig.Reply.IsUnkeyed, "unkeyed");
        }
        mark.AssertUntouched("unknown commands");
    }

    [TestMethod]
    public void Commands_that_need_a_key_are_malformed_without_one()
    {
        LockRig rig = new LockRig();
        RigMark mark = new RigMark(rig);
        for (int command = 1; command <= CommandSamples.CommandCount; command++)
        {
            if (CommandSamples.NeededRights[command] == 0)
                continue;
            rig.ReadChallenge();
            byte[] body = CommandSamples.BodyOf((Command)command, rig);
            Status status = rig.Send(rig.Make((Command)command, null, null, body));
            Assert.AreEqual((int)Status.Malformed, (int)status, "command " + command.ToString());
        }
        mark.AssertUntouched("commands without a key");
    }

    [TestMethod]
    public void Bodies_of_the_wrong_length_are_malformed()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant(Rights.All);
        RigMark mark = new RigMark(rig);
        for (int command = 1; command <= CommandSamples.CommandCount; command++)
        {
            rig.ReadChallenge();
            int length = CommandSamples.BodyOf((Command)command, rig).Length;
            bool isVariable = command == (int)Command.Manage || command == (int)Command.Deliver;
            AssertMalformed(rig, (Command)command, grant, isVariable ? 380 : length + 1);
            if (length > 0)
                AssertMalformed(rig, (Command)command, grant, isVariable ? 0 : length - 1);
        }
        mark.AssertUntouched("wrong lengths");
    }

    private static void AssertMalformed(LockRig rig, Command command, Grant grant, int length) =>
        Assert.AreEqual((int)Status.Malformed, (int)rig.Ask(command, grant, new byte[length]),
            "command " + ((int)command).ToString() + ", body of " + length.ToString());

    private static void AssertOne(LockRig rig, Command command, Rights rights)
    {
        rig.Advance(1000);
        int needed = CommandSamples.NeededRights[(int)command];
        bool admitted = needed == 0 || (needed & (int)rights) != 0;
        string what = "command " + ((int)command).ToString() + ", rights " + ((int)rights).ToString();
        Status status = CommandSamples.Ask(rig, command, LockRig.NewGrant(rights), null);
        Assert.AreEqual(admitted ? (int)Status.Ok : (int)Status.NotPermitted, (int)status, what);
        Assert.IsTrue(rig.IsProven, what + ": proven");
    }
}
