using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>
/// Measures how many keys phones get. Each phone is signed in and brings the answer of the gate's lock to a challenge of the
/// facility.
/// </summary>
internal static class KeyRequests
{
    private const uint Gate = 1;
    private const int DelinquentEvery = 20;

    /// <summary>Measures it, with phones in sequence and in parallel.</summary>
    public static async Task MeasureAsync(BenchHost host, Size size, Action<FormattableString> print)
    {
        const string What = "Phones that fetch their keys";
        print($"| {What} | requests per second | keys per second | median ms | slowest ms | processor ms a request |");
        print($"|---|---|---|---|---|---|");
        int used = 0;
        // The first few are not measured, because this code has not run before.
        await RunAsync(host, await PhonesAsync(host, size, ref used, 4), 1);
        foreach ((string name, int atOnce) in new[] { ("one after another", 1), ("4 at once", 4), ("16 at once", 16) })
        {
            List<Phone> phones = await PhonesAsync(host, size, ref used, size.Phones);
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            Stopwatch watch = Stopwatch.StartNew();
            int keys = await RunAsync(host, phones, atOnce);
            double seconds = watch.Elapsed.TotalSeconds;
            double processorMs = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / phones.Count;
            double[] times = [.. phones.Select(phone => phone.Milliseconds).Order()];
            double median = times[times.Length / 2], slowest = times[^1];
            print($"| {name} | {phones.Count / seconds:N0} | {keys / seconds:N0} | {median:N1} | {slowest:N1} | {processorMs:N1} |");
        }
    }

    private static async Task<int> RunAsync(BenchHost host, List<Phone> phones, int atOnce)
    {
        int keys = 0;
        using HttpClient client = host.Client();
        await Parallel.ForEachAsync(phones, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (phone, _) =>
        {
            long start = Stopwatch.GetTimestamp();
            KeysAnswer answer = await PostAsync<KeysAnswer>(client, phone.Token, "/api/keys", new KeysRequest { Here = phone.Here });
            phone.Milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (answer.Keys.Count < Size.Gates + 1 || answer.Keys.Any(key => Convert.FromBase64String(key.Secret).Length != Hmac.HashSize))
                throw new UnexpectedAnswerException($"User {phone.UserId} got {answer.Keys.Count} keys.");
            Interlocked.Add(ref keys, answer.Keys.Count);
        });
        return keys;
    }

    private static Task<List<Phone>> PhonesAsync(BenchHost host, Size size, ref int used, int count)
    {
        int from = used;
        used += count;
        if (used > (size.Users * (DelinquentEvery - 1) / DelinquentEvery) - 1)
            throw new ArgumentException($"{size.Users} users are too few for that many phones.");
        return MakeAsync(host, size, from, count);
    }

    private static async Task<List<Phone>> MakeAsync(BenchHost host, Size size, int from, int count)
    {
        // From all parts of the tables, none twice, and none who owes rent.
        int each = Math.Max(1, size.Users / ((3 * size.Phones) + 8));
        List<Phone> phones = [];
        using HttpClient client = host.Client();
        byte[] hereSecret = host.Services.GetRequiredService<SecretVault>().SecretsOf(Gate, 1).HereSecret;
        for (int i = from; phones.Count < count; i++)
        {
            long userId = 1 + ((long)i * each);
            if (userId % DelinquentEvery == 0)
                userId++;
            Phone phone = new(userId, PhoneTokens.New());
            string hash = PhoneTokens.HashOf(phone.Token);
            await host.InDbAsync(db => db.Devices.Where(device => device.UserId == userId)
                .ExecuteUpdateAsync(set => set.SetProperty(device => device.TokenHash, hash)));
            phone.Here = await HereAsync(client, phone.Token, hereSecret, host.Services.GetRequiredService<FacilityClock>().Now);
            phones.Add(phone);
        }
        return phones;
    }

    /// <summary>Makes the answer of the gate's lock with the code that runs in locks.</summary>
    private static async Task<HereEvidence> HereAsync(HttpClient client, string token, byte[] hereSecret, uint now)
    {
        HereAnswerChallenge drawn = await PostAsync<HereAnswerChallenge>(client, token, "/api/here", new HereRequest { LockId = Gate });
        byte[] frame = new byte[ChallengeFrame.Size];
        ChallengeFrame.Draw(frame, RandomNumberGenerator.GetBytes(Hmac.HashSize), 1, 1, RandomNumberGenerator.GetBytes(16), true, now);
        byte[] body = new byte[HereAnswer.Size];
        HereAnswer.Write(body, 0, hereSecret, Convert.FromBase64String(drawn.ServerChallenge), 0, frame, now, (byte)ClockTrust.Set);
        return new HereEvidence
        {
            LockId = Gate,
            ServerChallenge = drawn.ServerChallenge,
            ChallengeFrame = Convert.ToBase64String(frame),
            Body = Convert.ToBase64String(body)
        };
    }

    private static async Task<T> PostAsync<T>(HttpClient client, string token, string path, object body)
    {
        using HttpRequestMessage request =
            new(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage answer = await client.SendAsync(request);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<T>())!
            : throw new UnexpectedAnswerException($"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private sealed record Phone(long UserId, string Token)
    {
        public HereEvidence Here { get; set; } = null!;

        public double Milliseconds { get; set; }
    }
}
