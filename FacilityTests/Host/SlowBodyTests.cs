using System.Net;
using System.Net.Http.Json;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Host;

/// <summary>A body that arrives too slowly, or is longer than the server reads, is told as what it is.</summary>
[TestClass]
public sealed class SlowBodyTests
{
    [TestMethod]
    [DataRow(StatusCodes.Status408RequestTimeout, "too-slow")]
    [DataRow(StatusCodes.Status413PayloadTooLarge, "too-large")]
    public async Task A_phone_is_told_why_its_body_was_not_read(int status, string code)
    {
        using FacilityBench bench = new(services: services => services.AddSingleton<IStartupFilter>(new Breaking(status)));
        HttpResponseMessage answer = await bench.Anonymous().PostAsJsonAsync("/api/sign-in", new { code = "x", deviceName = "y" });
        Assert.AreEqual(status, (int)answer.StatusCode);
        Assert.AreEqual(code, (await answer.Content.ReadFromJsonAsync<Refusal>())!.Code);
    }

    [TestMethod]
    [DataRow(StatusCodes.Status408RequestTimeout, "too slowly")]
    [DataRow(StatusCodes.Status413PayloadTooLarge, "too large")]
    public async Task A_person_is_told_why_a_form_was_not_read(int status, string words)
    {
        using FacilityBench bench = new(services: services => services.AddSingleton<IStartupFilter>(new Breaking(status)));
        HttpResponseMessage answer = await bench.Anonymous()
            .PostAsync("/account/sign-in", new FormUrlEncodedContent([new("login", "admin")]));
        Assert.AreEqual((HttpStatusCode)status, answer.StatusCode);
        StringAssert.Contains(await answer.Content.ReadAsStringAsync(), words);
    }

    /// <summary>Puts a body in place of each request's that fails as the server's own does.</summary>
    private sealed class Breaking(int status) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, after) =>
            {
                context.Request.Body = new BrokenBody(status);
                return after(context);
            });
            next(app);
        };
    }

    private sealed class BrokenBody(int status) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new BadHttpRequestException("said by the server", status);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            throw new BadHttpRequestException("said by the server", status);
    }
}
