using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The facility's time and the answer to Here: no bit of them, nor of the challenge, can be changed.</summary>
[TestClass]
public sealed class StampTests
{
    private const uint Utc = 0x31323334;

    [TestMethod]
    public void A_time_opens_to_what_was_made()
    {
        byte[] time = FacilityTime.Make(Samples.LockSecret, Samples.ChallengeFrame(), Utc);
        Assert.AreEqual(20, time.Length, "length");
        Assert.IsTrue(Opens(time, Samples.ChallengeFrame()), "opens");
        FacilityTime.TryOpen(Samples.LockSecret, Samples.ChallengeFrame(), time, 0, out uint utc);
        Assert.AreEqual(Utc, utc, "utc");
    }

    [TestMethod]
    public void Every_changed_bit_of_a_time_or_its_challenge_voids_it()
    {
        byte[] time = FacilityTime.Make(Samples.LockSecret, Samples.ChallengeFrame(), Utc);
        for (int bit = 0; bit < time.Length * 8; bit++)
            Assert.IsFalse(Opens(Hex.Flip(time, bit), Samples.ChallengeFrame()), "time, bit " + bit.ToString());
        for (int bit = 0; bit < ChallengeFrame.Size * 8; bit++)
            Assert.IsFalse(Opens(time, Hex.Flip(Samples.ChallengeFrame(), bit)), "challenge, bit " + bit.ToString());
    }

    [TestMethod]
    public void An_answer_to_Here_is_21_bytes_and_genuine()
    {
        byte[] answer = Answer();
        Assert.AreEqual(21, answer.Length, "length");
        CollectionAssert.AreEqual(Hex.Parse("3433323106"), Bytes.Copy(answer, 0, 5), "time and state");
        Assert.IsTrue(IsGenuine(answer, Hex.Count(0, 16), Samples.ChallengeFrame()), "genuine");
    }

    [TestMethod]
    public void Every_changed_bit_of_an_answer_or_of_either_challenge_voids_it()
    {
        byte[] answer = Answer();
        for (int bit = 0; bit < answer.Length * 8; bit++)
            Assert.IsFalse(IsGenuine(Hex.Flip(answer, bit), Hex.Count(0, 16), Samples.ChallengeFrame()), "answer, bit " + bit.ToString());
        for (int bit = 0; bit < 16 * 8; bit++)
            Assert.IsFalse(IsGenuine(answer, Hex.Flip(Hex.Count(0, 16), bit), Samples.ChallengeFrame()),
                "server challenge, bit " + bit.ToString());
        for (int bit = 0; bit < ChallengeFrame.Size * 8; bit++)
            Assert.IsFalse(IsGenuine(answer, Hex.Count(0, 16), Hex.Flip(Samples.ChallengeFrame(), bit)),
                "challenge, bit " + bit.ToString());
    }

    [TestMethod]
    public void An_answer_of_any_other_length_is_refused()
    {
        for (int length = 0; length <= 30; length++)
            Assert.AreEqual(length == 21, IsGenuine(Hex.Resize(Answer(), length), Hex.Count(0, 16), Samples.ChallengeFrame()),
                "length " + length.ToString());
    }

    private static byte[] Answer()
    {
        byte[] answer = new byte[HereAnswer.Size];
        HereAnswer.Write(answer, 0, Samples.LockSecret, Hex.Count(0, 16), 0, Samples.ChallengeFrame(), Utc, 6);
        return answer;
    }

    private static bool Opens(byte[] time, byte[] challengeFrame) =>
        FacilityTime.TryOpen(Samples.LockSecret, challengeFrame, time, 0, out _);

    private static bool IsGenuine(byte[] answer, byte[] serverChallenge, byte[] challengeFrame) =>
        HereAnswer.IsGenuine(Samples.LockSecret, serverChallenge, challengeFrame, answer);
}
