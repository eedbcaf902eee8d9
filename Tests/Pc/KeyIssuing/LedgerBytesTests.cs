using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.KeyIssuing;

/// <summary>A ledger as bytes, as the database stores it.</summary>
[TestClass]
public class LedgerBytesTests
{
    [TestMethod]
    public void A_ledger_of_any_other_length_or_version_is_refused()
    {
        byte[] bytes = Filled().ToBytes();
        LockLedger ledger = new LockLedger(1, 1);
        for (int length = 0; length < bytes.Length; length++)
            Assert.IsFalse(ledger.TryRead(Bytes.Copy(bytes, 0, length)), "cut short");
        byte[] longer = new byte[bytes.Length + 1];
        Bytes.Append(longer, 0, bytes);
        Assert.IsFalse(ledger.TryRead(longer), "one more");
        bytes[0]++;
        Assert.IsFalse(ledger.TryRead(bytes), "another version");
    }

    [TestMethod]
    public void A_changed_byte_is_refused_or_read_as_it_stands()
    {
        byte[] bytes = Filled().ToBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = (byte[])bytes.Clone();
            changed[i] ^= (byte)(1 << (i & 7));
            LockLedger ledger = new LockLedger(1, 1);
            if (ledger.TryRead(changed))
                CollectionAssert.AreEqual(changed, ledger.ToBytes(), "no second form of the same");
        }
    }

    [TestMethod]
    public void It_holds_no_secret_in_the_clear()
    {
        GatewayBench bench = new GatewayBench();
        ushort next = bench.Ledger.NextGeneration();
        bench.Ledger.Rekey(next);
        bench.MakeNotices();
        byte[] bytes = bench.Ledger.ToBytes();
        byte[] secret = bench.Secrets.SecretsOf(next)!.LockSecret;
        for (int i = 0; i + secret.Length <= bytes.Length; i++)
            Assert.IsFalse(Bytes.AreEqual(bytes, i, secret, 0, secret.Length), "the next secret");
    }

    private static LockLedger Filled()
    {
        GatewayBench bench = new GatewayBench();
        bench.Record(60);
        bench.Take(bench.Read(1));
        bench.Take(bench.Read(40));
        bench.Ledger.ReleaseEvents();
        bench.Ledger.RevokeHolder(1, LockRig.Noon, LockRig.Noon);
        bench.MakeNotices();
        bench.Ledger.Rekey(bench.Ledger.NextGeneration());
        bench.Ledger.Overlock(true);
        bench.MakeNotices();
        bench.Ledger.SetTenancy(4);
        return bench.Ledger;
    }
}
