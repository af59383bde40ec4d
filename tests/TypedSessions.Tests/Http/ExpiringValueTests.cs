using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Values that expire before their session.</summary>
public sealed class ExpiringValueTests
{
    [Fact]
    public async Task A_value_is_absent_after_its_expiry()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        site.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("1234 True", await browser.ReadAsync("/get"));
        site.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("none False", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task Setting_an_equal_value_restarts_its_expiry_and_a_change_in_place_does_not()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        await browser.ReadAsync("/attempt");
        site.Clock.Advance(TimeSpan.FromMinutes(3));

        await browser.ReadAsync("/set");
        Assert.Equal("2", await browser.ReadAsync("/attempt"));
        site.Clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal("1234 True", await browser.ReadAsync("/get"));
        Assert.Equal("1", await browser.ReadAsync("/attempt"));
    }

    [Fact]
    public async Task Reading_writes_nothing_even_after_the_time()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        await browser.ReadAsync("/attempt");
        site.Engine.TakeCalls();

        await browser.ReadAsync("/get");
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        await browser.ReadAsync("/get");

        Assert.Equal(["load", "load"], site.Engine.TakeCalls().Where(static call => call != "touch"));
    }

    [Fact]
    public async Task A_value_expires_for_code_that_keeps_its_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        await browser.ReadAsync("/attempt");
        var sessions = site.Services.GetRequiredService<ISessionManager>();
        await using var scope = await sessions.OpenAsync(browser.Token!);
        var model = scope!.As<CodeSession>();

        Assert.Equal("1234", model.Code);
        Assert.Equal(1, model.Attempts?.Count);
        Assert.Same(model.Attempts, model.Attempts);
        site.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Null(model.Code);
        Assert.Null(model.Attempts);
    }

    [Fact]
    public async Task A_value_without_an_expiry_counts_as_absent()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/raw");

        Assert.Equal("none False", await browser.ReadAsync("/get"));
        await browser.ReadAsync("/set");
        Assert.Equal("1234 True", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task An_expired_item_that_another_request_sets_again_is_kept()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/item/a");
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        var bothHaveLoaded = new AsyncBarrier(2);
        var setAgain = new TaskCompletionSource();
        var updates = 0;
        site.Engine.Before = async call =>
        {
            if (call == "update")
            {
                await bothHaveLoaded.SignalAndWaitAsync();
                await (Interlocked.Increment(ref updates) == 1 ? Task.CompletedTask : setAgain.Task);
            }
        };

        var requests = new[] { browser.ReadAsync("/item/a"), browser.ReadAsync("/item/b") };
        await Task.WhenAny(requests);
        setAgain.SetResult();
        await Task.WhenAll(requests);
        site.Engine.Before = null;

        Assert.Equal("a b", await browser.ReadAsync("/items"));
    }

    [Fact]
    public void Tools_read_the_value_without_its_time()
    {
        var property = new SessionProperty<string>(0, "Code", "code", SessionCodec.String) { Lifetime = TimeSpan.FromMinutes(1) };

        Assert.Equal("x", property.Decode([0, 0, 0, 0, 0, 0, 0, 0, (byte)'x']));
        Assert.Throws<FormatException>(() => property.Decode([1]));
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/set", (CodeSession session) => { session.Code = "1234"; });
            app.MapGet("/get", (CodeSession session) => $"{session.Code ?? "none"} {session.Contains(nameof(session.Code))}");
            app.MapGet("/attempt", (CodeSession session) =>
            {
                session.Attempts ??= new();
                return $"{++session.Attempts.Count}";
            });
            app.MapGet("/item/{item}", (CodeSession session, string item) => { session.Items[item] = 1; });
            app.MapGet("/items", (CodeSession session) => string.Join(' ', session.Items.Keys.Order(StringComparer.Ordinal)));
            app.MapGet("/raw", (HttpContext context) => context.Session.Set("code.Code", [1]));
        },
        services: (_, sessions) => sessions.AddModel<CodeSession>());
}

[SessionModel(Prefix = "code.")]
internal sealed partial class CodeSession
{
    [SessionProperty(ExpiresAfterMinutes = 5)] public partial string? Code { get; set; }

    [SessionProperty(Key = "item-{0}", ExpiresAfterMinutes = 5)] public partial SessionMap<string, int> Items { get; }

    [SessionProperty(ExpiresAfterMinutes = 5)] public partial Attempts? Attempts { get; set; }
}

internal sealed class Attempts
{
    public int Count { get; set; }
}
