using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>The event slot of the platform: answers that come too late, twice, or to the wrong event.</summary>
[TestClass]
public class EventSlotTests
{
    [TestMethod]
    public void An_unanswered_request_costs_two_seconds_and_then_unlikely_error()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        phone.Write(RadioBench.SinkUuid, [1]);
        long beforeMs = bench.Time.NowMs;

        bench.MissWrite(phone);

        Assert.AreEqual(2000 + bench.Time.ConnectionIntervalMs, bench.Time.NowMs - beforeMs);
        Assert.IsFalse(bench.Air.IsDead);
        Assert.IsTrue(phone.Write(RadioBench.SinkUuid, [1]).Ok);
    }

    [TestMethod]
    public void A_parked_read_may_be_answered_by_another_thread_within_the_two_seconds()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        GattReadRequest? parked = null;
        bench.OnRead = request => parked = request;
        bench.Time.Pump = () =>
        {
            if (parked == null || bench.Time.NowMs < 1500)
                return;
            parked.RespondWithValue(RadioBench.BufferOf(5));
            parked = null;
        };

        CollectionAssert.AreEqual(new byte[] { 5 }, phone.Read(RadioBench.SourceUuid).Value);
        Assert.AreEqual(1500, bench.Time.NowMs);
        bench.AssertFaults();
    }

    [TestMethod]
    public void A_write_answered_again_leaks_the_mutex_once_and_the_radio_answers_nothing_more()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        bench.OnWrite = request =>
        {
            request.Respond();
            request.Respond();
            request.Respond();
        };

        Assert.IsTrue(phone.Write(RadioBench.SinkUuid, [1]).Ok);
        bench.AssertFaults(RadioFaultKind.MutexLeaked);
        AssertIsDead(bench, phone);
    }

    [TestMethod]
    public void A_write_answered_and_refused_leaks_the_mutex()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        bench.OnWrite = request =>
        {
            request.Respond();
            request.RespondWithProtocolError(0x80);
        };

        phone.Write(RadioBench.SinkUuid, [1]);

        AssertIsDead(bench, phone);
    }

    [TestMethod]
    public void A_write_answered_during_a_later_event_leaks_the_mutex_and_that_event_gets_no_answer()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        GattWriteRequest late = bench.MissWrite(phone);
        bench.OnRead = request =>
        {
            late.Respond();
            request.RespondWithValue(RadioBench.BufferOf(1));
        };

        Assert.AreEqual(AttError.UnlikelyError, phone.Read(RadioBench.SourceUuid).Error);
        bench.AssertFaults(RadioFaultKind.MutexLeaked);
        AssertIsDead(bench, phone);
    }

    [TestMethod]
    public void A_late_write_answer_after_another_event_leaks_the_mutex()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        GattWriteRequest late = bench.MissWrite(phone);
        phone.Read(RadioBench.SourceUuid);

        late.RespondWithProtocolError(0x80);

        AssertIsDead(bench, phone);
    }

    [TestMethod]
    public void A_late_write_answer_before_the_next_event_happens_to_do_no_harm()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        GattWriteRequest late = bench.MissWrite(phone);

        late.Respond();

        bench.AssertFaults(RadioFaultKind.LateWriteAnswer);
        Assert.IsFalse(bench.Air.IsDead);
        Assert.AreEqual(AttError.UnlikelyError, AnswerOfMissedRead(bench, phone));
    }

    [TestMethod]
    public void A_late_read_answer_before_the_next_event_writes_into_freed_memory()
    {
        RadioBench bench = new();
        GattReadRequest late = bench.MissRead(bench.Connect());

        late.RespondWithValue(RadioBench.BufferOf(1));

        bench.AssertFaults(RadioFaultKind.StaleContext);
    }

    [TestMethod]
    public void A_late_read_refusal_touches_nothing()
    {
        RadioBench bench = new();
        GattReadRequest late = bench.MissRead(bench.Connect());

        late.RespondWithProtocolError(0x80);

        bench.AssertFaults();
    }

    [TestMethod]
    public void A_late_read_answer_after_a_newer_event_is_ignored()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        GattReadRequest late = bench.MissRead(phone);
        phone.Write(RadioBench.SinkUuid, [1]);

        late.RespondWithValue(RadioBench.BufferOf(1));

        bench.AssertFaults();
        Assert.IsTrue(phone.Read(RadioBench.SourceUuid).Ok);
    }

    [TestMethod]
    public void A_read_answered_twice_keeps_its_first_answer()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        bench.OnRead = request =>
        {
            request.RespondWithValue(RadioBench.BufferOf(1));
            request.RespondWithValue(RadioBench.BufferOf(2));
        };

        CollectionAssert.AreEqual(new byte[] { 1 }, phone.Read(RadioBench.SourceUuid).Value);
        bench.AssertFaults();
    }

    [TestMethod]
    public void The_bytes_of_a_write_are_gone_once_the_radio_gave_up()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        GattWriteRequestedEventArgs? late = null;
        bench.OnWrite = _ => { };
        bench.Sink.WriteRequested += (_, args) => late = args;
        phone.Write(RadioBench.SinkUuid, [1, 2, 3]);

        Assert.AreEqual(0u, late!.GetRequest().Value.Length);
        bench.AssertFaults(RadioFaultKind.StaleContext);
    }

    [TestMethod]
    public void Power_off_and_on_revives_a_dead_radio_and_keeps_the_record()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        GattWriteRequest late = bench.MissWrite(phone);
        phone.Read(RadioBench.SourceUuid);
        late.Respond();

        bench.Air.PowerOff();
        bench.Boot();

        Assert.IsFalse(bench.Air.IsDead);
        Assert.IsTrue(bench.Connect().Write(RadioBench.SinkUuid, [1]).Ok);
        bench.AssertFaults(RadioFaultKind.MutexLeaked);
    }

    private static byte AnswerOfMissedRead(RadioBench bench, VirtualCentral phone)
    {
        bench.OnRead = _ => { };
        return phone.Read(RadioBench.SourceUuid).Error;
    }

    private static void AssertIsDead(RadioBench bench, VirtualCentral phone)
    {
        Assert.IsTrue(bench.Air.IsDead);
        bench.OnWrite = _ => Assert.Fail();
        bench.OnRead = _ => Assert.Fail();
        long beforeMs = bench.Time.NowMs;
        Assert.AreEqual(AttError.UnlikelyError, phone.Write(RadioBench.SinkUuid, [1]).Error);
        Assert.AreEqual(1000 + bench.Time.ConnectionIntervalMs, bench.Time.NowMs - beforeMs);
        Assert.AreEqual(AttError.UnlikelyError, phone.Read(RadioBench.FixedUuid).Error);

        phone.Disconnect();
        Assert.AreEqual(AttError.UnlikelyError, bench.Connect().Read(RadioBench.SourceUuid).Error);
        Assert.HasCount(1, bench.Air.Faults);
    }
}
