using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

/// <summary>A change of the lock's state and its events are stored together or not at all.</summary>
[TestClass]
public class StateTransactionTests
{
    private const uint KeyId = 7;

    [TestMethod]
    public void A_change_and_its_events_are_stored_together()
    {
        RigBoard board = new RigBoard(64);
        LockMemory memory = Open(board);
        StateTransaction transaction = Begin(board, memory);
        Assert.IsTrue(transaction.TryCommit(0), "committed");
        Assert.AreEqual(5, (int)Open(board).State.Tenancy, "stored");
        Assert.AreEqual(1, (int)board.Head, "one event in the trail");
    }

    [TestMethod]
    public void A_change_that_cannot_be_stored_is_read_back()
    {
        RigBoard board = new RigBoard(64);
        LockMemory memory = Open(board);
        StateTransaction transaction = Begin(board, memory);
        board.IsBroken = true;
        Assert.IsFalse(transaction.TryCommit(0), "not committed");
        CheckUnchanged(board, memory);
    }

    [TestMethod]
    public void A_change_of_the_state_that_cannot_be_stored_is_read_back()
    {
        RigBoard board = new RigBoard(64);
        LockMemory memory = Open(board);
        StateTransaction transaction = Begin(board, memory);
        board.RecordsThrow = true;
        Assert.IsFalse(transaction.TryStoreState(), "not stored");
        CheckUnchanged(board, memory);
    }

    [TestMethod]
    public void A_change_that_an_exception_ended_is_discarded()
    {
        RigBoard board = new RigBoard(64);
        LockMemory memory = Open(board);
        StateTransaction transaction = Begin(board, memory);
        transaction.DiscardUnfinished();
        CheckUnchanged(board, memory);
    }

    [TestMethod]
    public void A_change_whose_storing_an_exception_ended_is_discarded()
    {
        RigBoard board = new RigBoard(64);
        LockMemory memory = new LockMemory(board, LockRig.Secret(1), new ThrowingSink());
        StateTransaction transaction = Begin(board, memory);
        board.RecordsThrow = true;
        Assert.IsTrue(Throws(transaction), "an exception while the change is stored");
        board.RecordsThrow = false;
        transaction.DiscardUnfinished();
        CheckUnchanged(board, memory);
    }

    [TestMethod]
    public void A_stored_change_is_not_discarded()
    {
        RigBoard board = new RigBoard(64);
        LockMemory memory = Open(board);
        StateTransaction transaction = Begin(board, memory);
        transaction.TryCommit(0);
        memory.State.Tenancy = 6;
        transaction.DiscardUnfinished();
        Assert.AreEqual(6, (int)memory.State.Tenancy, "no transaction was open");
    }

    [TestMethod]
    public void No_change_begins_while_the_events_of_the_last_one_cannot_be_written()
    {
        RigBoard board = new RigBoard(64);
        LockMemory memory = Open(board);
        StateTransaction transaction = Begin(board, memory);
        board.EventsThrow = true;
        Assert.IsTrue(transaction.TryCommit(0), "stored; its event follows later");
        Assert.IsFalse(transaction.TryBegin(0), "begun");
        board.EventsThrow = false;
        Assert.IsTrue(transaction.TryBegin(0), "begun when the trail can be written");
        Assert.AreEqual(1, (int)board.Head, "the event of the last change");
    }

    private static LockMemory Open(RigBoard board) => new LockMemory(board, LockRig.Secret(1));

    /// <summary>Stores the first state, then begins a change of it.</summary>
    private static StateTransaction Begin(RigBoard board, LockMemory memory)
    {
        Assert.IsTrue(memory.SaveAll(), "the first state");
        LockClock clock = new LockClock();
        clock.Start(0, 0, 0, 0, 0);
        StateTransaction transaction = new StateTransaction(memory, new EventJournal(board, clock, memory));
        Assert.IsTrue(transaction.TryBegin(0), "begun");
        memory.State.Tenancy = 5;
        transaction.Enqueue(EventKind.AccessGranted, 0, KeyId, 0, 0);
        return transaction;
    }

    private static bool Throws(StateTransaction transaction)
    {
        try
        {
            transaction.TryCommit(0);
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    private static void CheckUnchanged(RigBoard board, LockMemory memory)
    {
        Assert.AreEqual(0, (int)memory.State.Tenancy, "as before");
        Assert.AreEqual(0, memory.State.PendingEvents.Count, "no pending event");
        board.IsBroken = false;
        board.RecordsThrow = false;
        Assert.IsTrue(memory.SaveAll(), "a later save");
        Assert.AreEqual(0, (int)Open(board).State.Tenancy, "does not store the change");
        Assert.AreEqual(0, (int)board.Head, "no event in the trail");
    }

    /// <summary>Stands for memory that is exhausted inside a save: an exception leaves the save.</summary>
    private sealed class ThrowingSink : IFaultSink
    {
        public void Report(Exception exception) => throw exception;

        public void ReportMemory(Exception exception) => throw exception;
    }
}
