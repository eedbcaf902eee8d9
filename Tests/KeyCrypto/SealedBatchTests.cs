using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The sealed batch: layout, strict reading; a carrier can neither read nor change it.</summary>
[TestClass]
public sealed class SealedBatchTests
{
    [TestMethod]
    public void A_batch_has_32_bytes_and_16_for_each_of_at_most_28_events()
    {
        Assert.AreEqual(32, SealedBatch.HeaderSize, "header");
        Assert.AreEqual(28, SealedBatch.CountMax, "most");
        for (int count = 0; count <= SealedBatch.CountMax; count++)
            Assert.AreEqual(32 + (16 * count), Seal(count).Length, "length");
    }

    [TestMethod]
    public void The_header_is_legible_and_the_events_are_not()
    {
        byte[] batch = Seal(2);
        CollectionAssert.AreEqual(Hex.Parse("0100000002000300000004000000" + "0500"), Bytes.Copy(batch, 0, 16), "header");
        Assert.AreEqual(5, (int)SealedBatch.ClaimedGeneration(batch), "generation");
        Assert.AreEqual(0, (int)SealedBatch.ClaimedGeneration(new byte[31]), "too short");
        Assert.IsFalse(Bytes.AreEqual(Hex.Count(0, 32), 0, batch, 32, 16), "first event");
        Assert.IsFalse(Bytes.AreEqual(Hex.Count(0, 32), 16, batch, 48, 16), "second event");
    }

    [TestMethod]
    public void A_batch_opens_to_what_was_sealed()
    {
        for (int count = 0; count <= SealedBatch.CountMax; count += 7)
        {
            SealedBatch batch = new SealedBatch();
            Assert.IsTrue(batch.TryOpen(Secrets(), Seal(count)), "opens");
            Assert.AreEqual(1u, batch.First, "first");
            Assert.AreEqual(count, (int)batch.Count, "count");
            Assert.AreEqual(3u, batch.Head, "head");
            Assert.AreEqual(4u, batch.BootCount, "boot count");
            Assert.AreEqual(5, (int)batch.Generation, "generation");
            CollectionAssert.AreEqual(Hex.Count(0, 16 * count), batch.Events, "events");
        }
    }

    [TestMethod]
    public void Every_changed_bit_of_a_batch_is_found()
    {
        byte[] batch = Seal(2);
        LockSecrets secrets = Secrets();
        for (int bit = 0; bit < batch.Length * 8; bit++)
            Assert.IsFalse(new SealedBatch().TryOpen(secrets, Hex.Flip(batch, bit)), "bit " + bit.ToString());
    }

    [TestMethod]
    public void A_batch_of_any_other_length_is_refused()
    {
        byte[] batch = Seal(1);
        LockSecrets secrets = Secrets();
        for (int length = 0; length <= batch.Length + 17; length++)
            Assert.AreEqual(length == batch.Length, new SealedBatch().TryOpen(secrets, Hex.Resize(batch, length)),
                "length " + length.ToString());
    }

    [TestMethod]
    public void Another_locks_secrets_do_not_open_it() =>
        Assert.IsFalse(new SealedBatch().TryOpen(new LockSecrets(Hex.Count(7, 32)), Seal(1)), "another lock");

    private static LockSecrets Secrets() => new LockSecrets(Samples.LockSecret);

    private static byte[] Seal(int count)
    {
        byte[] batch = new byte[SealedBatch.HeaderSize + (16 * count)];
        Bytes.Append(batch, SealedBatch.HeaderSize, Hex.Count(0, 16 * count));
        int length = SealedBatch.Seal(batch, 0, Secrets(), 1, (ushort)count, 3, 4, 5);
        return Bytes.Copy(batch, 0, length);
    }
}
