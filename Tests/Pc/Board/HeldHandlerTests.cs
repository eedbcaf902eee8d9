using System;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Supervision;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualRadio;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>A radio handler that is held up for 3 s: by then the radio has given up and serves the phone's next try.</summary>
[TestClass]
public sealed class HeldHandlerTests
{
    private const byte UnlikelyError = 0x0E;

    [TestMethod]
    [Timeout(60_000)]
    public void A_write_whose_handler_is_held_for_3_s_is_not_answered_any_more_and_the_next_one_is()
    {
        using HeldTime time = new();
        VirtualAir air = new(time);
        RigBoard board = new(256);
        air.PowerOn();
        VirtualAir.Current = air;
        LockParts parts = new(board, board, board, new RigDoor(), board, LockRig.Secret(7));
        Supervisor supervisor = new(parts.Egress, board, 0);
        _ = new Firmware(parts, time, "virtual", supervisor);
        VirtualCentral central = air.Connect()!;

        time.HoldNextAnswer();
        Assert.AreEqual(UnlikelyError, central.Write(LockUuids.Request, [0xC0, 1]).Error, "the radio gave up");
        Assert.IsTrue(central.Write(LockUuids.Request, [0xC0, 1]).Ok, "the next try, made while the handler was still held");
        Assert.IsTrue(central.Write(LockUuids.Request, [0xC0, 1]).Ok);
        Assert.IsEmpty(air.Faults);
        Assert.AreEqual(0, supervisor.Radio.Faults);
    }

    /// <summary>Time in which one handler hangs between its start and its answer, until the radio has opened the next event.</summary>
    private sealed class HeldTime : IRadioTime, IUptime, IDisposable
    {
        private const int HeldMs = 3_000;
        private const int Asked = 2;

        private readonly ManualResetEventSlim _held = new();
        private readonly ManualResetEventSlim _released = new();
        private readonly AutoResetEvent _changed = new(false);
        private volatile int _toAnswer;
        private volatile bool _isHolding;
        private long _nowMs;

        public bool RunsHandlersInline => false;

        public long NowMs => Interlocked.Read(ref _nowMs);

        public long Milliseconds
        {
            get
            {
                if (_isHolding && Interlocked.Decrement(ref _toAnswer) == 0)
                {
                    _held.Set();
                    _released.Wait();
                    _isHolding = false;
                }
                return NowMs;
            }
        }

        public void HoldNextAnswer()
        {
            _toAnswer = Asked;
            _isHolding = true;
        }

        public bool WaitFor(Func<bool> done, int timeoutMs)
        {
            if (done())
                return true;
            if (_isHolding && !_held.IsSet)
            {
                _held.Wait();
                Interlocked.Add(ref _nowMs, HeldMs);
                return false;
            }
            _released.Set();
            while (!done())
                _changed.WaitOne();
            return true;
        }

        public void Transaction()
        {
        }

        public void Signal() => _changed.Set();

        public void Dispose()
        {
            _held.Dispose();
            _released.Dispose();
            _changed.Dispose();
        }
    }
}
