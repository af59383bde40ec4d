using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TypedSessions.Engines.Memory;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

/// <summary>Prefixes that an application sets for the keys of its models.</summary>
public sealed class ModelPrefixTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly MemorySessionEngine _engine;
    private readonly List<IHost> _applications = [];

    public ModelPrefixTests() => _engine = new MemorySessionEngine(_clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Applications_that_share_a_store_keep_their_values_apart()
    {
        var books = StartModel(static options => options.Prefix = "books.");
        var toys = StartModel(static options => options.Prefix = "toys.");
        var token = await ChangeAsync(books, token: null, static shop => (shop.Visits, shop.Saved) = (1, "a"));
        await ChangeAsync(toys, token, static shop =>
        {
            Assert.Equal((0, null), (shop.Visits, shop.Saved));
            shop.Visits = 5;
            shop.Lines.Add("bear");
        });
        await ChangeAsync(books, token, static shop =>
        {
            Assert.Equal(1, shop.Visits);
            shop.Clear();
        });

        Assert.Equal(["toys.px.lines", "toys.px.visits"], await GetKeysAsync(token));
    }

    [Fact]
    public async Task Renamed_and_retired_keys_are_those_with_the_prefix()
    {
        var token = await StoreAsync(
            ("a.px.cart", "[\"hat\"]"), ("a.px.coupon", "x"), ("px.cart", "[\"tea\"]"), ("px.coupon", "y"));

        await ChangeAsync(StartModel(static options => options.Prefix = "a."), token, static shop => shop.Lines.Add("bear"));

        Assert.Equal(["a.px.lines", "px.cart", "px.coupon"], await GetKeysAsync(token));
    }

    [Fact]
    public async Task Operations_by_name_and_on_maps_affect_only_the_keys_of_the_model()
    {
        var token = await StoreAsync(("px.visits", "x"), ("px.count-tea", "y"), ("b.px.count-cup", "z"));

        await ChangeAsync(StartModel(static options => options.Prefix = "a."), token, static shop =>
        {
            Assert.False(shop.Contains(nameof(shop.Visits)));
            Assert.Empty(shop.Counts);
            Assert.False(shop.IsModified);
            shop.Counts["hat"] = 2;
            shop.Code = "1234";
            shop.Saved = "now";
            shop.Keep(nameof(shop.Saved));
            Assert.Equal(["hat"], shop.Counts.Keys);
            Assert.Equal([nameof(shop.Saved), nameof(shop.Code), nameof(shop.Counts)], shop.ModifiedProperties);
            Assert.True(shop.Contains(nameof(shop.Counts)));
        });

        Assert.Equal(
            ["a.px.Code", "a.px.Saved", "a.px.count-hat", "b.px.count-cup", "px.count-tea", "px.visits"],
            await GetKeysAsync(token));
    }

    [Fact]
    public async Task Concurrent_changes_behind_a_prefix_are_merged()
    {
        var application = StartModel(static options => options.Prefix = "a.");
        var token = await ChangeAsync(application, token: null, static shop => shop.Visits = 1);

        await ChangeAsync(application, token, shop =>
        {
            shop.Visits++;
            shop.Lines.Add("hat");
            ChangeAsync(application, token, static other =>
            {
                other.Visits++;
                other.Lines.Add("tea");
            }).GetAwaiter().GetResult();
        });

        await ChangeAsync(application, token, static shop =>
        {
            Assert.Equal(3, shop.Visits);
            Assert.Equal(["hat", "tea"], shop.Lines.Order());
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task No_prefix_and_an_empty_one_leave_the_keys_as_they_are(string? prefix)
    {
        var token = await ChangeAsync(StartModel(options => options.Prefix = prefix), token: null, static shop => shop.Visits = 1);
        await ChangeAsync(StartModel(options => options.PrefixProvider = _ => prefix), token, static shop => shop.Visits++);
        await ChangeAsync(StartModel(null), token, static shop => Assert.Equal(2, shop.Visits));
    }

    [Fact]
    public async Task A_session_has_the_prefix_of_its_tenant_wherever_its_model_is_used()
    {
        var calls = 0;
        await using var site = await TestSite.StartAsync(
            static app =>
            {
                app.MapPost("/visit", static (PrefixedShop shop, HttpContext context, ISession session) =>
                {
                    shop.Visits++;
                    session.Set(PrefixedShop.Properties.Saved, "a");
                    Assert.Same(shop, context.RequestServices.GetRequiredService<PrefixedShop>());
                    return session.As<PrefixedShop>().Visits;
                });
                app.MapGet("/keys", static (ISession session) => string.Join(' ', session.Keys.Order(StringComparer.Ordinal)));
            },
            services: (services, sessions) =>
            {
                services.AddHttpContextAccessor().AddScoped<Tenant>();
                sessions.AddModel<PrefixedShop>(options => options.PrefixProvider = scope =>
                {
                    calls++;
                    return scope.GetRequiredService<Tenant>().Id + ".";
                });
            });
        using var browser = site.Open();
        foreach (var (tenant, visits) in new[] { ("one", "1"), ("two", "1"), ("one", "2") })
        {
            using var response = await browser.PostAsync($"/visit?tenant={tenant}");
            Assert.Equal(visits, await response.Content.ReadAsStringAsync(Cancel));
        }

        Assert.Equal(3, calls);
        Assert.Equal("one.px.Saved one.px.visits two.px.Saved two.px.visits", await browser.ReadAsync("/keys"));
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task An_invalid_prefix_of_a_tenant_is_refused()
    {
        foreach (var prefix in new[] { "__ts.a", "_", "\ud800" })
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(
                () => ChangeAsync(StartModel(options => options.PrefixProvider = _ => prefix), null, static shop => shop.Visits = 1));

            Assert.Contains("AddModel<PrefixedShop>", refused.Message, StringComparison.Ordinal);
            Assert.Contains("PrefixProvider", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task More_tenants_than_are_kept_have_their_prefixes()
    {
        var tenant = 0;
        var application = StartModel(options => options.PrefixProvider = _ => $"t{tenant}.");
        string? token = null;
        for (tenant = 0; tenant < 1100; tenant++)
        {
            token = await ChangeAsync(application, token, static shop => shop.Visits++);
        }

        Assert.Equal(1100, (await GetKeysAsync(token!)).Length);
    }

    [Fact]
    public async Task An_invalid_prefix_stops_the_application_at_start()
    {
        Assert.Contains(
            "AddModel<PrefixedShop>: the prefix '__ts.' begins like '__ts.'",
            await FailAsync(static sessions => sessions.AddModel<PrefixedShop>(static options => options.Prefix = "__ts.")),
            StringComparison.Ordinal);
        Assert.Contains(
            "AddModel<PrefixedShop>: Prefix and PrefixProvider are both set",
            await FailAsync(static sessions => sessions.AddModel<PrefixedShop>(static options =>
            {
                options.Prefix = "a.";
                options.PrefixProvider = static _ => "b.";
            })),
            StringComparison.Ordinal);
        Assert.Contains(
            "the key 'px-shared' is claimed by ",
            await FailAsync(static sessions => sessions
                .AddModel<SecondShop>()
                .AddModel<OtherShop>(static options => options.Prefix = "px-")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_with_the_same_keys_and_different_prefixes_start()
    {
        await using var site = await TestSite.StartAsync(
            static _ => { },
            services: static (_, sessions) => sessions
                .AddModel<SecondShop>()
                .AddModel<ThirdShop>(static options => options.Prefix = "b."));
    }

    [Fact]
    public void The_last_options_of_a_model_count()
    {
        var application = Start(static sessions => sessions
            .AddModel<PrefixedShop>(static options => options.Prefix = "a.")
            .AddModel<PrefixedShop>(static options => options.Prefix = "b.")
            .AddModel<PrefixedShop>());

        Assert.Equal("b.", Assert.Single(application.GetRequiredService<ISessionDiagnostics>().Models).Prefix);
    }

    [Fact]
    public async Task Tools_read_a_record_with_its_prefix()
    {
        var application = StartModel(static options => options.Prefix = "a.");
        await ChangeAsync(application, token: null, static shop => shop.Visits = 3);
        var stored = await application.GetRequiredService<ISessionManager>().ListAsync(Cancel).SingleAsync(Cancel);

        Assert.Equal(3, stored.As<PrefixedShop>(prefix: "a.").Visits);
        Assert.Equal(0, stored.As<PrefixedShop>().Visits);

        var model = Assert.Single(application.GetRequiredService<ISessionDiagnostics>().Models);
        Assert.True(model.Matches(PrefixedShop.Properties.Visits, "a.px.visits"));
        Assert.False(model.Matches(PrefixedShop.Properties.Visits, "px.visits"));
        Assert.True(model.Matches(PrefixedShop.Properties.Counts, "a.px.count-tea"));
    }

    public void Dispose() => _applications.ForEach(static application => application.Dispose());

    private static async Task<string> FailAsync(Action<TypedSessionsBuilder> configure)
        => (await Assert.ThrowsAsync<OptionsValidationException>(
            () => TestSite.StartAsync(static _ => { }, services: (_, sessions) => configure(sessions)))).Message;

    private IServiceProvider StartModel(Action<SessionModelOptions>? configure)
        => Start(sessions
            => _ = configure is null ? sessions.AddModel<PrefixedShop>() : sessions.AddModel<PrefixedShop>(configure));

    private IServiceProvider Start(Action<TypedSessionsBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(_clock);
        configure(builder.Services.AddTypedSessions().UseEngine(_ => _engine));
        var application = builder.Build();
        _applications.Add(application);
        return application.Services;
    }

    // Opens and changes a session and returns its token.
    private static async Task<string> ChangeAsync(IServiceProvider application, string? token, Action<PrefixedShop> change)
    {
        var sessions = application.GetRequiredService<ISessionManager>();
        await using var session = token is null
            ? sessions.Create()
            : await sessions.OpenAsync(token, cancellationToken: Cancel) ?? throw new InvalidOperationException("The session has ended.");
        var shop = session.As<PrefixedShop>();
        Assert.Same(shop, session.Session.As<PrefixedShop>());
        change(shop);
        Assert.True(await session.SaveAsync(Cancel));
        return token ?? session.Token!;
    }

    private async Task<string> StoreAsync(params (string Key, string Value)[] values)
    {
        await using var session = StartModel(null).GetRequiredService<ISessionManager>().Create();
        Array.ForEach(values, value => session.Session.SetString(value.Key, value.Value));
        await session.SaveAsync(Cancel);
        return session.Token!;
    }

    private async Task<string[]> GetKeysAsync(string token)
    {
        await using var session = await StartModel(null).GetRequiredService<ISessionManager>().OpenAsync(token, cancellationToken: Cancel);
        return [.. session!.Session.Keys.Order(StringComparer.Ordinal)];
    }

    private sealed class Tenant(IHttpContextAccessor context)
    {
        public string? Id => context.HttpContext?.Request.Query["tenant"];
    }
}
