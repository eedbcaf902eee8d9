using System.Net;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.FacilityTests.Bench;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Staff;

/// <summary>How the staff sign in, and how others are refused.</summary>
[TestClass]
public sealed class SignInTests
{
    [TestMethod]
    public async Task Without_a_sign_in_every_page_leads_to_the_sign_in_page()
    {
        using FacilityBench bench = new();
        Browser browser = new(bench.Anonymous());
        await browser.OpenAsync("/Users");
        Assert.AreEqual("Sign in", browser.Page.Title);
    }

    [TestMethod]
    public async Task The_first_administrator_sets_a_password_by_a_link_that_counts_once()
    {
        using FacilityBench bench = new();
        string code = await bench.InScopeAsync(async services => (await services.GetRequiredService<StaffAccounts>().InviteFirstAsync())!);
        Browser browser = new(bench.Anonymous());
        await browser.OpenAsync($"/account/invitation?code={code}");
        await browser.SubmitAsync("form", ("password", "short"), ("again", "short"));
        StringAssert.Contains(browser.Text, "At least 12 characters");
        await browser.SubmitAsync("form", ("password", "a long enough one"), ("again", "a long enough one"));
        Assert.AreEqual("Welcome", browser.Page.Title);
        StringAssert.Contains(browser.Text, "Staff");

        Browser second = new(bench.Anonymous());
        await second.OpenAsync($"/account/invitation?code={code}");
        StringAssert.Contains(second.Text, "was already used or has expired");
        Assert.IsNull(await bench.InScopeAsync(services => services.GetRequiredService<StaffAccounts>().InviteFirstAsync()));
    }

    [TestMethod]
    public async Task Of_two_who_use_a_link_at_once_one_sets_a_password()
    {
        using FacilityBench bench = new();
        string code = await bench.InScopeAsync(async services => (await services.GetRequiredService<StaffAccounts>().InviteFirstAsync())!);
        StaffMember?[] members = await Task.WhenAll(AcceptAsync("the first password"), AcceptAsync("the second password"));
        Assert.AreEqual(1, members.Count(member => member != null));
        StaffMember stored = await bench.InDbAsync(db => db.Staff.SingleAsync());
        Assert.AreEqual(members.Single(member => member != null)!.Stamp, stored.Stamp);

        Task<StaffMember?> AcceptAsync(string password) => Task.Run(() =>
            bench.InScopeAsync(services => services.GetRequiredService<StaffAccounts>().AcceptAsync(code, password)));
    }

    [TestMethod]
    [DataRow("/Staff/Door/SignIn?returnUrl=%2FUsers", "/account/sign-in?returnUrl=%2FUsers")]
    [DataRow("/Staff/Door/Invitation?code=abc", "/account/invitation?code=abc")]
    [DataRow("/Staff/Door/Denied", "/account/denied")]
    public async Task A_former_address_leads_to_the_page(string from, string to)
    {
        using FacilityBench bench = new();
        HttpResponseMessage answer = await bench.Anonymous(followsRedirects: false).GetAsync(from);
        Assert.AreEqual(System.Net.HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.AreEqual(to, answer.Headers.Location!.ToString());
    }

    [TestMethod]
    public async Task After_five_wrong_passwords_even_the_right_one_waits()
    {
        using FacilityBench bench = new();
        await bench.SignInAsync(Permissions.All);
        string login =
            await bench.InDbAsync(db => db.Staff.Where(member => member.PasswordHash != "").Select(member => member.Login).SingleAsync());
        Browser browser = new(bench.Anonymous());
        await browser.OpenAsync("/account/sign-in");
        for (int i = 0; i < 5; i++)
            await browser.SubmitAsync("form", ("login", login), ("password", "wrong wrong wrong"));
        await browser.SubmitAsync("form", ("login", login), ("password", "correct horse battery"));
        StringAssert.Contains(browser.Text, "Login or password is wrong");
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await browser.SubmitAsync("form", ("login", login), ("password", "correct horse battery"));
        Assert.AreEqual("Welcome", browser.Page.Title);
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Of_many_passwords_at_once_no_more_are_looked_at_than_of_so_many_one_by_one(DatabaseKind kind)
    {
        NestedHasher hasher = new();
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres, services => services.AddSingleton<IPasswordHasher<StaffMember>>(hasher));
        string login = await bench.MakeStaffAsync(Permissions.All);
        int begun = 0;
        hasher.WhileLooking = () => begun < 12 ? TryAsync() : Task.CompletedTask;
        await TryAsync();
        Assert.AreEqual(5, hasher.LookedAt);
        hasher.WhileLooking = () => Task.CompletedTask;
        await TryAsync();
        Assert.AreEqual(5, hasher.LookedAt, "the pause has begun");
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.IsNotNull(
            await bench.InScopeAsync(services => services.GetRequiredService<StaffAccounts>()
                .CheckAsync(login, FacilityBench.Password, FacilityBench.Here)));

        Task TryAsync()
        {
            begun++;
            return bench.InScopeAsync(services => services.GetRequiredService<StaffAccounts>()
                .CheckAsync(login, "wrong wrong wrong", FacilityBench.Here));
        }
    }

    [TestMethod]
    public async Task Passwords_tried_are_counted_by_address_and_looking_at_the_page_is_not()
    {
        using FacilityBench bench = new(settings: ("Facility:Limits:SignInPerMinute", "2"));
        Browser browser = At("203.0.113.7");
        for (int i = 0; i < 4; i++)
            await browser.OpenAsync("/account/sign-in");
        Browser door = At("203.0.113.7");
        await door.OpenAsync("/account/sign-in");
        foreach (string login in new[] { "nobody", "somebody" })
        {
            await browser.SubmitAsync("form", ("login", login), ("password", "wrong wrong wrong"));
            StringAssert.Contains(browser.Text, "Login or password is wrong");
        }
        await door.SubmitAsync("form", ("login", "anybody"), ("password", "wrong wrong wrong"));
        Assert.AreEqual(HttpStatusCode.TooManyRequests, door.Status);
        StringAssert.Contains(door.Text, "Wait a minute and try again");
        Browser elsewhere = At("203.0.113.8");
        await elsewhere.OpenAsync("/account/sign-in");
        await elsewhere.SubmitAsync("form", ("login", "nobody"), ("password", "wrong wrong wrong"));
        Assert.AreEqual(HttpStatusCode.OK, elsewhere.Status);

        Browser At(string address)
        {
            HttpClient client = bench.Anonymous();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            return new Browser(client);
        }
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task A_stranger_keeps_nobody_out(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres, settings: ("Facility:Limits:SignInPerMinute", "6"));
        string login = await bench.MakeStaffAsync(Permissions.All);
        Browser known = await AtAsync("203.0.113.7");
        await known.SubmitAsync("main form", ("login", login), ("password", FacilityBench.Password));
        Assert.AreEqual("Welcome", known.Page.Title);
        await known.SubmitAsync("header form");

        // The stranger uses up the count of the account and the limit of the address, from this address and from another one.
        foreach (string address in new[] { "203.0.113.7", "198.51.100.1" })
        {
            Browser stranger = await AtAsync(address);
            for (int i = 0; i < 6; i++)
                await stranger.SubmitAsync("main form", ("login", login), ("password", "wrong wrong wrong"));
        }
        await known.OpenAsync("/account/sign-in");
        await known.SubmitAsync("main form", ("login", login), ("password", FacilityBench.Password));
        Assert.AreEqual("Welcome", known.Page.Title, "a browser that is known has a count of its own");
        Browser elsewhere = await AtAsync("192.0.2.9");
        await elsewhere.SubmitAsync("main form", ("login", login), ("password", FacilityBench.Password));
        Assert.AreEqual("Welcome", elsewhere.Page.Title, "another address has a count of its own");

        bench.Time.Advance(TimeSpan.FromMinutes(2));
        await known.SubmitAsync("header form");
        for (int i = 0; i < 5; i++)
            await known.SubmitAsync("main form", ("login", login), ("password", "wrong wrong wrong"));
        Assert.IsNull(await bench.InScopeAsync(services => services.GetRequiredService<StaffAccounts>()
            .CheckAsync(login, FacilityBench.Password, FacilityBench.Here)), "the address is still in its pause");

        async Task<Browser> AtAsync(string address)
        {
            HttpClient client = bench.Anonymous();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            Browser browser = new(client);
            await browser.OpenAsync("/account/sign-in");
            return browser;
        }
    }

    [TestMethod]
    public async Task A_known_browser_is_counted_for_those_who_signed_in_there_and_a_made_up_cookie_counts_for_nothing()
    {
        using FacilityBench bench = new();
        string one = await bench.MakeStaffAsync(Permissions.All);
        string two = await bench.MakeStaffAsync(Permissions.All, "Kit Moss");
        (long oneId, long twoId) = await bench.InDbAsync(async db => ((await db.Staff.SingleAsync(row => row.Login == one)).Id,
            (await db.Staff.SingleAsync(row => row.Login == two)).Id));
        SignInOrigin known = new("203.0.113.9", "A", [oneId]);
        for (int i = 0; i < 5; i++)
        {
            Assert.IsNull(await CheckAsync(one, "wrong wrong wrong", known with { Members = [twoId] }));
            Assert.IsNull(await CheckAsync(two, "wrong wrong wrong", known));
        }
        Assert.IsNotNull(await CheckAsync(one, FacilityBench.Password, known), "the browser's own count is untouched");
        Assert.IsNull(await CheckAsync(two, FacilityBench.Password, known), "it is not known for the other member");
        HttpClient client = bench.Anonymous();
        client.DefaultRequestHeaders.Add("Cookie", $"{KnownBrowser.CookieName}=A|{twoId}");
        Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync("/account/sign-in")).StatusCode);

        Task<StaffMember?> CheckAsync(string login, string password, SignInOrigin origin) => bench.InScopeAsync(services =>
            services.GetRequiredService<StaffAccounts>().CheckAsync(login, password, origin));
    }

    [TestMethod]
    public async Task A_password_is_hashed_with_all_the_rounds_of_the_framework_and_signs_in()
    {
        using FacilityBench bench =
            new(services: services =>
                services.Configure<PasswordHasherOptions>(options => options.IterationCount = new PasswordHasherOptions().IterationCount));
        Browser browser = await bench.SignInAsync(Permissions.All);
        Assert.AreEqual("Welcome", browser.Page.Title);
        byte[] hash =
            Convert.FromBase64String(
                await bench.InDbAsync(db => db.Staff.Where(member => member.PasswordHash != "").Select(member => member.PasswordHash)
                    .SingleAsync()));
        Assert.AreEqual(1, hash[0], "the framework's present format: version u8, algorithm u32, rounds u32");
        Assert.IsGreaterThanOrEqualTo(100_000u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)));
    }

    [TestMethod]
    public async Task A_member_without_the_permission_is_told_so()
    {
        using FacilityBench bench = new();
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        await browser.OpenAsync("/account/denied");
        Assert.AreEqual(HttpStatusCode.Forbidden, browser.Status);
    }

    /// <summary>Sends the next password while one is still being checked, and counts those that are checked.</summary>
    private sealed class NestedHasher : IPasswordHasher<StaffMember>
    {
        private readonly PasswordHasher<StaffMember> _real = new();

        /// <summary>Runs while a password is checked.</summary>
        public Func<Task> WhileLooking { get; set; } = () => Task.CompletedTask;

        /// <summary>The number of passwords that were checked.</summary>
        public int LookedAt { get; private set; }

        /// <inheritdoc/>
        public string HashPassword(StaffMember user, string password) => _real.HashPassword(user, password);

        /// <inheritdoc/>
        public PasswordVerificationResult VerifyHashedPassword(StaffMember user, string hashedPassword, string providedPassword)
        {
            LookedAt++;
            WhileLooking().GetAwaiter().GetResult();
            return _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
