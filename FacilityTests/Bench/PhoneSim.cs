using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>
/// The app on a phone: calls the facility, and exchanges with locks over their radio. It knows only what the facility has given it.
/// </summary>
internal sealed class PhoneSim(PhoneStage stage) : IDisposable
{
    /// <summary>The connection to the facility.</summary>
    public HttpClient Client { get; } = stage.Bench.Anonymous();

    /// <summary>The token that it was given.</summary>
    public string Token { get; private set; } = "";

    /// <summary>The number of this phone.</summary>
    public long DeviceId { get; private set; }

    /// <summary>The keys that it was given last, by lock.</summary>
    public Dictionary<long, PhoneKey> Keys { get; } = [];

    /// <summary>The numbers of these keys, by lock.</summary>
    public Dictionary<long, long> KeyIds { get; } = [];

    /// <summary>The status of the last answer of the facility.</summary>
    public HttpStatusCode Status { get; private set; }

    /// <summary>The last refusal of the facility; null if the last call was not refused.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Signs in.</summary>
    public async Task SignInAsync(string code)
    {
        SignInAnswer? answer = await PostAsync<SignInAnswer>("/api/sign-in", new { code, deviceName = "Phone of a test" });
        Assert.IsNotNull(answer, Refusal?.Reason);
        Token = answer.Token;
        DeviceId = answer.DeviceId;
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>Calls the facility.</summary>
    /// <returns>The answer; null if the call was refused, see <see cref="Refusal"/>.</returns>
    public async Task<T?> PostAsync<T>(string path, object body) where T : class
    {
        using HttpResponseMessage answer = await Client.PostAsJsonAsync(path, body, JsonSerializerOptions.Web);
        Status = answer.StatusCode;
        Refusal = answer.IsSuccessStatusCode ? null : await answer.Content.ReadFromJsonAsync<Refusal>();
        return answer.IsSuccessStatusCode && Status != HttpStatusCode.NoContent ? await answer.Content.ReadFromJsonAsync<T>() : null;
    }

    /// <summary>Draws a challenge of the facility and has a lock answer it.</summary>
    /// <param name="entryId">The lock for which it is drawn.</param>
    /// <param name="atLockId">The lock that answers; null for the same.</param>
    public async Task<HereEvidence> HereAsync(long entryId, long? atLockId = null)
    {
        HereAnswerChallenge? drawn = await PostAsync<HereAnswerChallenge>("/api/here", new { lockId = entryId });
        Assert.IsNotNull(drawn, Refusal?.Reason);
        return await AtLockAsync(atLockId ?? entryId, async client =>
        {
            PhoneAnswer answer = await client.AskAsync(Command.Here, null, Convert.FromBase64String(drawn.ServerChallenge));
            Assert.AreEqual(KeyCrypto.Status.Ok, answer.Status);
            return new HereEvidence
            {
                LockId = entryId,
                ServerChallenge = drawn.ServerChallenge,
                ChallengeFrame = Convert.ToBase64String(answer.ChallengeFrame),
                Body = Convert.ToBase64String(answer.Body),
            };
        });
    }

    /// <summary>Asks for keys and keeps them.</summary>
    public async Task<KeysAnswer?> FetchAsync(HereEvidence? here = null)
    {
        KeysAnswer? answer = await PostAsync<KeysAnswer>("/api/keys", new { here });
        foreach (KeyAnswer key in answer?.Keys ?? [])
        {
            Keys[key.LockId] = new PhoneKey(Convert.FromBase64String(key.Grant), null, Convert.FromBase64String(key.Secret));
            KeyIds[key.LockId] = key.KeyId;
        }
        return answer;
    }

    /// <summary>Tries to open a door.</summary>
    /// <param name="lockId">The lock.</param>
    /// <param name="key">The key; null for the one that this phone has.</param>
    /// <returns>The lock's answer, proven.</returns>
    public async Task<Status> UnlockAsync(long lockId, PhoneKey? key = null)
    {
        Status status = await TryUnlockAsync(lockId, key);
        Assert.AreNotEqual(KeyCrypto.Status.NotAuthentic, status, "the lock does not know the key, so it cannot prove itself");
        return status;
    }

    /// <summary>Tries to open a door, also with a key that the lock may not know.</summary>
    /// <param name="lockId">The lock.</param>
    /// <param name="key">The key; null for the one that this phone has.</param>
    /// <returns>The lock's answer, proven unless it is NotAuthentic.</returns>
    public Task<Status> TryUnlockAsync(long lockId, PhoneKey? key = null) => AtLockAsync(lockId, async client =>
    {
        while (true)
        {
            PhoneAnswer answer = await client.AskAsync(Command.Unlock, key ?? Keys[lockId]);
            Assert.IsTrue(answer.IsProven || answer.Status == KeyCrypto.Status.NotAuthentic,
                $"the lock did not prove itself: {answer.Status}");
            if (answer.Status != KeyCrypto.Status.TooSoon)
                return answer.Status;
            (await stage.LockAsync(lockId)).SkipSecond();
        }
    });

    /// <summary>
    /// Brings the time and the notices to a lock, and the receipts to the facility. If this phone has a key, it also brings the events.
    /// </summary>
    /// <returns>The facility's last answer.</returns>
    public async Task<LockAnswer> CarryAsync(long lockId) => await ExchangeAsync(await FetchFromLockAsync(lockId));

    /// <summary>Brings the time and the notices to a lock.</summary>
    /// <returns>What this phone now carries to the facility: the receipts and, if it has a key, the events.</returns>
    public Task<CarriedLock> FetchFromLockAsync(long lockId) => AtLockAsync(lockId, async client =>
    {
        await client.ReadChallengeAsync();
        LockAnswer brought =
            await ExchangeAsync(new CarriedLock { LockId = lockId, ChallengeFrame = Convert.ToBase64String(client.ChallengeFrame) });
        PhoneAnswer set =
            await client.RepeatAsync(client.MakeRequest(Command.SetTime, null, Convert.FromBase64String(brought.Time!)), null);
        Assert.AreEqual(KeyCrypto.Status.Ok, set.Status);
        List<CarriedReceipt> receipts = [];
        foreach (string notice in brought.Notices)
            receipts.Add(
                Receipt(await client.RepeatAsync(client.MakeRequest(Command.Deliver, null, Convert.FromBase64String(notice)), null)));
        return new CarriedLock { LockId = lockId, Receipts = receipts, Batches = await ReadEventsAsync(client, lockId, brought.ReadFrom) };
    });

    /// <summary>Exchanges with the facility about one lock.</summary>
    public async Task<LockAnswer> ExchangeAsync(CarriedLock carried)
    {
        CarryAnswer? answer = await PostAsync<CarryAnswer>("/api/carry", new CarryRequest { Locks = [carried] });
        Assert.IsNotNull(answer, Refusal?.Reason);
        return answer.Locks.Single();
    }

    /// <summary>Works with a lock over its radio.</summary>
    public async Task<T> AtLockAsync<T>(long lockId, Func<LockClient, Task<T>> work)
    {
        string[] address = (await stage.LockAsync(lockId)).Address.Split(':');
        await using VirtualRadioLink link = new(address[0], int.Parse(address[1]));
        await link.ConnectAsync();
        return await work(new LockClient(link));
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private static CarriedReceipt Receipt(PhoneAnswer answer) => new()
    {
        ChallengeFrame = Convert.ToBase64String(answer.ChallengeFrame),
        Request = Convert.ToBase64String(answer.Request),
        Reply = Convert.ToBase64String(answer.Reply),
    };

    private async Task<List<string>> ReadEventsAsync(LockClient client, long lockId, long from)
    {
        List<string> batches = [];
        if (!Keys.TryGetValue(lockId, out PhoneKey? key))
            return batches;
        while (true)
        {
            byte[] body = new byte[4];
            Bytes.WriteU32(body, 0, (uint)from);
            PhoneAnswer answer = await client.AskAsync(Command.ReadEvents, key, body);
            int count = answer.Status == KeyCrypto.Status.Ok ? Bytes.ReadU16(answer.Body, 4) : 0;
            if (count == 0)
                return batches;
            batches.Add(Convert.ToBase64String(answer.Body));
            from = Bytes.ReadU32(answer.Body, 0) + count;
        }
    }
}
